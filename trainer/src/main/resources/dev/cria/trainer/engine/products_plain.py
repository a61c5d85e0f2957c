
  # Large products where PyTorch comes without oneDNN; further methods of the class of kernels.py.

  # x @ w^T.
  def product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    return torch.linear(x, w)

  # sum + x @ w^T; may overwrite sum.
  def product_added(self: __torch__.Kernels, sum: Tensor, x: Tensor, w: Tensor) -> Tensor:
    return sum.addmm_(x, w.t())

  # How many rows row_product takes at a time, and their product.
  def rows_at_once(self: __torch__.Kernels, x: Tensor) -> int:
    most = 16
    if x.device.type != "cpu":
      most = 1073741824
    return most

  def tile_product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    if x.device.type != "cpu":
      return torch.linear(x, w)
    return self.padded_product(x, w, 16)

  def packed_product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    return torch.linear(x, w)
