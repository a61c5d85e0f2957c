
  # Frozen weights that are stored in another type than they are computed in; further methods of the
  # class of kernels.py. B rows of a block, G blocks of NF4.

  def fill(self: __torch__.Kernels, target: Tensor, stored: Tensor) -> Tensor:
    return torch.copy_(target, stored)

  # A file from its beginning as one row of numbers, mapped: its pages are read when they are used and
  # can be dropped again, and writing changes a private copy. path: bytes of its name; layout (int64,
  # on the CPU): the type as PyTorch numbers them (0 byte, 1 int8, 5 half, 6 float, 15 bfloat16) and how
  # many numbers.
  def map_file(self: __torch__.Kernels, path: Tensor, layout: Tensor) -> Tensor:
    name = ""
    for i in range(path.size(0)):
      name = name + chr(int(path[i]))
    return torch.from_file(name, False, int(layout[1]), dtype=int(layout[0]))

  # Part of an array, seen as one row of numbers, with axes of its own. layout: where it begins, then the axes.
  def window(self: __torch__.Kernels, row: Tensor, layout: Tensor) -> Tensor:
    axes = annotate(List[int], [])
    size = 1
    for i in range(1, layout.size(0)):
      axes.append(int(layout[i]))
      size = size * int(layout[i])
    return torch.narrow(row.view([-1]), 0, int(layout[0]), size).view(axes)

  # layout: the type, then the axes. On the device of like.
  def allocate(self: __torch__.Kernels, like: Tensor, layout: Tensor) -> Tensor:
    axes = annotate(List[int], [])
    for i in range(1, layout.size(0)):
      axes.append(int(layout[i]))
    return torch.empty(axes, dtype=int(layout[0]), device=like.device)

  def convert(self: __torch__.Kernels, values: Tensor, dtype: Tensor) -> Tensor:
    return torch.to(values, int(dtype))

  # Rows of a head at a time, so that they and their logits take at most 64 MiB each in fp32.
  def block_rows(self: __torch__.Kernels, x_ND: Tensor) -> int:
    return max(64, 16777216 // max(x_ND.size(0), x_ND.size(1)))

  def logits_stored(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, shape: Tensor) -> Tensor:
    x_ND = self.norm(h_ND, norm_D, float(shape[3]))
    logits_NV = torch.empty([h_ND.size(0), head_VD.size(0)], dtype=6, device=h_ND.device)
    step = self.block_rows(h_ND)
    block_BD = torch.empty([step, head_VD.size(1)], dtype=x_ND.dtype, device=h_ND.device)
    for i in range((head_VD.size(0) + step - 1) // step):
      n = min(step, head_VD.size(0) - i * step)
      w_BD = torch.copy_(block_BD.narrow(0, 0, n), head_VD.narrow(0, i * step, n))
      torch.copy_(logits_NV.narrow(1, i * step, n), self.product(x_ND, w_BD))
    return logits_NV

  # log p(target) of each row and, if asked, its gradient by x: the row of the target less the mean
  # of all rows under the softmax. One pass over the vocabulary, with running maximum, sum and mean as
  # in Milakov and Gimelshein 2018 (arXiv:1805.02867) and Dao et al. 2022 (arXiv:2205.14135).
  def head_scan(self: __torch__.Kernels, x_ND: Tensor, head_VD: Tensor, targets_N: Tensor, shape: Tensor, differentiate: bool) -> Tuple[Tensor, Tensor]:
    N = x_ND.size(0)
    V = head_VD.size(0)
    step = min(V, self.block_rows(x_ND))
    stored = head_VD.dtype != x_ND.dtype
    if not stored:
      step = min(8192, step)
    highest_N1 = torch.full([N, 1], -1e38, dtype=6, device=x_ND.device)
    sum_N1 = torch.zeros([N, 1], dtype=6, device=x_ND.device)
    mean_ND = torch.zeros([0], dtype=6, device=x_ND.device)
    if differentiate:
      mean_ND = torch.zeros([N, x_ND.size(1)], dtype=6, device=x_ND.device)
    block_BD = head_VD
    if stored:
      block_BD = torch.empty([step, head_VD.size(1)], dtype=x_ND.dtype, device=x_ND.device)
    for i in range((V + step - 1) // step):
      n = min(step, V - i * step)
      w_BD = head_VD.narrow(0, i * step, n)
      if stored:
        w_BD = torch.copy_(block_BD.narrow(0, 0, n), w_BD)
      p_NB = torch.to(self.product(x_ND, w_BD), 6)
      higher_N1 = torch.maximum(highest_N1, torch.amax(p_NB, [1], True))
      shrink_N1 = torch.exp_(highest_N1 - higher_N1)
      p_NB.sub_(higher_N1).exp_()
      sum_N1.mul_(shrink_N1).add_(torch.sum(p_NB, [1], True))
      if differentiate:
        mean_ND.mul_(shrink_N1)
        w_BD = self.factor(w_BD, shape)
        if w_BD.dtype == 6:
          mean_ND = self.product_added(mean_ND, p_NB, w_BD.t())
        else:
          mean_ND.add_(torch.mm(torch.to(p_NB, w_BD.dtype), w_BD))
      highest_N1 = higher_N1
    target_ND = torch.to(torch.index_select(head_VD, 0, targets_N), 6)
    chosen_N1 = torch.sum(torch.mul(target_ND, x_ND), [1], True)
    logprobs_N = (chosen_N1 - highest_N1 - torch.log(sum_N1)).squeeze(1)
    if differentiate:
      target_ND.addcdiv_(mean_ND, sum_N1, value=-1.)
    return (logprobs_N, target_ND)

  # The normed input of the head, in the type of the products: fp32 with an fp32 head.
  def head_input(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, shape: Tensor) -> Tensor:
    if head_VD.dtype == 6:
      h_ND = h_ND.to(6)
    return self.norm(h_ND, norm_D, float(shape[3]))

  # log p(target) of each row.
  def head_logprobs(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, targets_N: Tensor, shape: Tensor) -> Tensor:
    x_ND = self.head_input(h_ND, norm_D, head_VD, shape)
    logprobs_N, _dx = self.head_scan(x_ND, head_VD, targets_N, shape, False)
    return logprobs_N

  # Of a head that is frozen: log p(target) of each row and its gradient by the head's input.
  def head_slopes(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, targets_N: Tensor, shape: Tensor) -> List[Tensor]:
    x_ND = self.head_input(h_ND, norm_D, head_VD, shape)
    logprobs_N, dx_ND = self.head_scan(x_ND, head_VD, targets_N, shape, True)
    return [logprobs_N, dx_ND]

  # What head_slopes answers (overwriting dx), for a loss of which weight_N is the slope by each log p:
  # as head_backward.
  def head_weighed(self: __torch__.Kernels, logprobs_N: Tensor, dx_ND: Tensor, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, weight_N: Tensor, shape: Tensor, trains_norm: Tensor) -> List[Tensor]:
    wants_norm = int(trains_norm) != 0
    dx_ND.mul_(weight_N.unsqueeze(1))
    if head_VD.dtype != 6:
      dx_ND = dx_ND.to(h_ND.dtype)
    dh_ND, dgain_D = self.norm_backward(dx_ND, h_ND, norm_D, float(shape[3]), wants_norm)
    out = [logprobs_N, dh_ND]
    if wants_norm:
      out.append(dgain_D)
    return out

  # LLM.int8 storage (Dettmers et al. 2022, arXiv:2208.07339, section 2.1): each row by its largest
  # magnitude. Answers codes (int8) and the scale of each row.
  def int8_quantize(self: __torch__.Kernels, w: Tensor) -> List[Tensor]:
    codes = torch.empty(w.size(), dtype=1, device=w.device)
    scale_R1 = torch.empty([w.size(0), 1], dtype=6, device=w.device)
    step = max(1, 1048576 // w.size(1))
    for i in range((w.size(0) + step - 1) // step):
      n = min(step, w.size(0) - i * step)
      block = torch.to(w.narrow(0, i * step, n), 6)
      s = torch.mul(torch.clamp(torch.amax(torch.abs(block), [1], True), 1e-30, None), 1. / 127.)
      torch.copy_(codes.narrow(0, i * step, n), torch.round(torch.div(block, s)))
      torch.copy_(scale_R1.narrow(0, i * step, n), s)
    return [codes, scale_R1]

  def int8_fill(self: __torch__.Kernels, target: Tensor, codes: Tensor, scale_R1: Tensor) -> Tensor:
    step = max(1, 65536 // codes.size(1))
    for i in range((codes.size(0) + step - 1) // step):
      n = min(step, codes.size(0) - i * step)
      torch.copy_(target.narrow(0, i * step, n), codes.narrow(0, i * step, n)).mul_(scale_R1.narrow(0, i * step, n))
    return target

  # NF4 with double quantisation (Dettmers et al. 2023, arXiv:2305.14314, section 3), laid out as by
  # bitsandbytes: blocks of 64 values by their largest magnitude, two codes in a byte, the first in the
  # upper half; the magnitudes less their mean, in blocks of 256, by codes of a byte.
  # limits, scale_limits: half way between neighbours of the tables of values and of magnitudes.
  # Answers codes [G, 32], codes of the magnitudes [G], their scales, and their mean [1].
  def nf4_quantize(self: __torch__.Kernels, w: Tensor, limits: Tensor, scale_limits: Tensor) -> List[Tensor]:
    w_N = w.view([-1])
    N = w_N.size(0)
    G = (N + 63) // 64
    codes_G32 = torch.empty([G, 32], dtype=0, device=w.device)
    magnitude_G = torch.empty([G], dtype=6, device=w.device)
    stretch = 16384
    for i in range((G + stretch - 1) // stretch):
      n = min(stretch, G - i * stretch)
      real = min(n * 64, N - i * stretch * 64)
      values = torch.to(w_N.narrow(0, i * stretch * 64, real), 6)
      if real < n * 64:
        values = torch.constant_pad_nd(values, [0, n * 64 - real], 0.)
      halves = torch.empty([n * 64], dtype=0, device=w.device)
      self.to_codes(values, limits, halves, magnitude_G.narrow(0, i * stretch, n))
      pairs_2 = halves.view([-1, 2])
      packed = torch.mul(torch.select(pairs_2, 1, 0), 16).add_(torch.select(pairs_2, 1, 1))
      torch.copy_(codes_G32.narrow(0, i * stretch, n), packed.view([n, 32]))
    mean = torch.mean(magnitude_G)
    S = (G + 255) // 256
    centred = torch.constant_pad_nd(magnitude_G - mean, [0, S * 256 - G], 0.)
    scales_S = torch.empty([S], dtype=6, device=w.device)
    magnitude_codes = torch.empty([S * 256], dtype=0, device=w.device)
    self.to_codes(centred, scale_limits, magnitude_codes, scales_S)
    return [codes_G32, magnitude_codes.narrow(0, 0, G).clone(), scales_S, mean.view([1])]

  # pairs: both values of each byte [256, 2], seen as one complex number, so that a single look-up copies
  # both. A stretch at a time, small enough to stay in the cache of a core.
  def nf4_fill(self: __torch__.Kernels, target: Tensor, codes_G32: Tensor, magnitude_codes_G: Tensor, scales_S: Tensor, mean_1: Tensor, pairs: Tensor, scale_table: Tensor) -> Tensor:
    out_N = target.view([-1])
    whole = out_N.size(0) // 64
    magnitude_G = torch.index_select(scale_table, 0, magnitude_codes_G.to(3))
    magnitude_G.mul_(torch.repeat_interleave(scales_S, 256, 0).narrow(0, 0, magnitude_G.size(0))).add_(mean_1)
    table = torch.view_as_complex(pairs)
    stretch = 1024
    index = torch.empty([stretch * 32], dtype=3, device=target.device)
    found = torch.empty([stretch * 32], dtype=9, device=target.device)
    G = codes_G32.size(0)
    for i in range((G + stretch - 1) // stretch):
      n = min(stretch, G - i * stretch)
      index_B = torch.copy_(index.narrow(0, 0, n * 32).view([n, 32]), codes_G32.narrow(0, i * stretch, n)).view([-1])
      found_B = found.narrow(0, 0, n * 32)
      torch.index_select(table, 0, index_B, out=found_B)
      values = torch.view_as_real(found_B).view([n, 64])
      magnitude = magnitude_G.narrow(0, i * stretch, n).unsqueeze(1)
      full = min(n, whole - i * stretch)
      if full == n:
        torch.mul(values, magnitude, out=out_N.narrow(0, i * stretch * 64, n * 64).view([n, 64]))
      else:
        rest = out_N.narrow(0, i * stretch * 64, out_N.size(0) - i * stretch * 64)
        torch.copy_(rest, torch.mul(values, magnitude).view([-1]).narrow(0, 0, rest.size(0)))
    return target
