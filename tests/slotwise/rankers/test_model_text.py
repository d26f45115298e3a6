"""Reading LightGBM's text model: exact doubles, and a clean error for whatever else it may be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.errors import RankerModelError
from slotwise.rankers.compile import compile_tables
from slotwise.rankers.layout import Layout
from slotwise.rankers.lines import Line
from slotwise.rankers.model_text import parse_model, with_trees
from slotwise.rankers.trees import CompiledTrees
from tests.slotwise.rankers.random_models import N_FEATURES, model_text, text_models

STUMP = """Tree=0
num_leaves=2
num_cat=1
split_feature=1
split_gain=1
threshold=0
decision_type=1
left_child=-1
right_child=-2
leaf_value=0.10000000000000001 -3.5e-310
leaf_weight=1 1
leaf_count=1 1
internal_value=0
internal_weight=0
internal_count=2
cat_boundaries=0 2
cat_threshold=5 2147483648
is_linear=0
shrinkage=1
"""


def test_doubles_and_categories_are_read_exactly() -> None:
    """Leaf values keep every bit, subnormal ones too, and bit sets become the categories they stand for."""
    model = parse_model(model_text([STUMP], N_FEATURES))
    assert model.feature_names[1] == "f1"
    assert model.trees[0].leaf_values.tolist() == [0.1, -3.5e-310]
    assert model.trees[0].splits[0].categories == (0, 2, 63)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("num_class=1", "num_class=3"),
        ("num_tree_per_iteration=1", "num_tree_per_iteration=3"),
        ("label_index=0", "average_output"),
        ("is_linear=0", "is_linear=1"),
        ("Tree=0", "Tree=4"),
        ("end of trees", "end of"),
        ("num_leaves=2", "num_leaves=3"),
        ("num_leaves=2", "num_leaves=0"),
        ("split_feature=1", "split_feature=7"),
        ("split_feature=1", "split_feature=1 1"),
        ("threshold=0", "threshold=1"),
        ("threshold=0", "threshold=nan"),
        ("decision_type=1", "decision_type=14"),
        ("decision_type=1", "decision_type=x"),
        ("cat_boundaries=0 2", "cat_boundaries=0 3"),
        ("leaf_value=0.1", "leaf_value=inf 0.1"),
        ("leaf_value", "leaf_valve"),
    ],
)
def test_other_models_and_damage_are_refused(old: str, new: str) -> None:
    """A model that is no plain sum of leaves, or a damaged line, is named instead of compiled to something else."""
    text = model_text([STUMP], N_FEATURES)
    assert old in text
    with pytest.raises(RankerModelError):
        parse_model(text.replace(old, new, 1))


@pytest.mark.parametrize("links", ["left_child=0", "left_child=5", "left_child=-2", "left_child=-9", "right_child=0"])
def test_broken_links_are_refused(links: str) -> None:
    """A child that is its own parent, is missing, or is reached twice is an error and no endless walk."""
    key = links.split("=")[0]
    text = "\n".join(links if line.startswith(key) else line for line in STUMP.splitlines())
    with pytest.raises(RankerModelError):
        compile_tables(parse_model(model_text([text], N_FEATURES)))


@settings(max_examples=100, deadline=None)
@given(text=text_models(), cut=st.floats(0, 0.9), spoilt=st.integers(0, 10**6), byte=st.integers(32, 126))
def test_mutations_never_escape(text: str, cut: float, spoilt: int, byte: int) -> None:
    """A text cut anywhere, or with one character changed, gives tables or a RankerModelError, nothing else."""
    place = spoilt % len(text)
    for damaged in (text[: int(cut * len(text))], text[:place] + chr(byte) + text[place + 1 :]):
        try:
            tables = compile_tables(parse_model(damaged))
        except RankerModelError:
            continue
        assert np.isfinite(tables.leaves).all()


def test_trees_of_our_own_are_read_by_lightgbm() -> None:
    """Behind its own trees it adds up those that a line is written as, to the very bits of the compiled form."""
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")
    random = np.random.default_rng(5)
    matrix = random.normal(size=(900, 2)).astype(np.float32)
    matrix[::9, 1] = np.nan
    dataset = lightgbm.Dataset(matrix, label=(matrix[:, 0] > 0).astype(int), params={"verbosity": -1})
    parameters = {"objective": "binary", "num_leaves": 5, "verbosity": -1, "num_threads": 1}
    text = lightgbm.train(parameters, dataset, 7).model_to_string()
    both = with_trees(text, [*Line(1, False, -0.7, -2.0, 4.0).trees(), *Line(0, True, 0.3, 0.0, 2.0).trees()])

    assert with_trees(text, []) == text
    assert len(parse_model(both).trees) == 7 + 12
    theirs = lightgbm.Booster(model_str=both).predict(matrix, raw_score=True, num_threads=1)
    ours = CompiledTrees.from_text(both, Layout(0, 0, 2)).score_matrix(matrix)
    assert (ours == theirs).all()
    assert not (ours == CompiledTrees.from_text(text, Layout(0, 0, 2)).score_matrix(matrix)).all()
