"""The ranking kernel beside LightGBM's own prediction: the same model, the same rows, the same bits, paired times.

One call ranks the candidates of one request. LightGBM gets the feature matrix ready made. The kernel's time holds the
request's masks and the candidates' scores; the masks of the products are made once, as when a bundle is published.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict, dataclass
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy and LightGBM read it

import lightgbm
import numpy as np

from bench.paired import paired
from slotwise.rankers.examples import RankingExamples
from slotwise.rankers.lambdamart import fit
from slotwise.rankers.lambdamart_config import LambdaMartConfig
from slotwise.rankers.layout import Layout
from slotwise.rankers.trees import CompiledTrees

LAYOUT = Layout(request=15, product=10, match=15)
REQUESTS = 20


@dataclass(frozen=True)
class Work:
    """One model, a catalogue's product masks and some requests, as both sides see them."""

    booster: Any
    trees: CompiledTrees
    product_masks: np.ndarray
    matrices: list[np.ndarray]
    rows: list[np.ndarray]

    def predict(self, call: int) -> np.ndarray:
        """LightGBM, one thread."""
        return self.booster.predict(self.matrices[call], raw_score=True, num_threads=1)

    def score(self, call: int) -> np.ndarray:
        """The kernel, from the request's features to the scores."""
        matrix = self.matrices[call]
        request, match = matrix[0, : LAYOUT.request], matrix[:, LAYOUT.request + LAYOUT.product :]
        return self.trees.score(
            self.trees.request_masks(request[np.newaxis]), self.product_masks, match, self.rows[call]
        )


def random_rows(rows: int, random: np.random.Generator) -> np.ndarray:
    """float32 (rows, 40): amounts, counts and shares with holes, as features have them."""
    matrix = random.normal(size=(rows, sum(LAYOUT))).astype(np.float32)
    matrix[:, 1::4] = np.round(np.exp(matrix[:, 1::4] + 1))
    matrix[:, 2::4][random.random(matrix[:, 2::4].shape) < 0.15] = np.nan
    return matrix


def train(trees: int, seed: int = 0) -> str:
    """The text of a LambdaMART model of so many trees with 31 leaves, fitted on 1,500 lists of 20."""
    random = np.random.default_rng(seed)
    matrix = random_rows(30_000, random)
    appeal = np.tanh(np.nan_to_num(matrix)) @ random.normal(size=matrix.shape[1]) + random.normal(size=len(matrix))
    examples = RankingExamples(
        matrix=matrix,
        labels=(appeal > 2).astype(np.int32),
        groups=np.full(1_500, 20, np.int32),
        feature_names=tuple(f"feature_{column}" for column in range(matrix.shape[1])),
    )
    return fit(examples, LambdaMartConfig(trees=trees, leaves=31, min_data_in_leaf=20)).text


def prepare(trees: int, candidates: int, products: int, kernel: str, seed: int = 1) -> Work:
    """Everything that is ready before a request arrives, and the requests."""
    random, text = np.random.default_rng(seed), train(trees)
    compiled = CompiledTrees.from_text(text, LAYOUT, kernel)
    catalogue = random_rows(products, random)[:, LAYOUT.request : LAYOUT.request + LAYOUT.product]
    rows = [random.integers(0, products, candidates) for _ in range(REQUESTS)]
    matrices = [random_rows(candidates, random) for _ in rows]
    for matrix, chosen in zip(matrices, rows, strict=True):
        matrix[:, : LAYOUT.request] = matrix[0, : LAYOUT.request]
        matrix[:, LAYOUT.request : LAYOUT.request + LAYOUT.product] = catalogue[chosen]
    booster = lightgbm.Booster(model_str=text)
    return Work(booster, compiled, compiled.product_masks(catalogue), matrices, rows)


def measure(trees: int, candidates: int, products: int, kernel: str, rounds: int) -> dict[str, Any]:
    """One line of the table; `bit_equal` compares every score of every request."""
    work = prepare(trees, candidates, products, kernel)
    equal = all(work.predict(call).tobytes() == work.score(call).tobytes() for call in range(REQUESTS))
    times = asdict(paired(work.predict, work.score, rounds, REQUESTS))
    return {"kernel": kernel, "trees": trees, "candidates": candidates, "bit_equal": equal, **times}


def table(lines: list[dict[str, Any]]) -> str:
    """The lines for people."""
    head = "kernel   trees  candidates  LightGBM us  kernel us   ratio  quartiles    bits"
    body = [
        f"{line['kernel']:<7}{line['trees']:>7}{line['candidates']:>12}{line['first_us']:>13.0f}{line['second_us']:>11.1f}"
        f"{line['ratio']:>8.1f}  {line['ratio_low']:4.1f} - {line['ratio_high']:4.1f}"
        f"  {'equal' if line['bit_equal'] else 'DIFFER'}"
        for line in lines
    ]
    return "\n".join([head, *body])


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or JSON; status 1 when any bit differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.kernel", description=__doc__)
    parser.add_argument("--trees", type=int, nargs="+", default=[120, 300], help="models to measure")
    parser.add_argument("--candidates", type=int, default=200)
    parser.add_argument("--products", type=int, default=10_000, help="products in the catalogue")
    parser.add_argument("--rounds", type=int, default=15, help="rounds of A B, 20 requests each")
    parser.add_argument("--json", action="store_true", help="one JSON list instead of the table")
    options = parser.parse_args(arguments)
    lines = [
        measure(trees, options.candidates, options.products, kernel, options.rounds)
        for trees in options.trees
        for kernel in ("numba", "numpy")
    ]
    print(json.dumps(lines) if options.json else table(lines))
    return 0 if all(line["bit_equal"] for line in lines) else 1


if __name__ == "__main__":
    raise SystemExit(main())
