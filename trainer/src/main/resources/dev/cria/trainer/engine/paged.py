
  # Generation: tokens of many texts at once, whose keys and values lie in pages; further methods of the
  # class of kernels.py. P pages of S tokens each, T tokens of this step, one row each, A adapters.
  #
  # The bits of a row's result depend on nothing but the row and what it attends to: not on how many
  # other rows there are. For that, products take 2 to 15 rows at a time, between which oneDNN's results
  # do not differ (PagedForwardTest), or up to 64 of weights that are packed_steadily; G counts query heads rounded up to a multiple of 4, so that batched products have a
  # number of rows between which MKL's do not differ; and what a row takes from each page is computed
  # alone and added up in the order of the pages.

  # x @ w^T, row by row the same for any number of rows; w may be packed.
  def row_product(self: __torch__.Kernels, x_TI: Tensor, w_OI: Tensor) -> Tensor:
    T = x_TI.size(0)
    most = self.rows_at_once(x_TI)
    if w_OI.is_mkldnn:
      most = 64
    tiles = (T + most - 1) // most
    if tiles == 1:
      return self.any_product(x_TI, w_OI)
    y_TO = torch.empty([T, w_OI.size(0)], dtype=x_TI.dtype, device=x_TI.device)
    for i in range(tiles):
      start = T * i // tiles
      length = T * (i + 1) // tiles - start
      y_TO.narrow(0, start, length).copy_(self.any_product(x_TI.narrow(0, start, length), w_OI))
    return y_TO

  def any_product(self: __torch__.Kernels, x_TI: Tensor, w_OI: Tensor) -> Tensor:
    if w_OI.is_mkldnn:
      return self.packed_product(x_TI, w_OI)
    return self.tile_product(x_TI, w_OI)

  # The product of rows that are made up to a fixed number.
  def padded_product(self: __torch__.Kernels, x_TI: Tensor, w_OI: Tensor, rows: int) -> Tensor:
    T = x_TI.size(0)
    return torch.linear(torch.constant_pad_nd(x_TI, [0, 0, 0, rows - T], 0.), w_OI).narrow(0, 0, T)

  # A linear module with the adapter of each row. adapters_N3: which, first row, number of rows. a, b:
  # factors of all adapters, seven each; d: with DoRA what each output is multiplied with, else empty.
  def row_linear(self: __torch__.Kernels, x_TI: Tensor, j: int, adapters_N3: Tensor, scales_A: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> Tensor:
    y_TO = self.row_product(x_TI, w[self.weight_of(j)])
    for n in range(adapters_N3.size(0)):
      at = int(adapters_N3[n, 0])
      i = at * 7 + j
      if a[i].numel() > 0:
        start = int(adapters_N3[n, 1])
        length = int(adapters_N3[n, 2])
        y = y_TO.narrow(0, start, length)
        u = self.row_product(x_TI.narrow(0, start, length), a[i].to(x_TI.dtype))
        y.add_(self.row_product(u, b[i].to(x_TI.dtype)).mul_(float(scales_A[at])))
        if d[i].numel() > 0:
          y.mul_(d[i].to(x_TI.dtype))
    return y_TO

  # Scores of M rows for every page [R, K, M, S]. visible: how many tokens of a page a row sees, if masked.
  def page_scores(self: __torch__.Kernels, q_RKMC: Tensor, k_RKSC: Tensor, visible_RM: Tensor, masked: bool) -> Tensor:
    R, K, S = k_RKSC.size(0), k_RKSC.size(1), k_RKSC.size(2)
    M = q_RKMC.size(2)
    q = q_RKMC.reshape([R * K, M, -1])
    s = torch.bmm(q, k_RKSC.reshape([R * K, S, -1]).transpose(1, 2)).to(6).view([R, K, M, S])
    s.mul_(float(q_RKMC.size(-1)) ** -0.5)
    if masked:
      hidden = torch.arange(S, device=s.device).ge(visible_RM.unsqueeze(-1))
      s.masked_fill_(hidden.unsqueeze(1), float("-inf"))
    return s

  # Weighted values of every page [R, K, M, C].
  def page_values(self: __torch__.Kernels, p_RKMS: Tensor, v_RKSC: Tensor) -> Tensor:
    R, K, M, S = p_RKMS.size(0), p_RKMS.size(1), p_RKMS.size(2), p_RKMS.size(3)
    o = torch.bmm(p_RKMS.to(v_RKSC.dtype).view([R * K, M, S]), v_RKSC.reshape([R * K, S, -1]))
    return o.to(6).view([R, K, M, -1])

  # Attention of rows to pages. blocks_B5: first page, number of pages (that lie one after another),
  # first row, number of rows, all of which attend to all of the pages, and, of a single page that
  # rows see a part of, the position where it begins, else -1. singles_N3: a page, the only row that
  # attends to it, and the position where it begins; runs_R2: first page and number of singles whose
  # pages lie one after another; rows_U: the rows that have singles; places_UJ: where in singles those
  # of each of these rows stand, rising with their positions, filled up with N. A row's blocks come in
  # the order of its positions, and before its singles.
  def page_attention(self: __torch__.Kernels, q_THC: Tensor, k_PKSC: Tensor, v_PKSC: Tensor, positions_T: Tensor, blocks_B5: Tensor, singles_N3: Tensor, runs_R2: Tensor, rows_U: Tensor, places_UJ: Tensor) -> Tensor:
    T = q_THC.size(0)
    K = k_PKSC.size(1)
    C = k_PKSC.size(3)
    real = q_THC.size(1) // K
    # PyTorch multiplies less than 400 numbers in loops of its own, which round otherwise.
    least = (400 + k_PKSC.size(2) * C - 1) // (k_PKSC.size(2) * C)
    G = (max(real, least) + 3) // 4 * 4
    q_KTGC = torch.constant_pad_nd(q_THC.view([T, K, real, C]).transpose(0, 1), [0, 0, 0, G - real], 0.).contiguous()
    highest_KTG = torch.full([K, T, G], float("-inf"), dtype=6, device=q_THC.device)
    scores = annotate(List[Tensor], [])
    for e in range(blocks_B5.size(0)):
      first, pages, row, rows, start = int(blocks_B5[e, 0]), int(blocks_B5[e, 1]), int(blocks_B5[e, 2]), int(blocks_B5[e, 3]), int(blocks_B5[e, 4])
      q = q_KTGC.narrow(1, row, rows).reshape([1, K, rows * G, C]).expand([pages, K, rows * G, C])
      visible = positions_T
      if start >= 0:
        visible = torch.repeat_interleave(positions_T.narrow(0, row, rows) - (start - 1), G, 0).unsqueeze(0)
      s = self.page_scores(q, k_PKSC.narrow(0, first, pages), visible, start >= 0)
      scores.append(s)
      h = highest_KTG.narrow(1, row, rows)
      h.copy_(torch.maximum(h, torch.amax(s, [0, 3]).view([K, rows, G])))
    N = singles_N3.size(0)
    J = places_UJ.size(1)
    rows_N = singles_N3.select(1, 1)
    s_NKGS = highest_KTG
    if N > 0:
      q_NKGC = torch.index_select(q_KTGC, 1, rows_N).transpose(0, 1)
      visible_N1 = (torch.index_select(positions_T, 0, rows_N) - singles_N3.select(1, 2) + 1).unsqueeze(1)
      found = annotate(List[Tensor], [])
      at = 0
      for r in range(runs_R2.size(0)):
        pages = int(runs_R2[r, 1])
        found.append(self.page_scores(q_NKGC.narrow(0, at, pages), k_PKSC.narrow(0, int(runs_R2[r, 0]), pages), visible_N1.narrow(0, at, pages), True))
        at = at + pages
      s_NKGS = torch.cat(found, 0)
      top_NKG = torch.constant_pad_nd(torch.amax(s_NKGS, [3]), [0, 0, 0, 0, 0, 1], float("-inf"))
      highest_UKG = torch.index_select(highest_KTG, 1, rows_U).transpose(0, 1)
      for j in range(J):
        highest_UKG = torch.maximum(highest_UKG, torch.index_select(top_NKG, 0, places_UJ.select(1, j)))
      highest_KTG.index_copy_(1, rows_U, highest_UKG.transpose(0, 1))
    sum_KTG = torch.zeros([K, T, G], dtype=6, device=q_THC.device)
    o_KTGC = torch.zeros([K, T, G, C], dtype=6, device=q_THC.device)
    for e in range(blocks_B5.size(0)):
      first, pages, row, rows = int(blocks_B5[e, 0]), int(blocks_B5[e, 1]), int(blocks_B5[e, 2]), int(blocks_B5[e, 3])
      h = highest_KTG.narrow(1, row, rows).reshape([1, K, rows * G, 1])
      p = scores[e].sub_(h).exp_()
      sums = torch.sum(p, [3]).view([pages, K, rows, G])
      o = self.page_values(p, v_PKSC.narrow(0, first, pages)).view([pages, K, rows, G, C])
      for i in range(pages):
        sum_KTG.narrow(1, row, rows).add_(sums.select(0, i))
        o_KTGC.narrow(1, row, rows).add_(o.select(0, i))
    if N > 0:
      p_NKGS = s_NKGS.sub_(torch.index_select(highest_KTG, 1, rows_N).transpose(0, 1).unsqueeze(-1)).exp_()
      parts = annotate(List[Tensor], [])
      at = 0
      for r in range(runs_R2.size(0)):
        pages = int(runs_R2[r, 1])
        parts.append(self.page_values(p_NKGS.narrow(0, at, pages), v_PKSC.narrow(0, int(runs_R2[r, 0]), pages)))
        at = at + pages
      # What stands at N adds nothing.
      o_NKGC = torch.constant_pad_nd(torch.cat(parts, 0), [0, 0, 0, 0, 0, 0, 0, 1], 0.)
      sum_NKG = torch.constant_pad_nd(torch.sum(p_NKGS, [3]), [0, 0, 0, 0, 0, 1], 0.)
      sum_UKG = torch.index_select(sum_KTG, 1, rows_U).transpose(0, 1)
      o_UKGC = torch.index_select(o_KTGC, 1, rows_U).transpose(0, 1)
      for j in range(J):
        sum_UKG.add_(torch.index_select(sum_NKG, 0, places_UJ.select(1, j)))
        o_UKGC.add_(torch.index_select(o_NKGC, 0, places_UJ.select(1, j)))
      sum_KTG.index_copy_(1, rows_U, sum_UKG.transpose(0, 1))
      o_KTGC.index_copy_(1, rows_U, o_UKGC.transpose(0, 1))
    o_KTGC.div_(sum_KTG.unsqueeze(-1))
    return o_KTGC.narrow(2, 0, real).transpose(0, 1).reshape([T, K * real * C]).to(q_THC.dtype)

  # One layer over the rows of a step, whose keys and values go into slots_T (page * S + place) of the
  # layer's pages. shape: as for the other layers. keep_V: rows of which
  # the output is wanted, rising, or empty for all.
  def layer_paged(self: __torch__.Kernels, x_TD: Tensor, cos: Tensor, sin: Tensor, k_PKSC: Tensor, v_PKSC: Tensor, slots_T: Tensor, positions_T: Tensor, blocks_B5: Tensor, singles_N3: Tensor, runs_R2: Tensor, rows_U: Tensor, places_UJ: Tensor, keep_V: Tensor, adapters_N3: Tensor, scales_A: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor], b: List[Tensor], d: List[Tensor]) -> Tensor:
    w = self.computed(x_TD, w)
    H, K, C = int(shape[0]), int(shape[1]), int(shape[2])
    T = x_TD.size(0)
    S = k_PKSC.size(2)
    n_TD = self.norm(x_TD, w[0], float(shape[3]))
    q_THC = self.rotate(self.row_linear(n_TD, 0, adapters_N3, scales_A, w, a, b, d).view([T, H, C]), cos, sin)
    k_TKC = self.rotate(self.row_linear(n_TD, 1, adapters_N3, scales_A, w, a, b, d).view([T, K, C]), cos, sin)
    v_TKC = self.row_linear(n_TD, 2, adapters_N3, scales_A, w, a, b, d).view([T, K, C])
    page_T = torch.floor_divide(slots_T, S)
    place_T = torch.remainder(slots_T, S)
    k_PKSC.transpose(1, 2).index_put_([page_T, place_T], k_TKC)
    v_PKSC.transpose(1, 2).index_put_([page_T, place_T], v_TKC)
    o_TD = self.page_attention(q_THC, k_PKSC, v_PKSC, positions_T, blocks_B5, singles_N3, runs_R2, rows_U, places_UJ)
    o_TD = self.kept(o_TD, keep_V)
    x_TD = self.kept(x_TD, keep_V)
    if keep_V.numel() > 0:
      # Adapters of the rows that remain are found by their new places.
      adapters_N3 = self.kept_adapters(adapters_N3, keep_V)
    x_TD = self.row_linear(o_TD, 3, adapters_N3, scales_A, w, a, b, d).add_(x_TD)
    n_TD = self.norm(x_TD, w[5], float(shape[3]))
    gate_TF = self.row_linear(n_TD, 4, adapters_N3, scales_A, w, a, b, d)
    up_TF = self.row_linear(n_TD, 5, adapters_N3, scales_A, w, a, b, d)
    return self.row_linear(torch.silu(gate_TF).mul_(up_TF), 6, adapters_N3, scales_A, w, a, b, d).add_(x_TD)

  def kept_adapters(self: __torch__.Kernels, adapters_N3: Tensor, keep_V: Tensor) -> Tensor:
    out = torch.empty_like(adapters_N3)
    for n in range(adapters_N3.size(0)):
      start = int(adapters_N3[n, 1])
      end = start + int(adapters_N3[n, 2])
      before = int(torch.sum(keep_V.lt(start)))
      out.select(0, n).copy_(adapters_N3.select(0, n))
      out.select(0, n).narrow(0, 1, 1).fill_(before)
      out.select(0, n).narrow(0, 2, 1).fill_(int(torch.sum(keep_V.lt(end))) - before)
    return out

  # Logits [T, V] in fp32, in memory of which room has enough unless the head is packed. Else the head a few megabytes at a time, which
  # stay in the cache for all rows.
  def logits_paged(self: __torch__.Kernels, h_TD: Tensor, norm_D: Tensor, head_VD: Tensor, shape: Tensor, room: Tensor) -> Tensor:
    V = head_VD.size(0)
    x_TD = self.norm(h_TD, norm_D, float(shape[3]))
    if head_VD.is_mkldnn:
      return self.row_product(x_TD, head_VD)
    logits_TV = room.narrow(0, 0, h_TD.size(0) * V).view([h_TD.size(0), V])
    step = max(64, 3145728 // head_VD.size(1))
    block_BD = head_VD
    if head_VD.dtype != x_TD.dtype:
      block_BD = torch.empty([step, head_VD.size(1)], dtype=x_TD.dtype, device=x_TD.device)
    for i in range((V + step - 1) // step):
      n = min(step, V - i * step)
      w_BD = head_VD.narrow(0, i * step, n)
      if head_VD.dtype != x_TD.dtype:
        w_BD = torch.copy_(block_BD.narrow(0, 0, n), w_BD)
      logits_TV.narrow(1, i * step, n).copy_(self.row_product(x_TD, w_BD))
    return logits_TV

  # log of the sum of the exponentials of each row, one at a time: how a sum is shared out among threads
  # depends on how many rows there are.
  def log_sums(self: __torch__.Kernels, logits_TV: Tensor) -> Tensor:
    out_T = torch.empty([logits_TV.size(0)], dtype=6, device=logits_TV.device)
    for i in range(logits_TV.size(0)):
      out_T.select(0, i).copy_(torch.logsumexp(logits_TV.select(0, i), [0], False))
    return out_T

  # Probabilities at a temperature of each row, written over the logits.
  def probabilities(self: __torch__.Kernels, logits_TV: Tensor, temperatures_T: Tensor) -> Tensor:
    logits_TV.div_(temperatures_T.unsqueeze(1))
    return torch._softmax(logits_TV, 1, False, out=logits_TV)

  # A page of every layer, keys and values: copied to another, or cleared.
  def page_copy(self: __torch__.Kernels, pages: List[Tensor], fromto: Tensor) -> Tensor:
    for i in range(len(pages)):
      pages[i].select(0, int(fromto[1])).copy_(pages[i].select(0, int(fromto[0])))
    return pages[0]

  def page_clear(self: __torch__.Kernels, pages: List[Tensor], page: Tensor) -> Tensor:
    for i in range(len(pages)):
      pages[i].select(0, int(page)).zero_()
    return pages[0]

  # Rows of a table.
  def take_rows(self: __torch__.Kernels, table: Tensor, rows_T: Tensor) -> Tensor:
    return torch.index_select(table, 0, rows_T)

  def join_rows(self: __torch__.Kernels, above: Tensor, below: Tensor) -> Tensor:
    return torch.cat([above, below], 0)
