"""Coupons for persons whose attributes nobody has shown before: folds of persons instead of rows."""

from __future__ import annotations

import numpy as np
import polars as pl

from bench.quality.protocols.coupon import Coupon


class CouponUnseen(Coupon):
    """As `coupon`, with all rows of the same attributes in one fold: nothing of an asked person has been seen.

    In this set one answerer gave some 22 rows in a row, with the same attributes; rows in random folds let a model
    recognise the answerer, this form does not.
    """

    title = "in-vehicle coupon, persons in folds"

    def groups(self, rows: pl.DataFrame, profile: np.ndarray) -> np.ndarray:
        return profile
