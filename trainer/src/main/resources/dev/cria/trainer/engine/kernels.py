# The numerics of Cria, in TorchScript. Java decides what runs when; nothing here keeps state.
#
# Axes of tensors, as suffixes: T tokens of a packed batch (all documents one after another, no
# padding), D model width, F feed-forward width, H query heads, K key/value heads, C head width,
# V vocabulary, N tokens that carry loss, S segments.
#
# segments_S4 (int64, on the CPU): start, length, prefix start, prefix length of each run of tokens;
# the segments lie one after another. Tokens attend causally inside their own segment, and to the
# whole of the prefix, which is an earlier segment, if there is one.
#
# shape (float64, on the CPU): H, K, C, norm epsilon, scale of the low-rank update.
# w[]: input norm, q, k, v, o, post-attention norm, gate, up, down.
# a[], b[]: low-rank factors of q, k, v, o, gate, up, down; empty tensors where there is none.

class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def rope(self: __torch__.Kernels, positions_T: Tensor, frequencies: Tensor) -> List[Tensor]:
    half_TC = torch.outer(positions_T.to(6), frequencies)
    angles_T1C = torch.cat([half_TC, half_TC], -1).unsqueeze(1)
    return [angles_T1C.cos(), angles_T1C.sin()]

  def rotate(self: __torch__.Kernels, x_THC: Tensor, cos_T1C: Tensor, sin_T1C: Tensor) -> Tensor:
    first, second = x_THC.chunk(2, -1)
    return x_THC * cos_T1C + torch.cat([-second, first], -1) * sin_T1C

  def linear(self: __torch__.Kernels, x: Tensor, w: Tensor, a: Tensor, b: Tensor, scale: float) -> Tensor:
    y = torch.linear(x, w)
    if a.numel() > 0:
      y = y + torch.linear(torch.linear(x, a), b) * scale
    return y

  # Key and value heads are repeated because the fused CPU attention does not take grouped heads.
  def widen(self: __torch__.Kernels, x_KTC: Tensor, groups: int) -> Tensor:
    if groups > 1:
      x_KTC = torch.repeat_interleave(x_KTC, groups, 0)
    return x_KTC

  def attention(self: __torch__.Kernels, q_THC: Tensor, k_TKC: Tensor, v_TKC: Tensor, segments_S4: Tensor) -> Tensor:
    groups = q_THC.size(1) // k_TKC.size(1)
    q_HTC = q_THC.transpose(0, 1)
    k_HTC = self.widen(k_TKC.transpose(0, 1), groups)
    v_HTC = self.widen(v_TKC.transpose(0, 1), groups)
    # Split, not narrowed: the gradient of many narrows would cost a whole tensor for each.
    starts = annotate(List[int], [])
    lengths = annotate(List[int], [])
    for s in range(segments_S4.size(0)):
      starts.append(int(segments_S4[s, 0]))
      lengths.append(int(segments_S4[s, 1]))
    qs = torch.split_with_sizes(q_HTC, lengths, 1)
    ks = torch.split_with_sizes(k_HTC, lengths, 1)
    vs = torch.split_with_sizes(v_HTC, lengths, 1)
    outputs = annotate(List[Tensor], [])
    for s in range(len(lengths)):
      prefix_length = int(segments_S4[s, 3])
      q = qs[s].unsqueeze(0)
      k = ks[s].unsqueeze(0)
      v = vs[s].unsqueeze(0)
      if prefix_length == 0:
        o = torch.scaled_dot_product_attention(q, k, v, None, 0., True)
      else:
        prefix = starts.index(int(segments_S4[s, 2]))
        k = torch.cat([ks[prefix].unsqueeze(0), k], 2)
        v = torch.cat([vs[prefix].unsqueeze(0), v], 2)
        mask = torch.ones([lengths[s], prefix_length + lengths[s]], dtype=11, device=q.device)
        o = torch.scaled_dot_product_attention(q, k, v, torch.tril(mask, prefix_length), 0., False)
      outputs.append(o.squeeze(0))
    if len(outputs) == 1:
      o_HTC = outputs[0]
    else:
      o_HTC = torch.cat(outputs, 1)
    return o_HTC.transpose(0, 1).reshape([q_THC.size(0), q_THC.size(1) * q_THC.size(2)])

  def mlp(self: __torch__.Kernels, x_TD: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor]) -> Tensor:
    scale = float(shape[4])
    n_TD = torch.rms_norm(x_TD, [x_TD.size(-1)], w[5], float(shape[3]))
    gate_TF = torch.silu(self.linear(n_TD, w[6], a[4], b[4], scale))
    up_TF = self.linear(n_TD, w[7], a[5], b[5], scale)
    return x_TD + self.linear(gate_TF * up_TF, w[8], a[6], b[6], scale)

  # Queries, keys and values of a layer, rotated.
  def project(self: __torch__.Kernels, x_TD: Tensor, cos: Tensor, sin: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    heads = int(shape[0])
    kv_heads = int(shape[1])
    width = int(shape[2])
    scale = float(shape[4])
    T = x_TD.size(0)
    n_TD = torch.rms_norm(x_TD, [x_TD.size(-1)], w[0], float(shape[3]))
    q_THC = self.linear(n_TD, w[1], a[0], b[0], scale).view([T, heads, width])
    k_TKC = self.linear(n_TD, w[2], a[1], b[1], scale).view([T, kv_heads, width])
    v_TKC = self.linear(n_TD, w[3], a[2], b[2], scale).view([T, kv_heads, width])
    return (self.rotate(q_THC, cos, sin), self.rotate(k_TKC, cos, sin), v_TKC)

  def layer(self: __torch__.Kernels, x_TD: Tensor, cos: Tensor, sin: Tensor, segments_S4: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor]) -> Tensor:
    q_THC, k_TKC, v_TKC = self.project(x_TD, cos, sin, shape, w, a, b)
    o = self.attention(q_THC, k_TKC, v_TKC, segments_S4)
    x_TD = x_TD + self.linear(o, w[4], a[3], b[3], float(shape[4]))
    return self.mlp(x_TD, shape, w, a, b)

  def gradients(self: __torch__.Kernels, y: Tensor, leaves: List[Tensor], dy: Tensor) -> List[Tensor]:
    seeds = annotate(List[Optional[Tensor]], [dy])
    out = annotate(List[Tensor], [])
    for g in torch.grad([y], leaves, seeds, False, False, False):
      if g is not None:
        out.append(g)
    return out

  # The layer with a graph for its backward pass. trains (int64, on the CPU): whether the input,
  # w and the low-rank factors get gradients. Answers [output, leaf, leaf, ...].
  def layer_train(self: __torch__.Kernels, x_TD: Tensor, cos: Tensor, sin: Tensor, segments_S4: Tensor, shape: Tensor, trains: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor]) -> List[Tensor]:
    leaves = annotate(List[Tensor], [])
    x_TD = x_TD.detach()
    if int(trains[0]) != 0:
      x_TD.requires_grad_(True)
      leaves.append(x_TD)
    wl = annotate(List[Tensor], [])
    for p in w:
      p = p.detach()
      if int(trains[1]) != 0:
        p.requires_grad_(True)
        leaves.append(p)
      wl.append(p)
    al = annotate(List[Tensor], [])
    bl = annotate(List[Tensor], [])
    for i in range(len(a)):
      pa = a[i].detach()
      pb = b[i].detach()
      if int(trains[2]) != 0 and pa.numel() > 0:
        pa.requires_grad_(True)
        pb.requires_grad_(True)
        leaves.append(pa)
        leaves.append(pb)
      al.append(pa)
      bl.append(pb)
    y_TD = self.layer(x_TD, cos, sin, segments_S4, shape, wl, al, bl)
    out = [y_TD]
    out.extend(leaves)
    return out

  # Gradients of the leaves, given the gradient of the output of layer_train.
  def layer_backward(self: __torch__.Kernels, dy_TD: Tensor, y_TD: Tensor, leaves: List[Tensor]) -> List[Tensor]:
    return self.gradients(y_TD, leaves, dy_TD)

  # As layer_train then layer_backward, for activation checkpointing.
  def layer_recompute(self: __torch__.Kernels, dy_TD: Tensor, x_TD: Tensor, cos: Tensor, sin: Tensor, segments_S4: Tensor, shape: Tensor, trains: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor]) -> List[Tensor]:
    kept = self.layer_train(x_TD, cos, sin, segments_S4, shape, trains, w, a, b)
    return self.layer_backward(dy_TD, kept[0], kept[1:])

  # One layer over new tokens at the end of a cache of keys and values (K, capacity, C).
  def layer_decode(self: __torch__.Kernels, x_TD: Tensor, cos: Tensor, sin: Tensor, k_cache: Tensor, v_cache: Tensor, past: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor]) -> Tensor:
    q_THC, k_TKC, v_TKC = self.project(x_TD, cos, sin, shape, w, a, b)
    start = int(past)
    T = x_TD.size(0)
    k_cache.narrow(1, start, T).copy_(k_TKC.transpose(0, 1))
    v_cache.narrow(1, start, T).copy_(v_TKC.transpose(0, 1))
    groups = q_THC.size(1) // k_TKC.size(1)
    q = q_THC.transpose(0, 1).unsqueeze(0)
    k = self.widen(k_cache.narrow(1, 0, start + T), groups).unsqueeze(0)
    v = self.widen(v_cache.narrow(1, 0, start + T), groups).unsqueeze(0)
    if start == 0:
      o = torch.scaled_dot_product_attention(q, k, v, None, 0., True)
    else:
      mask = torch.tril(torch.ones([T, start + T], dtype=11, device=q.device), start)
      o = torch.scaled_dot_product_attention(q, k, v, mask, 0., False)
    o_TD = o.squeeze(0).transpose(0, 1).reshape([T, q_THC.size(1) * q_THC.size(2)])
    x_TD = x_TD + self.linear(o_TD, w[4], a[3], b[3], float(shape[4]))
    return self.mlp(x_TD, shape, w, a, b)

  def embed(self: __torch__.Kernels, table_VD: Tensor, ids_T: Tensor) -> Tensor:
    return torch.index_select(table_VD, 0, ids_T)

  def embed_backward(self: __torch__.Kernels, table_VD: Tensor, ids_T: Tensor, dx_TD: Tensor) -> Tensor:
    return torch.zeros_like(table_VD).index_add_(0, ids_T, dx_TD)

  # Rows of the last layer's output that predict a token with loss.
  def rows(self: __torch__.Kernels, x_TD: Tensor, rows_N: Tensor) -> Tensor:
    return torch.index_select(x_TD, 0, rows_N)

  def rows_backward(self: __torch__.Kernels, x_TD: Tensor, rows_N: Tensor, dh_ND: Tensor) -> Tensor:
    return torch.zeros_like(x_TD).index_add_(0, rows_N, dh_ND)

  # So many rows at a time that their logits stay below 64 MiB in fp32.
  def chunk_rows(self: __torch__.Kernels, head_VD: Tensor) -> int:
    return max(16, 16777216 // head_VD.size(0))

  def logits(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, shape: Tensor) -> Tensor:
    return torch.linear(torch.rms_norm(h_ND, [h_ND.size(-1)], norm_D, float(shape[3])), head_VD)

  # log p(target) of each row, without ever holding the logits of all rows.
  def head_logprobs(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, targets_N: Tensor, shape: Tensor) -> Tensor:
    step = self.chunk_rows(head_VD)
    N = h_ND.size(0)
    parts = annotate(List[Tensor], [])
    for i in range((N + step - 1) // step):
      n = min(step, N - i * step)
      logits_NV = self.logits(h_ND.narrow(0, i * step, n), norm_D, head_VD, shape)
      chosen_N = torch.gather(logits_NV, 1, targets_N.narrow(0, i * step, n).unsqueeze(1)).squeeze(1)
      parts.append(chosen_N - torch.logsumexp(logits_NV, [1], False))
    return torch.cat(parts, 0)

  # With L = sum_n weight_n log p(target_n): d L / d logits_n = weight_n (onehot(target_n) - softmax_n).
  # Answers [log p, dL/dh], and with trains also [dL/dnorm, dL/dhead].
  def head_backward(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, targets_N: Tensor, weight_N: Tensor, shape: Tensor, trains: Tensor) -> List[Tensor]:
    step = self.chunk_rows(head_VD)
    N = h_ND.size(0)
    train = int(trains) != 0
    parts = annotate(List[Tensor], [])
    dparts = annotate(List[Tensor], [])
    dnorm_D = torch.zeros([0])
    dhead_VD = torch.zeros([0])
    if train:
      dnorm_D = torch.zeros_like(norm_D)
      dhead_VD = torch.zeros_like(head_VD)
    for i in range((N + step - 1) // step):
      n = min(step, N - i * step)
      h = h_ND.narrow(0, i * step, n).detach()
      h.requires_grad_(True)
      g = norm_D.detach()
      leaves = [h]
      if train:
        g.requires_grad_(True)
        leaves.append(g)
      x = torch.rms_norm(h, [h.size(-1)], g, float(shape[3]))
      xd = x.detach()
      targets = targets_N.narrow(0, i * step, n).unsqueeze(1)
      weight = weight_N.narrow(0, i * step, n).unsqueeze(1)
      logits_NV = torch.linear(xd, head_VD)
      lse = torch.logsumexp(logits_NV, [1], True)
      parts.append((torch.gather(logits_NV, 1, targets) - lse).squeeze(1))
      logits_NV.sub_(lse).exp_().mul_(-weight)
      logits_NV.scatter_add_(1, targets, weight)
      dx = torch.mm(logits_NV, head_VD)
      if train:
        dhead_VD.addmm_(logits_NV.t(), xd)
      grads = self.gradients(x, leaves, dx)
      dparts.append(grads[0])
      if train:
        dnorm_D.add_(grads[1])
    out = [torch.cat(parts, 0), torch.cat(dparts, 0)]
    if train:
      out.append(dnorm_D)
      out.append(dhead_VD)
    return out

  def add(self: __torch__.Kernels, into: List[Tensor], more: List[Tensor]) -> Tensor:
    torch._foreach_add_(into, more)
    return into[0]

  # Clips by the global L2 norm, as torch.nn.utils.clip_grad_norm_; answers the norm before.
  def clip(self: __torch__.Kernels, limit: Tensor, grads: List[Tensor]) -> Tensor:
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads), 0))
    if float(limit) > 0.:
      torch._foreach_mul_(grads, torch.clamp(torch.reciprocal(norm + 1e-6) * float(limit), None, 1.))
    return norm

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

  # AdamW over moments of a byte each: codes m and v, scales of their blocks, and the tables and
  # limits of both. A stretch at a time, so that no fp32 copy of a moment is ever held.
  def adamw_8bit(self: __torch__.Kernels, hyper: Tensor, tables: List[Tensor], p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], m_scale: List[Tensor], v_scale: List[Tensor]) -> Tensor:
    rate = float(hyper[0])
    beta1 = float(hyper[1])
    beta2 = float(hyper[2])
    first = 1. - beta1 ** float(hyper[5])
    second = 1. - beta2 ** float(hyper[5])
    stretch = 65536
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
        square = self.from_codes(v_code, v_max, tables[2]).mul_(beta2).addcmul_(grad, grad, value=1. - beta2)
        self.to_codes(mean, tables[1], m_code, m_max)
        self.to_codes(square, tables[3], v_code, v_max)
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
