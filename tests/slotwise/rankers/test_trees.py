"""The compiled trees: the bits of LightGBM, whole and in blocks, from arrays on disk and in forked workers."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.errors import RankerModelError, RankingExamplesError
from slotwise.rankers.layout import Layout
from slotwise.rankers.trees import CompiledTrees
from tests.slotwise.rankers.random_models import N_FEATURES, matrices, text_models

lightgbm = pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")
LAYOUT = Layout(2, 3, 2)


def booster_scores(text: str, matrix: np.ndarray) -> np.ndarray:
    return np.asarray(lightgbm.Booster(model_str=text).predict(matrix, raw_score=True, num_threads=1))


def some_trees(seed: int = 7, kernel: str | None = None, **parameters: object) -> tuple[CompiledTrees, str, np.ndarray]:
    """Trees trained on seven columns with holes and a category, their text, and rows to score."""
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(600, N_FEATURES)).astype(np.float32)
    matrix[:, 3] = random.integers(0, 40, 600)
    matrix[random.random(matrix.shape) < 0.1] = np.nan
    matrix[random.random(matrix.shape) < 0.1] = 0.0
    label = np.nan_to_num(matrix[:, 0] * matrix[:, 5]) + (matrix[:, 3] % 3 == 0) + random.normal(size=600)
    options = {"verbose": -1, "num_threads": 1, "num_leaves": 31, "min_data_in_leaf": 2, **parameters}
    data = lightgbm.Dataset(matrix, label, categorical_feature=[3])
    text = lightgbm.train(options, data, num_boost_round=12).model_to_string()
    return CompiledTrees.from_text(text, LAYOUT, kernel), text, matrix[:100]


@settings(max_examples=60, deadline=None)
@given(text=text_models(), matrix=matrices(), kernel=st.sampled_from(["numba", "numpy"]))
def test_scores_are_the_bits_of_lightgbm(text: str, matrix: np.ndarray, kernel: str) -> None:
    """Whatever the splits and the values, NaN and infinities included, no bit differs from Booster.predict."""
    trees = CompiledTrees.from_text(text, LAYOUT, kernel)
    assert trees.score_matrix(matrix).tobytes() == booster_scores(text, matrix).tobytes()


@settings(max_examples=40, deadline=None)
@given(text=text_models(), matrix=matrices(), n_request=st.integers(0, 3), n_product=st.integers(0, 4))
def test_blocks_give_what_the_whole_gives(text: str, matrix: np.ndarray, n_request: int, n_product: int) -> None:
    """Masks of two requests, of products and matches made apart, by either kernel, score like the matrix together."""
    layout = Layout(n_request, n_product, N_FEATURES - n_request - n_product)
    asked = np.arange(len(matrix)) % min(2, len(matrix))
    matrix[:, :n_request] = matrix[asked, :n_request]
    request, product, match = np.split(matrix, [n_request, n_request + n_product], axis=1)
    rows = np.arange(len(matrix))[::-1].copy()
    for kernel in ("numba", "numpy"):
        trees = CompiledTrees.from_text(text, layout, kernel)
        products = trees.product_masks(product[rows])
        scores = trees.score(trees.request_masks(request[:2]), products, match, rows, asked)
        assert scores.tobytes() == booster_scores(text, matrix).tobytes()


@pytest.mark.parametrize("parameters", [{}, {"zero_as_missing": True}, {"use_missing": False}, {"max_bin": 7}])
@pytest.mark.parametrize("kernel", ["numba", "numpy"])
def test_a_trained_model_keeps_its_bits(kernel: str, parameters: dict[str, object]) -> None:
    """Models that LightGBM trained itself, with each way to treat missing values, are reproduced exactly."""
    trees, text, matrix = some_trees(kernel=kernel, **parameters)
    assert trees.score_matrix(matrix).tobytes() == booster_scores(text, matrix).tobytes()


def test_constant_trees_score(tmp_path: Path) -> None:
    """A model that found nothing to split gives its constant for every row."""
    random = np.random.default_rng(1)
    data = lightgbm.Dataset(random.normal(size=(50, 4)), np.full(50, 0.25))
    text = lightgbm.train({"verbose": -1, "num_threads": 1}, data, 3).model_to_string()
    matrix = np.zeros((3, 4), dtype=np.float32)
    for kernel in ("numba", "numpy"):
        scores = CompiledTrees.from_text(text, Layout(1, 1, 2), kernel).score_matrix(matrix)
        assert scores.tobytes() == booster_scores(text, matrix).tobytes()


def test_no_candidates_no_scores() -> None:
    """An empty candidate list is scored as an empty array."""
    trees, _, matrix = some_trees()
    masks = trees.product_masks(matrix[:, 2:5])
    none = np.empty(0, dtype=np.int64)
    assert trees.score(trees.request_masks(matrix[:1, :2]), masks, matrix[:0, 5:], none).shape == (0,)


def test_arrays_survive_the_disk(tmp_path: Path) -> None:
    """to_arrays saved as .npy and memory-mapped read-only scores the same; no array holds objects."""
    trees, _, matrix = some_trees()
    for name, array in trees.to_arrays().items():
        np.save(tmp_path / name, array, allow_pickle=False)
    mapped = {path.stem: np.load(path, mmap_mode="r", allow_pickle=False) for path in tmp_path.glob("*.npy")}
    again = CompiledTrees.from_arrays(mapped)
    masks = np.lib.format.open_memmap(tmp_path / "of_products", "w+", np.uint32, (len(matrix), trees.n_trees))
    again.product_masks(matrix[:, 2:5], out=masks)
    masks.flush()
    read = np.load(tmp_path / "of_products", mmap_mode="r")
    same = trees.score_matrix(np.concatenate([np.tile(matrix[:1, :2], (100, 1)), matrix[:, 2:]], axis=1))
    assert np.array_equal(again.score(again.request_masks(matrix[:1, :2]), read, matrix[:, 5:]), same)


def test_many_products_are_worked_in_chunks() -> None:
    """Masks of more products than one chunk are those of each product alone."""
    trees, _, matrix = some_trees()
    products = np.resize(matrix[:, 2:5], (20_000, 3)).astype(np.float32)
    masks = trees.product_masks(products)
    for row in (0, 16_383, 16_384, 19_999):
        assert np.array_equal(masks[row], trees.product_masks(products[row : row + 1])[0])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_arrays_are_refused(data: st.DataObject) -> None:
    """A missing, shortened, reshaped, retyped or shuffled array is a clean error, never a wrong read."""
    arrays = some_trees_arrays()
    name = data.draw(st.sampled_from(sorted(arrays)))
    array = arrays.pop(name)
    damage = data.draw(st.sampled_from(["missing", "short", "empty", "flat", "type", "huge", "nan"]))
    if damage == "short":
        arrays[name] = array[:-1]
    elif damage == "empty":
        arrays[name] = array[:0]
    elif damage == "flat":
        arrays[name] = array.reshape(-1, 1, 1)
    elif damage == "type":
        arrays[name] = array.astype(np.complex128)
    elif damage in ("huge", "nan"):
        if name == "masks":
            return  # a changed mask is found by the bundle's checksums
        spoilt = array.copy()
        value = np.nan if damage == "nan" else np.inf
        wrong = -1 if name == "layout" else 2**31 - 1
        spoilt.flat[spoilt.size // 2] = value if array.dtype.kind == "f" else wrong
        if name == "edges" and damage == "huge":
            spoilt.flat[0] = np.inf
        arrays[name] = spoilt
    with pytest.raises(RankerModelError):
        CompiledTrees.from_arrays(arrays)


def some_trees_arrays() -> dict[str, np.ndarray]:
    if not _ARRAYS:
        _ARRAYS.update(some_trees()[0].to_arrays())
    return dict(_ARRAYS)


_ARRAYS: dict[str, np.ndarray] = {}


@pytest.mark.parametrize("kernel", ["numba", "numpy"])
def test_zeroed_masks_stay_inside_the_leaves(kernel: str) -> None:
    """Even masks that leave no leaf, which no sound table has, end in finite scores and not in foreign memory."""
    arrays = some_trees_arrays()
    arrays["masks"] = np.zeros_like(arrays["masks"])
    scores = CompiledTrees.from_arrays(arrays, kernel).score_matrix(np.zeros((5, N_FEATURES), dtype=np.float32))
    assert np.isfinite(scores).all()


def test_wrong_features_are_refused() -> None:
    """Another width, another type, foreign masks and rows outside the catalogue are named errors."""
    trees, text, matrix = some_trees()
    request, products, match = trees.request_masks(matrix[:1, :2]), trees.product_masks(matrix[:, 2:5]), matrix[:, 5:]
    with pytest.raises(RankingExamplesError):
        trees.score(request, products, match[:, :1])
    with pytest.raises(RankingExamplesError):
        trees.score(request, products, match.astype(np.float64))
    with pytest.raises(RankingExamplesError):
        trees.score(request[:, :-1], products, match)
    with pytest.raises(RankingExamplesError):
        trees.score(request, products, match, np.arange(len(match)) - 1)
    with pytest.raises(RankingExamplesError):
        trees.score(request, products, match, None, np.ones(len(match), np.int64))
    with pytest.raises(RankingExamplesError):
        trees.product_masks(matrix[:, 2:5], out=products[:-1])
    with pytest.raises(RankerModelError):
        CompiledTrees.from_text(text, Layout(2, 3, 3))


def test_a_forked_worker_scores() -> None:
    """A parent warms up and forks; the child scores at once and agrees: gunicorn's preload cannot hang here."""
    code = """
import os, sys
import numpy as np
from slotwise.rankers.layout import Layout
from slotwise.rankers.trees import CompiledTrees
trees = CompiledTrees.from_text(sys.stdin.read(), Layout(2, 3, 2), "numba")
trees.warm_up()
matrix = np.random.default_rng(0).normal(size=(50, 7)).astype(np.float32)
before = trees.score_matrix(matrix)
child = os.fork()
if child == 0:
    os._exit(0 if np.array_equal(before, trees.score_matrix(matrix)) else 3)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    text = some_trees()[1]
    done = subprocess.run([sys.executable, "-c", code], input=text, text=True, timeout=60, capture_output=True)
    assert done.returncode == 0, done.stderr
