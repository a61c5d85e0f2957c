
  # Large products where PyTorch comes without oneDNN; further methods of the class of kernels.py.

  # x @ w^T.
  def product(self: __torch__.Kernels, x: Tensor, w: Tensor) -> Tensor:
    return torch.linear(x, w)

  # sum + x @ w^T; may overwrite sum.
  def product_added(self: __torch__.Kernels, sum: Tensor, x: Tensor, w: Tensor) -> Tensor:
    return sum.addmm_(x, w.t())
