"""Acceptance rate of each product, and of each product in each destination and hour, smoothed towards it."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from bench.quality.peers import OfferPeer, product_of

SCENE = ["context.destination", "context.passenger", "context.time"]


class OffersPopular(OfferPeer):
    """The product's acceptance rate in training."""

    name = "popular"

    def fit(self, rows: pl.DataFrame) -> None:
        self.rates = rows.group_by("product_id").agg(rate=pl.col("accepted").mean())

    def score(self, rows: pl.DataFrame) -> np.ndarray:
        found = rows.select("product_id").join(self.rates, on="product_id", how="left", maintain_order="left")
        return found["rate"].fill_null(0.0).to_numpy()


class OffersPopularInScene(OffersPopular):
    """The product's acceptance rate in the scene, with `prior` offers at the product's own rate."""

    name = "popular in scene"

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        return product_of(prior=[3, 10, 30, 100])

    def fit(self, rows: pl.DataFrame) -> None:
        super().fit(rows)
        counted = rows.group_by("product_id", *SCENE).agg(yes=pl.col("accepted").sum(), offers=pl.len())
        smoothed = (pl.col("yes") + self.parameters["prior"] * pl.col("rate")) / (
            pl.col("offers") + self.parameters["prior"]
        )
        self.scene = counted.join(self.rates, on="product_id").with_columns(in_scene=smoothed).drop("rate")

    def score(self, rows: pl.DataFrame) -> np.ndarray:
        keys = ["product_id", *SCENE]
        found = rows.select(keys).join(self.scene, on=keys, how="left", maintain_order="left")
        return found["in_scene"].fill_null(pl.Series(super().score(rows))).to_numpy()
