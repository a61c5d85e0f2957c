# The numerics of Cria, in TorchScript. Java decides what runs when; nothing here keeps state.
#
# Axes of tensors, as suffixes: T tokens of a packed batch (all documents one after another, no
# padding), D model width, F feed-forward width, H query heads, K key/value heads, C head width,
# G query heads that share a key/value head, V vocabulary, N tokens that carry loss, U tokens of
# which the last layer's output is wanted, S segments.
#
# Backward passes are written out by formula: they keep the least that they need, and compute the
# cheap rest (norms, gates) again.
#
# segments_S4 (int64, on the CPU): start, length, prefix start, prefix length of each run of tokens;
# the segments lie one after another. Tokens attend causally inside their own segment, and to the
# whole of the prefix, which is an earlier segment, if there is one, and of that one's prefix in turn.
#
# shape (float64, on the CPU): H, K, C, norm epsilon, scale of the low-rank update, its dropout, the
# seed of the layer's dropout, whether large products of the backward pass are of bf16 factors.
# w[]: input norm, q, k, v, o, post-attention norm, gate, up, down.
# a[], b[]: low-rank factors of q, k, v, o, gate, up, down; empty tensors where there is none.
# d[]: with DoRA, the magnitudes of the same seven, then the squared norms of the rows of their w;
# without, one empty tensor.

class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def rope(self: __torch__.Kernels, positions_T: Tensor, frequencies: Tensor) -> List[Tensor]:
    half_TC = torch.outer(positions_T.to(6), frequencies)
    angles_T1C = torch.cat([half_TC, half_TC], -1).unsqueeze(1)
    sin_T1C = angles_T1C.sin()
    # The sign of the first half belongs to the rotation; here it costs nothing.
    sin_T1C.narrow(2, 0, half_TC.size(1)).neg_()
    return [angles_T1C.cos(), sin_T1C]

  def rotate(self: __torch__.Kernels, x_THC: Tensor, cos_T1C: Tensor, sin_T1C: Tensor) -> Tensor:
    first, second = x_THC.chunk(2, -1)
    return torch.cat([second, first], -1).mul_(sin_T1C).addcmul_(x_THC, cos_T1C)

  # The rotation is orthogonal: its gradient turns back.
  def rotate_backward(self: __torch__.Kernels, dy_THC: Tensor, cos_T1C: Tensor, sin_T1C: Tensor) -> Tensor:
    first, second = dy_THC.chunk(2, -1)
    return torch.cat([second, first], -1).mul_(sin_T1C).neg_().addcmul_(dy_THC, cos_T1C)

  # Parameters, which are fp32, in the type that is computed with.
  def computed(self: __torch__.Kernels, x: Tensor, parameters: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for p in parameters:
      out.append(p.to(x.dtype))
    return out

  # x over its root mean square (Zhang and Sennrich 2019), before the gain.
  def unit(self: __torch__.Kernels, x_TD: Tensor, epsilon: float) -> Tuple[Tensor, Tensor]:
    square_T1 = torch.linalg_vector_norm(x_TD, 2, [-1], True, dtype=6).square_()
    r_T1 = square_T1.mul_(1. / float(x_TD.size(-1))).add_(epsilon).rsqrt_()
    return (x_TD * r_T1, r_T1)

  def norm(self: __torch__.Kernels, x_TD: Tensor, gain_D: Tensor, epsilon: float) -> Tensor:
    unit_TD, r_T1 = self.unit(x_TD, epsilon)
    return unit_TD.mul_(gain_D).to(x_TD.dtype)

  # With u = x r: dx = r (g dn - u mean(g dn u)), dg = sum over T of dn u.
  def norm_backward(self: __torch__.Kernels, dn_TD: Tensor, x_TD: Tensor, gain_D: Tensor, epsilon: float, trains: bool) -> Tuple[Tensor, Tensor]:
    unit_TD, r_T1 = self.unit(x_TD, epsilon)
    gain_D = gain_D.to(6)
    product_TD = dn_TD * unit_TD
    dgain_D = torch.empty([0])
    if trains:
      dgain_D = torch.sum(product_TD, [0])
    mean_T1 = torch.mv(product_TD, gain_D).mul_(1. / float(x_TD.size(-1))).unsqueeze(1)
    dx_TD = torch.mul(dn_TD, gain_D, out=product_TD).addcmul_(unit_TD, mean_T1, value=-1.).mul_(r_T1)
    return (dx_TD.to(x_TD.dtype), dgain_D)

  # Where the weight of a linear module stands in w[].
  def weight_of(self: __torch__.Kernels, j: int) -> int:
    at = j + 1
    if j > 3:
      at = j + 2
    return at

  # What of the input of a low-rank factor is dropped: 0, or 1 / (1 - p). A function of the seed, so
  # that a layer that is run again draws the same.
  def dropout_mask(self: __torch__.Kernels, x: Tensor, j: int, shape: Tensor) -> Tensor:
    p = float(shape[5])
    draw = torch.Generator(device=x.device, seed=(int(shape[6]) + j * 2654435761) % 4294967296)
    return torch.empty_like(x).bernoulli_(1. - p, generator=draw).mul_(1. / (1. - p))

  # DoRA: magnitude over the norm of each row of W + scale B A. |W|^2 is known, and B A is not made:
  # |W + sBA|^2 = |W|^2 + 2s <W, BA> + s^2 |BA|^2, row by row, with <W, BA> = <W A', B>.
  def row_scale(self: __torch__.Kernels, j: int, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> Tensor:
    scale = float(shape[4])
    cross_OR = torch.linear(w[self.weight_of(j)], a[j]).mul_(2. * scale)
    own_OR = torch.mm(b[j], torch.mm(a[j], a[j].t())).mul_(scale * scale)
    square_O = torch.sum(cross_OR.add_(own_OR).mul_(b[j]), [1]).add_(d[7 + j])
    return torch.rsqrt(square_O.clamp_min_(1e-30)).mul_(d[j])

  # Those of all seven; empty where a module is not adapted.
  def row_scales(self: __torch__.Kernels, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for j in range(7):
      if len(d) > 1 and a[j].numel() > 0:
        out.append(self.row_scale(j, shape, w, a, b, d))
      else:
        out.append(torch.empty([0]))
    return out

  # W x + scale B A x (Hu et al. 2021); with DoRA, each row scaled (Liu et al. 2024,
  # arXiv:2402.09353, equation 5). What is dropped, is dropped of the factors' input.
  def linear(self: __torch__.Kernels, x: Tensor, j: int, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> Tensor:
    y = self.product(x, w[self.weight_of(j)])
    if a[j].numel() > 0:
      if float(shape[5]) > 0.:
        x = x * self.dropout_mask(x, j, shape)
      y.addmm_(torch.linear(x, a[j]), b[j].t(), beta=1., alpha=float(shape[4]))
      if len(d) > 1:
        y.mul_(self.row_scale(j, shape, w, a, b, d))
    return y

  # A factor of a product of the backward pass.
  def factor(self: __torch__.Kernels, x: Tensor, shape: Tensor) -> Tensor:
    if float(shape[7]) > 0.:
      x = x.to(15)
    return x

  # The gradient of the input x of a linear module, if it is wanted, added to dx where that is not
  # empty; those of the module's parameters, as far as they train, go into grads. y: its output, for
  # DoRA only, in which the norms of rows count as constants (section 4.3): dm = sum of dy y / m.
  def linear_backward(self: __torch__.Kernels, wanted: bool, dx: Tensor, dy: Tensor, x: Tensor, y: Tensor, j: int, shape: Tensor, trains: List[int], w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor], grads: List[Tensor]) -> Tensor:
    i = self.weight_of(j)
    adapted = a[j].numel() > 0
    if adapted and len(d) > 1:
      if trains[10 + j] != 0:
        inverse_O = torch.masked_fill(torch.reciprocal(d[j]), d[j] == 0., 0.)
        grads[24 + j] = torch.sum(dy * y, [0]).mul_(inverse_O)
      dy = dy * self.row_scale(j, shape, w, a, b, d)
    if wanted or trains[1 + i] != 0:
      factor = self.factor(dy, shape)
      if wanted:
        if dx.numel() == 0:
          dx = self.product(factor, self.factor(w[i], shape).t()).to(dy.dtype)
        elif factor.dtype == dx.dtype:
          dx = self.product_added(dx, factor, w[i].t())
        else:
          dx.add_(torch.mm(factor, self.factor(w[i], shape)))
      if trains[1 + i] != 0:
        grads[1 + i] = self.product(factor.t(), self.factor(x, shape).t())
    if adapted:
      dxa = torch.mm(dy, b[j]).mul_(float(shape[4]))
      if float(shape[5]) > 0.:
        mask = self.dropout_mask(x, j, shape)
        if wanted:
          dx.addcmul_(torch.mm(dxa, a[j]), mask)
        x = mask.mul_(x)
      elif wanted:
        dx.addmm_(dxa, a[j])
      if trains[10 + j] != 0:
        grads[10 + 2 * j] = torch.mm(dxa.t(), x)
        grads[11 + 2 * j] = torch.mm(dy.t(), torch.linear(x, a[j])).mul_(float(shape[4]))
    return dx

  # A run of tokens as the fused kernel takes it: key/value heads as its batch, the query heads that
  # share one as its heads, so that nothing is repeated.
  def grouped(self: __torch__.Kernels, x_THC: Tensor, start: int, length: int, kv_heads: int) -> Tensor:
    groups = x_THC.size(1) // kv_heads
    x = x_THC.narrow(0, start, length)
    return x.view([length, kv_heads, groups, x_THC.size(2)]).permute([1, 2, 0, 3])

  def shared(self: __torch__.Kernels, x_TKC: Tensor, start: int, length: int, groups: int) -> Tensor:
    x = x_TKC.narrow(0, start, length).transpose(0, 1).unsqueeze(1)
    return x.expand([x_TKC.size(1), groups, length, x_TKC.size(2)])

  # Attention of a run of queries to a run of keys, and the log of the sum of its exponentials.
  # The fused kernel of the CPU; elsewhere by its definition.
  def attend(self: __torch__.Kernels, q_KGTC: Tensor, k_KGTC: Tensor, v_KGTC: Tensor, causal: bool) -> Tuple[Tensor, Tensor]:
    if q_KGTC.device.type == "cpu":
      return torch._scaled_dot_product_flash_attention_for_cpu(q_KGTC, k_KGTC, v_KGTC, 0., causal)
    scores = torch.matmul(q_KGTC.to(6), k_KGTC.to(6).transpose(-2, -1)).mul_(float(q_KGTC.size(-1)) ** -0.5)
    if causal:
      scores.masked_fill_(torch.ones([q_KGTC.size(2), k_KGTC.size(2)], dtype=11, device=q_KGTC.device).triu(1), float("-inf"))
    lse = torch.logsumexp(scores, [-1], False)
    return (torch.matmul(scores.sub_(lse.unsqueeze(-1)).exp_(), v_KGTC.to(6)).to(q_KGTC.dtype), lse)

  def attend_backward(self: __torch__.Kernels, do: Tensor, q_KGTC: Tensor, k_KGTC: Tensor, v_KGTC: Tensor, o: Tensor, lse: Tensor, causal: bool) -> Tuple[Tensor, Tensor, Tensor]:
    if q_KGTC.device.type == "cpu":
      return torch._scaled_dot_product_flash_attention_for_cpu_backward(do, q_KGTC, k_KGTC, v_KGTC, o, lse, 0., causal)
    factor = float(q_KGTC.size(-1)) ** -0.5
    do = do.to(6)
    p = torch.matmul(q_KGTC.to(6), k_KGTC.to(6).transpose(-2, -1)).mul_(factor)
    if causal:
      p.masked_fill_(torch.ones([q_KGTC.size(2), k_KGTC.size(2)], dtype=11, device=q_KGTC.device).triu(1), float("-inf"))
    p.sub_(lse.unsqueeze(-1)).exp_()
    dv = torch.matmul(p.transpose(-2, -1), do)
    dp = torch.matmul(do, v_KGTC.to(6).transpose(-2, -1)).sub_(torch.sum(do * o.to(6), [-1], True)).mul_(p).mul_(factor)
    dq = torch.matmul(dp, k_KGTC.to(6))
    dk = torch.matmul(dp.transpose(-2, -1), q_KGTC.to(6))
    return (dq.to(q_KGTC.dtype), dk.to(q_KGTC.dtype), dv.to(q_KGTC.dtype))

  # Whether all segments go to CUDA's fused kernel of variable length at once, which takes grouped
  # heads, halves only, and no prefixes.
  def fuses(self: __torch__.Kernels, q_THC: Tensor, segments_S4: Tensor) -> bool:
    halves = q_THC.dtype == 5 or q_THC.dtype == 15
    return q_THC.is_cuda and halves and int(torch.sum(segments_S4.select(1, 3))) == 0

  # Where each segment begins, and the end of the last, on the device of another array.
  def bounds(self: __torch__.Kernels, segments_S4: Tensor, where: Tensor) -> Tensor:
    lengths_S = segments_S4.select(1, 1)
    return torch.constant_pad_nd(torch.cumsum(lengths_S, 0), [1, 0], 0).to(device=where.device, dtype=3)

  # The number of the segment that begins at a token.
  def segment(self: __torch__.Kernels, segments_S4: Tensor, start: int) -> int:
    return int(torch.searchsorted(segments_S4.select(1, 0).contiguous(), start))

  # Answers the attention's output (T, H, C) and the logs of the sums of exponentials (K, G, T), in
  # which a segment and its prefix count together: each is attended to alone, and the two are joined.
  def attention(self: __torch__.Kernels, q_THC: Tensor, k_TKC: Tensor, v_TKC: Tensor, segments_S4: Tensor) -> Tuple[Tensor, Tensor]:
    if self.fuses(q_THC, segments_S4):
      bounds = self.bounds(segments_S4, q_THC)
      longest = int(torch.max(segments_S4.select(1, 1)))
      fused_THC, lse, _rng, _unused, _mask = torch._flash_attention_forward(q_THC, k_TKC, v_TKC, bounds, bounds, longest, longest, 0., True, False)
      return (fused_THC, lse)
    kv_heads = k_TKC.size(1)
    groups = q_THC.size(1) // kv_heads
    o_THC = torch.empty_like(q_THC)
    lse_KGT = torch.empty([kv_heads, groups, q_THC.size(0)], dtype=6, device=q_THC.device)
    for s in range(segments_S4.size(0)):
      start = int(segments_S4[s, 0])
      length = int(segments_S4[s, 1])
      prefix = int(segments_S4[s, 2])
      prefix_length = int(segments_S4[s, 3])
      q = self.grouped(q_THC, start, length, kv_heads)
      o, lse = self.attend(q, self.shared(k_TKC, start, length, groups), self.shared(v_TKC, start, length, groups), True)
      while prefix_length > 0:
        po, plse = self.attend(q, self.shared(k_TKC, prefix, prefix_length, groups), self.shared(v_TKC, prefix, prefix_length, groups), False)
        both = torch.logaddexp(lse, plse)
        o = o * torch.exp(lse - both).unsqueeze(-1) + po * torch.exp(plse - both).unsqueeze(-1)
        lse = both
        parent = self.segment(segments_S4, prefix)
        prefix = int(segments_S4[parent, 2])
        prefix_length = int(segments_S4[parent, 3])
      self.grouped(o_THC, start, length, kv_heads).copy_(o)
      lse_KGT.narrow(2, start, length).copy_(lse)
    return (o_THC, lse_KGT)

  def attention_backward(self: __torch__.Kernels, do_THC: Tensor, q_THC: Tensor, k_TKC: Tensor, v_TKC: Tensor, o_THC: Tensor, lse_KGT: Tensor, segments_S4: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    if self.fuses(q_THC, segments_S4):
      bounds = self.bounds(segments_S4, q_THC)
      longest = int(torch.max(segments_S4.select(1, 1)))
      # The state of the random numbers is for dropout, of which there is none.
      state = torch.zeros([2], dtype=4, device=q_THC.device)
      return torch._flash_attention_backward(do_THC, q_THC, k_TKC, v_TKC, o_THC, lse_KGT, bounds, bounds, longest, longest, 0., True, state, state)
    kv_heads = k_TKC.size(1)
    groups = q_THC.size(1) // kv_heads
    dq_THC = torch.empty_like(q_THC)
    dk_TKC = torch.empty_like(k_TKC)
    dv_TKC = torch.empty_like(v_TKC)
    for s in range(segments_S4.size(0)):
      start = int(segments_S4[s, 0])
      length = int(segments_S4[s, 1])
      prefix = int(segments_S4[s, 2])
      prefix_length = int(segments_S4[s, 3])
      do = self.grouped(do_THC, start, length, kv_heads)
      q = self.grouped(q_THC, start, length, kv_heads)
      o = self.grouped(o_THC, start, length, kv_heads)
      lse = lse_KGT.narrow(2, start, length)
      dq, dk, dv = self.attend_backward(do, q, self.shared(k_TKC, start, length, groups), self.shared(v_TKC, start, length, groups), o, lse, True)
      into = self.grouped(dq_THC, start, length, kv_heads)
      into.copy_(dq)
      dk_TKC.narrow(0, start, length).copy_(torch.sum(dk, [1]).transpose(0, 1))
      dv_TKC.narrow(0, start, length).copy_(torch.sum(dv, [1]).transpose(0, 1))
      while prefix_length > 0:
        dq, dk, dv = self.attend_backward(do, q, self.shared(k_TKC, prefix, prefix_length, groups), self.shared(v_TKC, prefix, prefix_length, groups), o, lse, False)
        into.add_(dq)
        dk_TKC.narrow(0, prefix, prefix_length).add_(torch.sum(dk, [1]).transpose(0, 1))
        dv_TKC.narrow(0, prefix, prefix_length).add_(torch.sum(dv, [1]).transpose(0, 1))
        parent = self.segment(segments_S4, prefix)
        prefix = int(segments_S4[parent, 2])
        prefix_length = int(segments_S4[parent, 3])
    return (dq_THC, dk_TKC, dv_TKC)

  # Queries, keys and values of a layer, rotated.
  def project(self: __torch__.Kernels, x_TD: Tensor, cos: Tensor, sin: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    heads = int(shape[0])
    kv_heads = int(shape[1])
    width = int(shape[2])
    T = x_TD.size(0)
    n_TD = self.norm(x_TD, w[0], float(shape[3]))
    q_THC = self.linear(n_TD, 0, shape, w, a, b, d).view([T, heads, width])
    k_TKC = self.linear(n_TD, 1, shape, w, a, b, d).view([T, kv_heads, width])
    v_TKC = self.linear(n_TD, 2, shape, w, a, b, d).view([T, kv_heads, width])
    return (self.rotate(q_THC, cos, sin), self.rotate(k_TKC, cos, sin), v_TKC)

  # What follows attention: its projection, and the feed-forward part. U tokens: all, or those that
  # are kept. Answers the output, and what a backward pass needs: the input of the feed-forward part,
  # the two halves of its gate, and with DoRA the outputs of the two projections.
  def feed_forward(self: __torch__.Kernels, x_UD: Tensor, o_UD: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> List[Tensor]:
    first_UD = self.linear(o_UD, 3, shape, w, a, b, d)
    x_UD = self.residual(first_UD, x_UD, d)
    n_UD = self.norm(x_UD, w[5], float(shape[3]))
    gate_UF = self.linear(n_UD, 4, shape, w, a, b, d)
    up_UF = self.linear(n_UD, 5, shape, w, a, b, d)
    second_UD = self.linear(torch.silu(gate_UF).mul_(up_UF), 6, shape, w, a, b, d)
    out = [self.residual(second_UD, x_UD, d), x_UD, gate_UF, up_UF]
    if len(d) > 1:
      out.append(first_UD)
      out.append(second_UD)
    return out

  # The sum of a projection and the stream that it is added to. DoRA's backward pass needs the former.
  def residual(self: __torch__.Kernels, y_UD: Tensor, x_UD: Tensor, d: List[Tensor]) -> Tensor:
    if len(d) > 1:
      return y_UD + x_UD
    return y_UD.add_(x_UD)

  def kept(self: __torch__.Kernels, x_TD: Tensor, keep_U: Tensor) -> Tensor:
    if keep_U.numel() > 0:
      x_TD = torch.index_select(x_TD, 0, keep_U)
    return x_TD

  # The gradient of kept.
  def spread(self: __torch__.Kernels, dx_UD: Tensor, keep_U: Tensor, T: int) -> Tensor:
    if keep_U.numel() > 0:
      dx_UD = torch.zeros([T, dx_UD.size(1)], dtype=dx_UD.dtype, device=dx_UD.device).index_copy_(0, keep_U, dx_UD)
    return dx_UD

  # A layer with what its backward pass needs: [output, q, k, v, attention, its logs of sums, and what
  # feed_forward answers after its output]. keep_U (int64, sorted, or empty for all): the tokens of which
  # the output is wanted.
  def layer_train(self: __torch__.Kernels, x_TD: Tensor, cos: Tensor, sin: Tensor, segments_S4: Tensor, keep_U: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> List[Tensor]:
    w = self.computed(x_TD, w)
    a = self.computed(x_TD, a)
    b = self.computed(x_TD, b)
    d = self.computed(x_TD, d)
    q_THC, k_TKC, v_TKC = self.project(x_TD, cos, sin, shape, w, a, b, d)
    o_THC, lse_KGT = self.attention(q_THC, k_TKC, v_TKC, segments_S4)
    o_UD = self.kept(o_THC.view([x_TD.size(0), -1]), keep_U)
    after = self.feed_forward(self.kept(x_TD, keep_U), o_UD, shape, w, a, b, d)
    out = [after[0], q_THC, k_TKC, v_TKC, o_THC, lse_KGT]
    out.extend(after[1:])
    return out

  def layer(self: __torch__.Kernels, x_TD: Tensor, cos: Tensor, sin: Tensor, segments_S4: Tensor, keep_U: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> Tensor:
    return self.layer_train(x_TD, cos, sin, segments_S4, keep_U, shape, w, a, b, d)[0]

  # Gradients of a layer, by formula, from the gradient of its output and what layer_train answered
  # after the output. trains (int64, on the CPU): whether the input, each of the nine w, and what
  # adapts each of the seven linear modules (a, b and with DoRA the magnitude) get one. Answers those,
  # in this order.
  def layer_backward(self: __torch__.Kernels, dy_UD: Tensor, x_TD: Tensor, saved: List[Tensor], cos: Tensor, sin: Tensor, segments_S4: Tensor, keep_U: Tensor, shape: Tensor, trains: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> List[Tensor]:
    w = self.computed(x_TD, w)
    a = self.computed(x_TD, a)
    b = self.computed(x_TD, b)
    d = self.computed(x_TD, d)
    q_THC, k_TKC, v_TKC, o_THC, lse_KGT = saved[0], saved[1], saved[2], saved[3], saved[4]
    x2_UD, gate_UF, up_UF = saved[5], saved[6], saved[7]
    epsilon = float(shape[3])
    T = x_TD.size(0)
    none = torch.empty([0])
    first_UD = none
    second_UD = none
    q_TD = none
    k_TD = none
    if len(d) > 1:
      first_UD = saved[8]
      second_UD = saved[9]
      q_TD = self.rotate_backward(q_THC, cos, sin).view([T, -1])
      k_TD = self.rotate_backward(k_TKC, cos, sin).view([T, -1])
    on = annotate(List[int], trains.tolist())
    grads = annotate(List[Tensor], [])
    for i in range(31):
      grads.append(none)
    wants_input = on[0] + on[1] > 0
    wants_attention = wants_input or sum(on[2:6]) + sum(on[10:14]) > 0

    silu_UF = torch.silu(gate_UF)
    dproduct_UF = self.linear_backward(True, none, dy_UD, silu_UF * up_UF, second_UD, 6, shape, on, w, a, b, d, grads)
    dup_UF = silu_UF.mul_(dproduct_UF)
    dgate_UF = torch.silu_backward(dproduct_UF.mul_(up_UF), gate_UF)
    n_UD = self.norm(x2_UD, w[5], epsilon)
    dn_UD = self.linear_backward(True, none, dgate_UF, n_UD, gate_UF, 4, shape, on, w, a, b, d, grads)
    dn_UD = self.linear_backward(True, dn_UD, dup_UF, n_UD, up_UF, 5, shape, on, w, a, b, d, grads)
    dx_UD, dgain = self.norm_backward(dn_UD, x2_UD, w[5], epsilon, on[6] != 0)
    grads[6] = dgain
    dx_UD.add_(dy_UD)

    if wants_attention:
      o_UD = self.kept(o_THC.view([T, -1]), keep_U)
      do_UD = self.linear_backward(True, none, dx_UD, o_UD, first_UD, 3, shape, on, w, a, b, d, grads)
      do_THC = self.spread(do_UD, keep_U, T).view(o_THC.size())
      dq_THC, dk_TKC, dv_TKC = self.attention_backward(do_THC, q_THC, k_TKC, v_TKC, o_THC, lse_KGT, segments_S4)
      dq_TD = self.rotate_backward(dq_THC, cos, sin).view([T, -1])
      dk_TD = self.rotate_backward(dk_TKC, cos, sin).view([T, -1])
      n_TD = self.norm(x_TD, w[0], epsilon)
      dn_TD = self.linear_backward(wants_input, none, dq_TD, n_TD, q_TD, 0, shape, on, w, a, b, d, grads)
      dn_TD = self.linear_backward(wants_input, dn_TD, dk_TD, n_TD, k_TD, 1, shape, on, w, a, b, d, grads)
      dn_TD = self.linear_backward(wants_input, dn_TD, dv_TKC.view([T, -1]), n_TD, v_TKC.view([T, -1]), 2, shape, on, w, a, b, d, grads)
      if wants_input:
        dx_TD, dgain = self.norm_backward(dn_TD, x_TD, w[0], epsilon, on[1] != 0)
        grads[1] = dgain
        grads[0] = dx_TD.add_(self.spread(dx_UD, keep_U, T))

    out = annotate(List[Tensor], [])
    if on[0] != 0:
      out.append(grads[0])
    for i in range(1, 10):
      if on[i] != 0:
        out.append(grads[i].to(6))
    for j in range(7):
      if on[10 + j] != 0:
        out.append(grads[10 + 2 * j].to(6))
        out.append(grads[11 + 2 * j].to(6))
        if len(d) > 1:
          out.append(grads[24 + j].to(6))
    return out

  # As layer_train then layer_backward, for activation checkpointing.
  def layer_recompute(self: __torch__.Kernels, dy_UD: Tensor, x_TD: Tensor, cos: Tensor, sin: Tensor, segments_S4: Tensor, keep_U: Tensor, shape: Tensor, trains: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> List[Tensor]:
    saved = self.layer_train(x_TD, cos, sin, segments_S4, keep_U, shape, w, a, b, d)
    return self.layer_backward(dy_UD, x_TD, saved[1:], cos, sin, segments_S4, keep_U, shape, trains, w, a, b, d)

  def embed(self: __torch__.Kernels, table_VD: Tensor, ids_T: Tensor) -> Tensor:
    return torch.index_select(table_VD, 0, ids_T).to(6)

  def embed_backward(self: __torch__.Kernels, table_VD: Tensor, ids_T: Tensor, dx_TD: Tensor) -> Tensor:
    return torch.zeros_like(table_VD).index_add_(0, ids_T, dx_TD.to(6))

  # The rows of the table that have a gradient, each once, and their gradients.
  def embed_backward_rows(self: __torch__.Kernels, ids_T: Tensor, dx_TD: Tensor) -> List[Tensor]:
    dx_TD = dx_TD.to(6)
    rows_R, inverse_T, counts = torch._unique2(ids_T, True, True, False)
    drows_RD = torch.zeros([rows_R.size(0), dx_TD.size(1)], dtype=dx_TD.dtype, device=dx_TD.device)
    return [rows_R, drows_RD.index_add_(0, inverse_T, dx_TD)]

  # Rows of the last layer's output that predict a token with loss.
  def rows(self: __torch__.Kernels, x_UD: Tensor, rows_N: Tensor) -> Tensor:
    return torch.index_select(x_UD, 0, rows_N)

  def rows_backward(self: __torch__.Kernels, x_UD: Tensor, rows_N: Tensor, dh_ND: Tensor) -> Tensor:
    return torch.zeros_like(x_UD).index_add_(0, rows_N, dh_ND.to(x_UD.dtype))

  # Rows at a time: in equal parts whose logits fit into the scratch memory.
  def chunk_rows(self: __torch__.Kernels, N: int, V: int, scratch: Tensor) -> int:
    most = max(1, scratch.size(0) // V)
    chunks = max(1, (N + most - 1) // most)
    return max(1, (N + chunks - 1) // chunks)

  def logits(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, shape: Tensor) -> Tensor:
    h_ND = h_ND.to(6)
    return self.product(self.norm(h_ND, norm_D, float(shape[3])), head_VD)

  # log p(target) of rows whose logits are given; overwrites these with the probabilities. A
  # probability too small for fp32 would lose its logarithm: such rows are computed again.
  def log_softmax_of(self: __torch__.Kernels, logits_NV: Tensor, x_ND: Tensor, head_VD: Tensor, targets_N: Tensor) -> Tensor:
    targets_N1 = targets_N.unsqueeze(1)
    torch._softmax(logits_NV, 1, False, out=logits_NV)
    p_N = torch.gather(logits_NV, 1, targets_N1).squeeze(1)
    logp_N = torch.log(p_N)
    small = torch.nonzero(p_N < 1e-30).squeeze(1)
    if small.numel() > 0:
      again = torch.linear(torch.index_select(x_ND, 0, small), head_VD)
      chosen = torch.gather(again, 1, torch.index_select(targets_N1, 0, small)).squeeze(1)
      logp_N.index_copy_(0, small, chosen - torch.logsumexp(again, [1], False))
    return logp_N

  # How much of the vocabulary is multiplied at a time, so that it stays in the cache.
  def stretch(self: __torch__.Kernels) -> int:
    return 8192

  # x @ head^T into out.
  def logits_into(self: __torch__.Kernels, out_NV: Tensor, x_ND: Tensor, head_VD: Tensor) -> Tensor:
    V = head_VD.size(0)
    for i in range((V + self.stretch() - 1) // self.stretch()):
      at = i * self.stretch()
      size = min(self.stretch(), V - at)
      out_NV.narrow(1, at, size).copy_(self.product(x_ND, head_VD.narrow(0, at, size)))
    return out_NV

  # p @ head, and - p^T @ x added to dhead.
  def head_products(self: __torch__.Kernels, p_NV: Tensor, x_ND: Tensor, head_VD: Tensor, dhead_VD: Tensor, shape: Tensor) -> Tensor:
    V = head_VD.size(0)
    mean_ND = torch.zeros_like(x_ND)
    x = self.factor(x_ND, shape)
    for i in range((V + self.stretch() - 1) // self.stretch()):
      at = i * self.stretch()
      size = min(self.stretch(), V - at)
      p = self.factor(p_NV.narrow(1, at, size), shape)
      rows = head_VD.narrow(0, at, size)
      drows = dhead_VD.narrow(0, at, size)
      if p.dtype == x_ND.dtype:
        mean_ND = self.product_added(mean_ND, p, rows.t())
        drows.sub_(self.product(p.t(), x.t()))
      else:
        mean_ND.add_(torch.mm(p, self.factor(rows, shape)))
        drows.sub_(torch.mm(p.t(), x))
    return mean_ND

  # Of a head that trains; see head_slopes.
  # With L = sum_n weight_n log p(target_n) and x the normed h: dL/dx_n = weight_n (head[target_n] -
  # sum_v p_nv head[v]), dL/dhead[v] = sum_n weight_n (onehot(target_n)[v] - p_nv) x_n.
  # trains_norm (int64, on the CPU): whether the norm does. Answers [log p, dL/dh, that of the norm if
  # it trains, that of the head]. scratch: fp32 memory of one axis that is overwritten.
  def head_backward(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, targets_N: Tensor, weight_N: Tensor, shape: Tensor, trains_norm: Tensor, scratch: Tensor) -> List[Tensor]:
    h_ND = h_ND.to(6)
    N = h_ND.size(0)
    V = head_VD.size(0)
    step = self.chunk_rows(N, V, scratch)
    wants_norm = int(trains_norm) != 0
    buffer_NV = scratch.narrow(0, 0, step * V).view([step, V])
    parts = annotate(List[Tensor], [])
    dparts = annotate(List[Tensor], [])
    dnorm_D = torch.zeros_like(norm_D)
    dhead_VD = torch.zeros_like(head_VD)
    for i in range((N + step - 1) // step):
      n = min(step, N - i * step)
      h = h_ND.narrow(0, i * step, n)
      x_ND = self.norm(h, norm_D, float(shape[3]))
      targets = targets_N.narrow(0, i * step, n)
      weight_N1 = weight_N.narrow(0, i * step, n).unsqueeze(1)
      p_NV = self.logits_into(buffer_NV.narrow(0, 0, n), x_ND, head_VD)
      parts.append(self.log_softmax_of(p_NV, x_ND, head_VD, targets))
      x_ND.mul_(weight_N1)
      mean_ND = self.head_products(p_NV, x_ND, head_VD, dhead_VD, shape)
      dhead_VD.index_add_(0, targets, x_ND)
      dx_ND = torch.index_select(head_VD, 0, targets).sub_(mean_ND).mul_(weight_N1)
      dh_ND, dgain_D = self.norm_backward(dx_ND, h, norm_D, float(shape[3]), wants_norm)
      dparts.append(dh_ND)
      if wants_norm:
        dnorm_D.add_(dgain_D)
    out = [torch.cat(parts, 0), torch.cat(dparts, 0)]
    if wants_norm:
      out.append(dnorm_D)
    out.append(dhead_VD)
    return out

  # A reward model: each row over its norm, times the only row of the head.
  def scores(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_1D: Tensor, shape: Tensor) -> Tensor:
    x_ND = self.norm(h_ND.to(6), norm_D, float(shape[3]))
    return torch.mv(x_ND, head_1D.to(6).view([-1]))

  # trains: whether the norm and the head do.
  def scores_backward(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_1D: Tensor, weight_N: Tensor, shape: Tensor, trains: Tensor) -> List[Tensor]:
    h_ND = h_ND.to(6)
    x_ND = self.norm(h_ND, norm_D, float(shape[3]))
    head_D = head_1D.to(6).view([-1])
    out = [torch.mv(x_ND, head_D)]
    dx_ND = torch.outer(weight_N, head_D)
    dh_ND, dgain_D = self.norm_backward(dx_ND, h_ND, norm_D, float(shape[3]), int(trains[0]) != 0)
    out.append(dh_ND)
    if int(trains[0]) != 0:
      out.append(dgain_D)
    if int(trains[1]) != 0:
      out.append(torch.mv(x_ND.t(), weight_N).unsqueeze(0))
    return out

  # The backward passes of a head and of a value head over the same rows as one: the outputs one after
  # the other, the gradients of the rows and of the norm added up. flags (int64, on the CPU): whether
  # the norm trains, and whether the values' gradients go further down than their head.
  def actor_critic(self: __torch__.Kernels, head: List[Tensor], values: List[Tensor], flags: Tensor) -> List[Tensor]:
    further = int(flags[1]) != 0
    out = [torch.cat([head[0], values[0]], 0)]
    for i in range(1, 2 + int(flags[0])):
      out.append(torch.add(head[i], values[i].to(head[i].dtype)) if further else head[i])
    for i in range(2 + int(flags[0]), len(head)):
      out.append(head[i])
    out.append(values[len(values) - 1])
    return out

  # A copy on the device of another array.
  def moved(self: __torch__.Kernels, x: Tensor, where: Tensor) -> Tensor:
    return torch.to(x, device=where.device, dtype=x.dtype, copy=True)

  def add(self: __torch__.Kernels, into: List[Tensor], more: List[Tensor]) -> Tensor:
    torch._foreach_add_(into, more)
    return into[0]

  # Two gradients of rows as one; a row that is in both gets the sum.
  def add_rows(self: __torch__.Kernels, rows: Tensor, values: Tensor, more_rows: Tensor, more: Tensor) -> List[Tensor]:
    return self.embed_backward_rows(torch.cat([rows, more_rows], 0), torch.cat([values, more], 0))

  def norm_of(self: __torch__.Kernels, arrays: List[Tensor]) -> Tensor:
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(arrays), 0))

  # AdamW with decoupled weight decay (Loshchilov and Hutter 2019), in place.
  # hyper (float64, on the CPU): learning rate, beta1, beta2, epsilon, weight decay, step from 1,
  # factor of the gradients, which the fused kernel wants as a divisor.
  def adamw(self: __torch__.Kernels, hyper: Tensor, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor]) -> Tensor:
    steps = annotate(List[Tensor], [])
    for x in p:
      steps.append(torch.full([], float(hyper[5]), dtype=6, device=x.device))
    divisor = annotate(Optional[Tensor], None)
    if float(hyper[6]) != 1.:
      divisor = torch.full([], 1. / float(hyper[6]), dtype=6, device=p[0].device)
    torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), steps, lr=float(hyper[0]), beta1=float(hyper[1]), beta2=float(hyper[2]), weight_decay=float(hyper[4]), eps=float(hyper[3]), amsgrad=False, maximize=False, grad_scale=divisor)
    return p[0]

  # AdamW for a table of which the rows rows_S have moments, here at slots 0 to S - 1, and those at
  # slots_R have a gradient. The others only decay. A stretch of slots at a time.
  def adamw_rows(self: __torch__.Kernels, hyper: Tensor, table_VD: Tensor, slots_R: Tensor, gradient_RD: Tensor, rows_S: Tensor, m: Tensor, v: Tensor) -> Tensor:
    kept_SD = annotate(List[Tensor], [])
    S = rows_S.size(0)
    stretch = 8192
    for i in range((S + stretch - 1) // stretch):
      at = i * stretch
      size = min(stretch, S - at)
      p = torch.index_select(table_VD, 0, rows_S.narrow(0, at, size))
      here = torch.nonzero(torch.logical_and(slots_R >= at, slots_R < at + size)).squeeze(1)
      g = torch.zeros_like(p)
      g.index_copy_(0, torch.index_select(slots_R, 0, here) - at, torch.index_select(gradient_RD, 0, here))
      self.adamw(hyper, [p], [g], [m.narrow(0, at, size)], [v.narrow(0, at, size)])
      kept_SD.append(p)
    decay = float(hyper[0]) * float(hyper[4])
    if decay != 0.:
      table_VD.mul_(1. - decay)
    for i in range(len(kept_SD)):
      table_VD.index_copy_(0, rows_S.narrow(0, i * stretch, kept_SD[i].size(0)), kept_SD[i])
    return table_VD

  # Values of a table by codes, times the scale of their block.
  def from_codes(self: __torch__.Kernels, codes: Tensor, scales: Tensor, table: Tensor) -> Tensor:
    values = torch.index_select(table, 0, codes.to(3)).view([scales.size(0), -1])
    return values.mul_(scales.unsqueeze(1)).view([-1])

  # Stores values as codes: the nearest of a table, whose limits lie between neighbours, once they
  # are divided by the largest magnitude of their block.
  def to_codes(self: __torch__.Kernels, values: Tensor, limits: Tensor, codes: Tensor, scales: Tensor) -> None:
    blocks = values.view([scales.size(0), -1])
    scales.copy_(torch.linalg_vector_norm(blocks, float("inf"), [1]))
    shares = blocks * torch.reciprocal(torch.clamp_min(scales, 1e-38)).unsqueeze(1)
    codes.copy_(torch.bucketize(shares.view([-1]), limits, out_int32=True, right=False))

  # As to_codes, several times as fast, where the limits are a DynamicMap's. A code is the number of
  # limits that a value exceeds. That of the least value with the same sign, exponent and first bits
  # of the fraction is looked up; at most one more limit lies between the two.
  def to_moments(self: __torch__.Kernels, values: Tensor, limits: Tensor, least: Tensor, codes: Tensor, scales: Tensor) -> None:
    blocks = values.view([scales.size(0), -1])
    scales.copy_(torch.amax(torch.abs(blocks), [1], False))
    shares = (blocks * torch.reciprocal(torch.clamp_min(scales, 1e-38)).unsqueeze(1)).view([-1])
    bits = torch.view_copy(shares, dtype=3)
    half = least.size(0) // 2
    place = torch.bitwise_and(bits, 2147483647)
    place = torch.bitwise_right_shift(place, 15).sub_(26368).clamp_min_(0)
    place.add_(torch.bitwise_right_shift(bits, 31).bitwise_and_(half))
    code = torch.index_select(least, 0, place)
    codes.copy_(code.add_(torch.gt(shares, torch.index_select(limits, 0, code))))

  # AdamW over moments of a byte each: codes m and v, scales of their blocks, and of both the tables,
  # the limits between their values and the codes that to_moments looks up. A stretch at a time, so
  # that no fp32 copy of a moment is ever held.
  def adamw_8bit(self: __torch__.Kernels, hyper: Tensor, tables: List[Tensor], p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], m_scale: List[Tensor], v_scale: List[Tensor]) -> Tensor:
    rate = float(hyper[0])
    beta1 = float(hyper[1])
    beta2 = float(hyper[2])
    first = 1. - beta1 ** float(hyper[5])
    second = 1. - beta2 ** float(hyper[5])
    stretch = 524288
    for i in range(len(p)):
      p_N = p[i].view([-1])
      g_N = g[i].reshape([-1])
      block = m[i].size(0) // m_scale[i].size(0)
      for s in range((p_N.size(0) + stretch - 1) // stretch):
        at = s * stretch
        real = min(stretch, p_N.size(0) - at)
        blocks = (real + block - 1) // block
        size = blocks * block
        grad = g_N.narrow(0, at, real) * float(hyper[6])
        if size > real:
          grad = torch.constant_pad_nd(grad, [0, size - real], 0.)
        m_code = m[i].narrow(0, at, size)
        v_code = v[i].narrow(0, at, size)
        m_max = m_scale[i].narrow(0, at // block, blocks)
        v_max = v_scale[i].narrow(0, at // block, blocks)
        mean = self.from_codes(m_code, m_max, tables[0]).mul_(beta1).add_(grad, alpha=1. - beta1)
        square = self.from_codes(v_code, v_max, tables[3]).mul_(beta2).addcmul_(grad, grad, value=1. - beta2)
        self.to_moments(mean, tables[1], tables[2], m_code, m_max)
        self.to_moments(square, tables[4], tables[5], v_code, v_max)
        square.mul_(1. / second).sqrt_().add_(float(hyper[3]))
        part = p_N.narrow(0, at, real)
        part.mul_(1. - rate * float(hyper[4]))
        part.addcdiv_(mean.narrow(0, 0, real), square.narrow(0, 0, real), value=-rate / first)
    return p[0]

  # Moves averages towards values by a share, in place; a share of 1 copies the values.
  def blend(self: __torch__.Kernels, share: Tensor, averages: List[Tensor], values: List[Tensor]) -> Tensor:
    torch._foreach_lerp_(averages, values, float(share))
    return averages[0]

  # Exchanges the contents of two lists, a stretch at a time.
  def swap(self: __torch__.Kernels, a: List[Tensor], b: List[Tensor]) -> Tensor:
    stretch = 1048576
    for i in range(len(a)):
      a_N = a[i].view([-1])
      b_N = b[i].view([-1])
      for s in range((a_N.size(0) + stretch - 1) // stretch):
        size = min(stretch, a_N.size(0) - s * stretch)
        kept = a_N.narrow(0, s * stretch, size).clone()
        a_N.narrow(0, s * stretch, size).copy_(b_N.narrow(0, s * stretch, size))
        b_N.narrow(0, s * stretch, size).copy_(kept)
    return a[0]

  def merge(self: __torch__.Kernels, w: Tensor, a: Tensor, b: Tensor, scale: Tensor) -> Tensor:
    return w + torch.mm(b, a) * float(scale)

  # The rows of the sum scaled to their magnitudes.
  def merge_dora(self: __torch__.Kernels, w: Tensor, a: Tensor, b: Tensor, scale: Tensor, magnitude_O: Tensor) -> Tensor:
    sum_OI = self.merge(w, a, b, scale)
    norm_O = torch.linalg_vector_norm(sum_OI, 2, [1]).clamp_min_(1e-15)
    return sum_OI.mul_((magnitude_O / norm_O).unsqueeze(1))

  # Factors of a weighted sum of updates: share_0 B_0 A_0 + share_1 B_1 A_1 + ...
  def combine_cat(self: __torch__.Kernels, shares: Tensor, a: List[Tensor], b: List[Tensor]) -> List[Tensor]:
    scaled = annotate(List[Tensor], [])
    for i in range(len(a)):
      scaled.append(a[i] * float(shares[i]))
    return [torch.cat(scaled, 0), torch.cat(b, 1)]

  # As PEFT approximates them: sums of the factors, each times the root of its share, with its sign.
  def combine_linear(self: __torch__.Kernels, shares: Tensor, a: List[Tensor], b: List[Tensor]) -> List[Tensor]:
    sum_a = torch.zeros_like(a[0])
    sum_b = torch.zeros_like(b[0])
    for i in range(len(a)):
      share = float(shares[i])
      root = abs(share) ** 0.5
      sum_b.add_(b[i], alpha=root)
      if share < 0.:
        root = -root
      sum_a.add_(a[i], alpha=root)
    return [sum_a, sum_b]

  def row_squares(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return torch.linalg_vector_norm(w, 2, [1]).square_()

  # x @ w^T and nothing else, to time products of matrices alone.
  def product_alone(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    return self.product(x, w)
