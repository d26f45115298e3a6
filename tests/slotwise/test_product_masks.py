"""Product masks are made when they are needed, and are those that the trees give."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from slotwise.features import Items
from slotwise.model import Model
from slotwise.product_masks import ProductMasks
from tests.worlds import make_model, make_world

pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")


@pytest.fixture(scope="module")
def model() -> Model:
    """A trained model of the small world."""
    return make_model(make_world(), trees=True)


def expected(model: Model) -> np.ndarray:
    """The masks of all contents at once."""
    contents = np.arange(len(model.catalog.contents), dtype=np.int32)
    rows = model.features.product_rows(Items(contents, model.catalog.contents.product, model.start))
    assert model.trees is not None
    return model.trees.product_masks(rows)


def masks_of(model: Model, rows: int) -> ProductMasks:
    """Masks that keep so many rows."""
    assert model.trees is not None
    return ProductMasks(model.trees, model.features, model.start, budget=4 * model.trees.n_trees * rows)


@pytest.mark.parametrize("budget", [1, 7, 1000])
def test_every_row_asked_for_is_right(model: Model, budget: int) -> None:
    """Whatever was asked for before and however little is kept."""
    masks, everything = masks_of(model, budget), expected(model)
    random = np.random.default_rng(budget)
    for _ in range(30):
        contents = random.integers(0, len(everything), 5).astype(np.int32)
        table, rows = masks.of(contents)
        np.testing.assert_array_equal(table[rows], everything[contents])


def test_nothing_asked_for_is_nothing_made(model: Model) -> None:
    """No candidates need no masks."""
    table, rows = masks_of(model, 10).of(np.zeros(0, np.int32))
    assert table.shape[1] == expected(model).shape[1]
    assert not len(rows)


def test_threads_do_not_take_rows_from_each_other(model: Model) -> None:
    """A table that begins anew in one thread leaves the others theirs."""
    masks, everything = masks_of(model, 6), expected(model)

    def ask(seed: int) -> bool:
        random = np.random.default_rng(seed)
        asked = [random.integers(0, len(everything), 4).astype(np.int32) for _ in range(200)]
        found = [(each, *masks.of(each)) for each in asked]
        return all(np.array_equal(table[rows], everything[each]) for each, table, rows in found)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(8)))
