"""The coupon protocols: folds, the area under the curve and the rank of the accepted coupon."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bench.quality.protocols import find
from bench.quality.protocols.coupon import OfferTask, folds


@pytest.mark.parametrize("name", ["coupon", "coupon_unseen"])
def test_every_offer_is_asked_once(name: str, small_sets: Path) -> None:
    """The five test folds are all rows, none twice, and none that is in training."""
    rounds = find(name)(small_sets).rounds()
    asked = [set(round_.test[0].asked["person_id"]) for round_ in rounds]
    assert sum(map(len, asked)) == len(set.union(*asked)) == 2_000
    for round_, ids in zip(rounds, asked, strict=True):
        assert not ids & set(round_.test[0].train["person_id"])
        assert not ids & set(round_.validation[0].train["person_id"])
        assert "accepted" not in round_.test[0].asked.columns


def test_unseen_persons_share_no_attributes_with_training(small_sets: Path) -> None:
    """In the strict form no combination of attributes stands on both sides."""
    for round_ in find("coupon_unseen")(small_sets).rounds():
        task = round_.test[0]
        attributes = [name for name in task.train.columns if name.startswith("attribute.")]
        assert not set(task.train.select(attributes).rows()) & set(task.asked.select(attributes).rows())


def test_the_measures_follow_their_definitions() -> None:
    """Only the offered product's score decides the area; only accepted rows count for NDCG, at the offered's rank."""
    protocol = find("coupon")(Path())
    asked = pl.DataFrame({"product_id": ["b", "a", "c"]})
    task = OfferTask(asked, asked, np.array([1, 1, 0]), np.arange(3), ["a", "b", "c"])
    scores = np.array([[0.9, 0.8, 0.1], [0.5, 0.5, 0.1], [0.9, 0.9, 0.3]])
    found = protocol.measures([task], [scores])
    assert found["AUC"].value() == 1
    assert np.allclose(found["NDCG@5"].values, [1 / np.log2(3), 1 / np.log2(2.5)])


def test_folds_keep_groups_whole_and_rates_even() -> None:
    """A group lies in one fold, and the folds' acceptance rates are close."""
    rng = np.random.default_rng(0)
    groups, accepted = rng.integers(0, 300, 4_000), rng.integers(0, 2, 4_000)
    fold = folds(groups, accepted)
    assert all(len(set(fold[groups == group])) == 1 for group in range(300))
    rates = [accepted[fold == number].mean() for number in range(5)]
    assert max(rates) - min(rates) < 0.03
