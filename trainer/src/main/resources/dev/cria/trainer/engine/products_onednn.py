
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
