"""The ranking kernel beside Booster.predict, from bench/kernel.py."""

from __future__ import annotations

from bench.kernel import measure as measure_kernel
from bench.speed.row import Row
from bench.speed.stage import Stage


def measure(stage: Stage) -> list[Row]:
    """The slower of the usual and the large number of trees, both with numba; numpy is told beside."""
    shape = stage.size.shape
    counts = sorted({min(120, shape.trees), shape.trees})
    lines = [
        measure_kernel(trees, 200, 10_000, kernel, 2 * stage.size.rounds) for trees in counts for kernel in _KERNELS
    ]
    if not all(line["bit_equal"] for line in lines):
        raise RuntimeError("the kernel's scores are not those of LightGBM")
    told = [f"{line['trees']} trees {line['kernel']} {line['ratio']:.1f}x" for line in lines]
    slowest = min(line["ratio"] for line in lines if line["kernel"] == "numba")
    return [Row("ranking kernel to Booster.predict", slowest, "x", ">=", 2.0, "bit-equal; " + ", ".join(told))]


_KERNELS = ("numba", "numpy")
