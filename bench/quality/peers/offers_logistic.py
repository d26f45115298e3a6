"""Logistic regression on all columns of the offers, each crossed with the product."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from scipy import sparse

from bench.quality.peers import OfferPeer, product_of
from bench.quality.peers.offer_columns import Columns


class OffersLogistic(OfferPeer):
    """One-hot columns and, with `crossed`, their pairs with the product; L2 of strength 1 / C."""

    name = "logistic regression"

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        return product_of(C=[0.01, 0.03, 0.1, 0.3], crossed=[False, True])

    def _matrix(self, rows: pl.DataFrame) -> sparse.csr_matrix:
        codes = self.columns.codes(rows)
        matrix = self.encoder.transform(codes)
        if not self.parameters["crossed"]:
            return matrix
        product = codes[:, self.columns.names.index("product_id")]
        pairs = [sparse.diags((product == code).astype(float)) @ matrix for code in range(self.n_products)]
        return sparse.hstack([matrix, *pairs]).tocsr()

    def fit(self, rows: pl.DataFrame) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.preprocessing import OneHotEncoder

        self.columns = Columns(rows)
        self.n_products = rows["product_id"].n_unique()
        self.encoder = OneHotEncoder(handle_unknown="ignore").fit(self.columns.codes(rows))
        self.model = LogisticRegression(C=self.parameters["C"], max_iter=500)
        self.model.fit(self._matrix(rows), rows["accepted"].to_numpy())

    def score(self, rows: pl.DataFrame) -> np.ndarray:
        return np.asarray(self.model.predict_proba(self._matrix(rows)))[:, 1]
