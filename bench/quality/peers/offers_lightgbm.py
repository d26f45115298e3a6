"""LightGBM on all columns of the offers, and a reference that shows what the choice of offers gives away."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from bench.quality.peers import SEED, OfferPeer, product_of
from bench.quality.peers.offer_columns import Columns


class OffersLightgbm(OfferPeer):
    """A binary classifier of acceptance; `native` treats the columns as categories, else as ordered numbers."""

    name = "LightGBM, all columns"

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        return product_of(num_leaves=[15, 31, 63], n_estimators=[150, 400], learning_rate=[0.05], native=[True, False])

    def _target(self, rows: pl.DataFrame) -> dict[str, Any]:
        return {"y": rows["accepted"].to_numpy()}

    def fit(self, rows: pl.DataFrame) -> None:
        from lightgbm import LGBMClassifier

        settings = {name: value for name, value in self.parameters.items() if name != "native"}
        self.columns = Columns(rows)
        self.model = LGBMClassifier(**settings, subsample=0.8, subsample_freq=1, colsample_bytree=0.6, n_jobs=1,
                                    random_state=SEED, verbose=-1)  # fmt: skip
        native = list(range(len(self.columns.names))) if self.parameters["native"] else "auto"
        self.model.fit(self.columns.codes(rows), **self._target(rows), categorical_feature=native)

    def score(self, rows: pl.DataFrame) -> np.ndarray:
        return np.asarray(self.model.predict_proba(self.columns.codes(rows)))[:, 1]


class AcceptedLightgbm(OfferPeer):
    """Which product was accepted, told from everything else: it learns which product is offered in which scene."""

    name = "LightGBM, product among accepted"
    reference = "learns which coupon is offered in a scene, and so says nothing of the four that were not"

    def fit(self, rows: pl.DataFrame) -> None:
        from lightgbm import LGBMClassifier

        accepted = rows.filter(pl.col("accepted") == 1)
        self.columns = Columns(accepted.drop("product_id"))
        self.model = LGBMClassifier(n_estimators=100, num_leaves=15, learning_rate=0.1, n_jobs=1, random_state=SEED,
                                    verbose=-1)  # fmt: skip
        self.model.fit(self.columns.codes(accepted), accepted["product_id"].to_numpy())

    def score(self, rows: pl.DataFrame) -> np.ndarray:
        chances = np.asarray(self.model.predict_proba(self.columns.codes(rows)))
        wanted = np.searchsorted(self.model.classes_.astype(str), rows["product_id"].to_numpy().astype(str))
        return chances[np.arange(len(chances)), wanted]
