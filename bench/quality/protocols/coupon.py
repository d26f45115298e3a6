"""Coupons offered in a car: will this person, whom nobody knows by id, accept this coupon in this scene?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import polars as pl

from bench.quality.measures import Auc, Mean, Measure
from bench.quality.protocols import Metric, Protocol
from bench.quality.task import Round

FOLDS = 5
SCENE = ("destination", "passenger", "weather", "temperature_f", "time")
TRIP = ("coupon_expires", "drive_5min_or_more", "drive_15min_or_more", "drive_25min_or_more", "same_direction",
        "opposite_direction")  # fmt: skip


@dataclass(frozen=True)
class OfferTask:
    """Offers to learn from, with `accepted`, and offers to score, without; `accepted` (n,) and `profile` (n,) int
    (who has the same attributes) belong to the asked ones."""

    train: pl.DataFrame
    asked: pl.DataFrame
    accepted: np.ndarray
    profile: np.ndarray
    products: list[str]


class Coupon(Protocol):
    """Five folds of rows, stratified by outcome; in each round a fifth of the training rows chooses parameters.

    A row is one offer: product_id, context.* (the scene_ columns, and the trip's terms: when the coupon expires and
    how far the way is), attribute.* (the person's attributes and habits) and accepted. The set has no person ids,
    so every asked person is unknown by id; rows of people with the same attributes may stand on both sides, as in
    the published figures for this set (`coupon_unseen` keeps them apart).

    AUC is taken in each fold over the scores of the offered products, and averaged. NDCG@5 ranks the five products
    for each asked row by their score in that row, everything but product_id kept. Relevance is known for the
    offered product alone; rows that were not accepted therefore have no relevant product and are left out, and in
    an accepted row the offered product has gain 1 and the other four 0: the value is 1 / log2(1 + rank), ties at
    their mean rank. Which coupon is offered depends on the scene in this set, so a model that learns what is
    offered, instead of what is accepted when offered, scores higher without being better; see the references.
    Intervals are over persons with the same attributes.
    """

    title = "in-vehicle coupon, rows in folds"
    files = ("in_vehicle_coupon/offers.parquet",)
    k = 5
    metrics: ClassVar[dict[str, tuple[Metric, int]]] = {}
    reported = ("AUC", "NDCG@5")

    @classmethod
    def main(cls) -> str:
        return cls.reported[0]

    def rounds(self) -> Sequence[Round]:
        rows = _rows(pl.read_parquet(self.data / self.files[0]))
        profile = rows.select(pl.struct("^attribute\\..*$").rank("dense")).to_series().to_numpy() - 1
        groups = self.groups(rows, profile)
        fold = folds(groups, rows["accepted"].to_numpy())
        return [self._round(rows, profile, fold, test) for test in range(FOLDS)]

    def groups(self, rows: pl.DataFrame, profile: np.ndarray) -> np.ndarray:
        """What is kept together in a fold, (n,) int: here each row alone."""
        return np.arange(len(rows))

    def _round(self, rows: pl.DataFrame, profile: np.ndarray, fold: np.ndarray, test: int) -> Round:
        products = rows["product_id"].unique().sort().to_list()

        def task(train: np.ndarray, asked: np.ndarray) -> OfferTask:
            later = rows.filter(asked)
            return OfferTask(
                rows.filter(train), later.drop("accepted"), later["accepted"].to_numpy(), profile[asked], products
            )

        inner = (test + 1) % FOLDS
        validation = task((fold != test) & (fold != inner), fold == inner)
        return Round(validation=[validation], test=[task(fold != test, fold == test)])  # type: ignore[list-item]

    def answer(self, model: Any, task: Any) -> np.ndarray:
        """Scores of each product in each asked row, (n, n_products) float64, columns as `task.products`."""
        model.fit(task.train)
        columns = [model.score(task.asked.with_columns(product_id=pl.lit(product))) for product in task.products]
        return np.stack(columns, axis=1).astype(np.float64)

    def measures(self, tasks: Sequence[Any], answers: Sequence[np.ndarray]) -> dict[str, Measure]:
        scores = np.concatenate(answers)
        accepted = np.concatenate([task.accepted for task in tasks])
        profile = np.concatenate([task.profile for task in tasks])
        fold = np.repeat(np.arange(len(tasks)), [len(task.asked) for task in tasks])
        names = np.concatenate([task.asked["product_id"].to_numpy() for task in tasks])
        offered = np.searchsorted(tasks[0].products, names.astype(str))
        score = scores[np.arange(len(scores)), offered]
        ranks = 0.5 + (scores > score[:, None]).sum(axis=1) + (scores == score[:, None]).sum(axis=1) / 2
        gain = 1 / np.log2(1 + ranks)
        yes = accepted == 1
        return dict(
            zip(self.reported, (Auc(score, accepted, fold, profile), Mean(gain[yes], profile[yes])), strict=True)
        )


def _rows(offers: pl.DataFrame) -> pl.DataFrame:
    """One row an offer; all facts as strings, except the counts and degrees, which stay numbers."""
    context = {f"context.{name}": f"scene_{name}" for name in SCENE} | {f"context.{name}": name for name in TRIP}
    known = {*context.values(), "product", "accepted"}
    attributes = {f"attribute.{name}": name for name in offers.columns if name not in known}
    return offers.select(
        product_id=pl.col("product"),
        accepted=pl.col("accepted").cast(pl.Int8),
        **{name: pl.col(source) for name, source in (context | attributes).items()},
    ).with_columns(person_id=pl.format("p_{}", pl.int_range(pl.len())))


def folds(groups: np.ndarray, accepted: np.ndarray) -> np.ndarray:
    """A fold number for each row, (n,) int: groups stay whole, and are dealt in the order of their acceptance rate
    within a random order, so that each fold has nearly the same rate."""
    sizes = np.bincount(groups)
    rate = np.bincount(groups, accepted) / np.maximum(sizes, 1)
    shuffled = np.random.default_rng(5).permutation(len(sizes))
    dealt = shuffled[np.argsort(rate[shuffled], kind="stable")]
    fold = np.empty(len(sizes), int)
    fold[dealt] = np.arange(len(sizes)) % FOLDS
    return fold[groups]
