
  # Large products by oneDNN; further methods of the class of kernels.py. On the CPU PyTorch gives those of
  # fp32 to MKL, which is 10 to 30% slower on AMD's processors (docs/performance.md).

  def suits(self: __torch__.Kernels, x: Tensor) -> bool:
    return x.dtype == 6 and x.device.type == "cpu" and x.size(0) >= 32

  # x @ w^T.
  def product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    if not self.suits(x):
      return torch.linear(x, w)
    return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "")

  # sum + x @ w^T; may overwrite sum.
  def product_added(self: __torch__.Kernels, sum: Tensor, x: Tensor, w: Tensor) -> Tensor:
    if not self.suits(x):
      return sum.addmm_(x, w.t())
    return ops.mkldnn._linear_pointwise(x, sum, w, None, "add")

  # How many rows row_product takes at a time, and their product. Between 2 and 15 rows of fp32 oneDNN's
  # bits do not differ (PagedForwardTest); from 16 on it copies the weight first.
  def rows_at_once(self: __torch__.Kernels, x: Tensor) -> int:
    most = 16
    if x.device.type != "cpu":
      most = 1073741824
    elif x.dtype == 6:
      most = 15
    return most

  def tile_product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    if x.device.type != "cpu":
      return torch.linear(x, w)
    if x.dtype != 6:
      return self.padded_product(x, w, 16)
    rows = x.size(0)
    if rows == 1:
      x = torch.cat([x, x], 0)
    return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "").narrow(0, 0, rows)

  # A copy of a weight in oneDNN's own order, for row_product only. 32: rows that it is laid out for.
  def pack(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(w, 32)

  def packed_product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    rows = x.size(0)
    if rows == 1:
      x = torch.cat([x, x], 0)
    return ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), "").narrow(0, 0, rows)

  # Whether the bits of a row's product with a packed weight are the same for any number of rows up to
  # those of x, which row_product takes at a time. They are not where oneDNN shares out the terms of a sum
  # among threads for some numbers of rows only.
  def packed_steadily(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    all = self.packed_product(x, w)
    steady = True
    for rows in [1, 2, 3, 8, 9, 15, 16, 17, 31, 32, 33, 48, 63]:
      if steady:
        steady = torch.equal(all.narrow(0, 0, rows), self.packed_product(x.narrow(0, 0, rows), w))
    return torch.tensor([steady])
