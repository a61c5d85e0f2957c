
  # A student beside its teacher (Hinton et al. 2015, arXiv:1503.02531); further methods of the class of
  # kernels.py. M outcomes that both give a probability: all tokens; or, where only the teacher's likeliest
  # are known, those and the rest of the vocabulary together. K of the likeliest.
  #
  # how (float64, on the CPU): whether the divergence is Jensen and Shannon's, its share, the temperature.
  # teacher[]: rows of a model's last layer with its last norm, head and shape; or ids (int64) [N, K] of its
  # likeliest tokens, and their log-probabilities with that of all others behind them [N, K + 1].

  def row_dots(self: __torch__.Kernels, a_NM: Tensor, b_NM: Tensor) -> Tensor:
    return torch.bmm(a_NM.unsqueeze(1), b_NM.unsqueeze(2)).view([-1, 1])

  # Of a teacher's probabilities t and a student's s, given as logarithms, row by row: the divergence, KL(t|s),
  # and the gradient of the divergence by the student's logits, each the logarithm of s but for a constant.
  # A share of KL(t|s) and the rest of KL(s|t): share (s - t) + (1 - share) s (log(s/t) - KL(s|t)).
  # Jensen and Shannon's, generalised (Agarwal et al. 2023, arXiv:2306.13649, equation 1): with m = share t +
  # (1 - share) s, share KL(t|m) + (1 - share) KL(s|m); (1 - share) s (log(s/m) - KL(s|m)).
  # Overwrites lt, s with the probabilities, t and d, which holds the gradient.
  def divergence(self: __torch__.Kernels, ls_NM: Tensor, lt_NM: Tensor, s_NM: Tensor, t_NM: Tensor, d_NM: Tensor, how: Tensor) -> Tuple[Tensor, Tensor]:
    share = float(how[1])
    torch.exp(ls_NM, out=s_NM)
    torch.exp(lt_NM, out=t_NM)
    torch.sub(lt_NM, ls_NM, out=d_NM)
    forward_N1 = self.row_dots(t_NM, d_NM)
    if float(how[0]) != 0.:
      torch.mul(t_NM, share, out=d_NM).add_(s_NM, alpha=1. - share).clamp_min_(1e-38).log_()
      teacher_N1 = self.row_dots(t_NM, lt_NM.sub_(d_NM))
      torch.sub(ls_NM, d_NM, out=d_NM)
      student_N1 = self.row_dots(s_NM, d_NM)
      d_NM.sub_(student_N1).mul_(s_NM).mul_(1. - share)
      return (teacher_N1.mul_(share).add_(student_N1, alpha=1. - share), forward_N1)
    if share == 1.:
      torch.sub(s_NM, t_NM, out=d_NM)
      return (forward_N1.clone(), forward_N1)
    reverse_N1 = self.row_dots(s_NM, d_NM).neg_()
    d_NM.add_(reverse_N1).mul_(s_NM).mul_(share - 1.)
    t_NM.sub_(s_NM)
    d_NM.add_(t_NM, alpha=-share)
    return (reverse_N1.mul_(1. - share).add_(forward_N1, alpha=share), forward_N1)

  # x @ head^T into out, the head being stored in any type.
  def logits_of_head(self: __torch__.Kernels, out_NV: Tensor, x_ND: Tensor, head_VD: Tensor) -> Tensor:
    V = head_VD.size(0)
    step = min(self.stretch(), self.block_rows(x_ND))
    for i in range((V + step - 1) // step):
      n = min(step, V - i * step)
      w_BD = head_VD.narrow(0, i * step, n).to(x_ND.dtype)
      out_NV.narrow(1, i * step, n).copy_(self.product(x_ND, w_BD))
    return out_NV

  # p @ head, likewise.
  def head_mean(self: __torch__.Kernels, p_NV: Tensor, x_ND: Tensor, head_VD: Tensor, shape: Tensor) -> Tensor:
    V = head_VD.size(0)
    step = min(self.stretch(), self.block_rows(x_ND))
    mean_ND = torch.zeros(x_ND.size(), dtype=6, device=x_ND.device)
    for i in range((V + step - 1) // step):
      n = min(step, V - i * step)
      w_BD = self.factor(head_VD.narrow(0, i * step, n).to(x_ND.dtype), shape)
      p_NB = p_NV.narrow(1, i * step, n)
      if w_BD.dtype == 6:
        mean_ND = self.product_added(mean_ND, p_NB, w_BD.t())
      else:
        mean_ND.add_(torch.mm(torch.to(p_NB, w_BD.dtype), w_BD))
    return mean_ND

  # Logits of rows n of the last layer of a model; they begin at row first.
  def logits_of_rows(self: __torch__.Kernels, out_NV: Tensor, model: List[Tensor], first: int) -> Tensor:
    h_ND = model[0].narrow(0, first, out_NV.size(0))
    return self.logits_of_head(out_NV, self.head_input(h_ND, model[1], model[2], model[3]), model[2])

  # The student's logits z are given; teacher[] from row first on. Five arrays of the size of z, z the first of
  # them, are overwritten. Answers four numbers a row: log p(target), the divergence at the temperature,
  # KL(teacher|student) there, and whether both find the same token likeliest (1 or 0). Arrays 1 and 2 hold
  # the probabilities at a temperature of 1, and the gradient of the divergence by the logits.
  def beside_teacher(self: __torch__.Kernels, arrays: List[Tensor], targets_N: Tensor, how: Tensor, teacher: List[Tensor], first: int) -> Tensor:
    z_NV, p_NV, d_NV = arrays[0], arrays[1], arrays[2]
    n = z_NV.size(0)
    temperature = float(how[2])
    likeliest_N = torch.argmax(z_NV, 1)
    torch._log_softmax(z_NV, 1, False, out=p_NV)
    logp_N1 = torch.gather(p_NV, 1, targets_N.unsqueeze(1))
    torch._log_softmax(z_NV.mul_(1. / temperature), 1, False, out=z_NV)
    theirs_N = likeliest_N
    if len(teacher) > 2:
      y_NV = self.logits_of_rows(arrays[3], teacher, first)
      theirs_N = torch.argmax(y_NV, 1)
      torch._log_softmax(y_NV.mul_(1. / temperature), 1, False, out=y_NV)
      divergence_N1, forward_N1 = self.divergence(z_NV, y_NV, p_NV, arrays[4], d_NV, how)
    else:
      ids_NK = teacher[0].narrow(0, first, n)
      K = ids_NK.size(1)
      lt_NM = teacher[1].narrow(0, first, n).clone()
      theirs_N = ids_NK.select(1, 0)
      torch.exp(z_NV, out=d_NV).scatter_(1, ids_NK, 0.)
      rest_N1 = torch.sum(d_NV, [1], True).clamp_min_(1e-30)
      ls_NM = torch.cat([torch.gather(z_NV, 1, ids_NK), torch.log(rest_N1)], 1)
      g_NM = torch.empty_like(ls_NM)
      divergence_N1, forward_N1 = self.divergence(ls_NM, lt_NM, torch.empty_like(ls_NM), torch.empty_like(ls_NM), g_NM, how)
      d_NV.mul_(g_NM.narrow(1, K, 1).div(rest_N1)).scatter_(1, ids_NK, g_NM.narrow(1, 0, K))
      torch.exp(z_NV, out=p_NV)
    d_NV.mul_(1. / temperature)
    if temperature != 1.:
      torch._softmax(z_NV.mul_(temperature), 1, False, out=p_NV)
    alike_N1 = torch.eq(likeliest_N, theirs_N).to(6).unsqueeze(1)
    return torch.cat([logp_N1, divergence_N1, forward_N1, alike_N1], 1)

  # Five arrays [n, V] of scratch memory.
  def five_arrays(self: __torch__.Kernels, n: int, V: int, scratch: Tensor) -> List[Tensor]:
    arrays = annotate(List[Tensor], [])
    for i in range(5):
      arrays.append(scratch.narrow(0, i * n * V, n * V).view([n, V]))
    return arrays

  # The four numbers of beside_teacher for each row.
  def distill(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, targets_N: Tensor, shape: Tensor, how: Tensor, teacher: List[Tensor], scratch: Tensor) -> Tensor:
    N = h_ND.size(0)
    V = head_VD.size(0)
    step = self.chunk_rows(N, 5 * V, scratch)
    parts = annotate(List[Tensor], [])
    for i in range((N + step - 1) // step):
      n = min(step, N - i * step)
      arrays = self.five_arrays(n, V, scratch)
      self.logits_of_rows(arrays[0], [h_ND, norm_D, head_VD, shape], i * step)
      parts.append(self.beside_teacher(arrays, targets_N.narrow(0, i * step, n), how, teacher, i * step))
    return torch.cat(parts, 0)

  # Of L = sum_n a_n log p(target_n) + b_n divergence_n, a and b being the first columns of weights: with q = a p -
  # b dD/dz, dL/dx_n = a_n head[target_n] - sum_v q_nv head[v], dL/dhead[v] = sum_n (a_n onehot(target_n)[v] -
  # q_nv) x_n. trains (int64, on the CPU): whether the norm and the head do. Answers [the numbers, dL/dh, that of
  # the norm and that of the head as far as they train]. Rows at a time, so that all arrays fit into scratch.
  def distill_backward(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, targets_N: Tensor, weights_N4: Tensor, shape: Tensor, how: Tensor, teacher: List[Tensor], trains: Tensor, scratch: Tensor) -> List[Tensor]:
    N = h_ND.size(0)
    V = head_VD.size(0)
    step = self.chunk_rows(N, 5 * V, scratch)
    wants_norm = int(trains[0]) != 0
    wants_head = int(trains[1]) != 0
    parts = annotate(List[Tensor], [])
    dparts = annotate(List[Tensor], [])
    dnorm_D = torch.zeros(norm_D.size(), dtype=6, device=norm_D.device)
    dhead_VD = torch.empty([0])
    if wants_head:
      dhead_VD = torch.zeros_like(head_VD)
    for i in range((N + step - 1) // step):
      n = min(step, N - i * step)
      arrays = self.five_arrays(n, V, scratch)
      h = h_ND.narrow(0, i * step, n)
      if head_VD.dtype == 6:
        h = h.to(6)
      x_ND = self.norm(h, norm_D, float(shape[3]))
      targets = targets_N.narrow(0, i * step, n)
      a_N1 = weights_N4.narrow(0, i * step, n).narrow(1, 0, 1)
      b_N1 = weights_N4.narrow(0, i * step, n).narrow(1, 1, 1)
      self.logits_of_head(arrays[0], x_ND, head_VD)
      parts.append(self.beside_teacher(arrays, targets, how, teacher, i * step))
      q_NV = arrays[1].mul_(a_N1).sub_(arrays[2].mul_(b_N1))
      dx_ND = torch.to(torch.index_select(head_VD, 0, targets), 6).mul_(a_N1)
      if wants_head:
        dx_ND.sub_(self.head_products(q_NV, x_ND, head_VD, dhead_VD, shape))
        dhead_VD.index_add_(0, targets, x_ND * a_N1)
      else:
        dx_ND.sub_(self.head_mean(q_NV, x_ND, head_VD, shape))
      dh_ND, dgain_D = self.norm_backward(dx_ND.to(x_ND.dtype), h, norm_D, float(shape[3]), wants_norm)
      dparts.append(dh_ND)
      if wants_norm:
        dnorm_D.add_(dgain_D)
    out = [torch.cat(parts, 0), torch.cat(dparts, 0)]
    if wants_norm:
      out.append(dnorm_D)
    if wants_head:
      out.append(dhead_VD)
    return out

  # The K likeliest tokens of each row (int64) [N, K], the likeliest first, and their log-probabilities at a
  # temperature with that of all others together [N, K + 1]. layout (float64, on the CPU): K, the temperature.
  def likeliest(self: __torch__.Kernels, h_ND: Tensor, norm_D: Tensor, head_VD: Tensor, shape: Tensor, layout: Tensor, scratch: Tensor) -> List[Tensor]:
    N = h_ND.size(0)
    V = head_VD.size(0)
    step = self.chunk_rows(N, 5 * V, scratch)
    ids = annotate(List[Tensor], [])
    logps = annotate(List[Tensor], [])
    for i in range((N + step - 1) // step):
      n = min(step, N - i * step)
      arrays = self.five_arrays(n, V, scratch)
      z_NV = self.logits_of_rows(arrays[0], [h_ND, norm_D, head_VD, shape], i * step)
      torch._log_softmax(z_NV.mul_(1. / float(layout[1])), 1, False, out=z_NV)
      logp_NK, ids_NK = torch.topk(z_NV, int(layout[0]), 1, True, True)
      rest_N1 = torch.sum(z_NV.exp_().scatter_(1, ids_NK, 0.), [1], True)
      ids.append(ids_NK)
      logps.append(torch.cat([logp_NK, torch.log(rest_N1.clamp_min_(1e-30))], 1))
    return [torch.cat(ids, 0), torch.cat(logps, 0)]
