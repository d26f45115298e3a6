"""LightGBM's text model, read into trees, and trees of our own written behind its own.

It is the one form whose doubles survive the trip (written with 17 digits).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import RankerModelError
from slotwise.rankers.splits import Split

_CATEGORICAL = 1
_DEFAULT_LEFT = 2
_MISSING_SHIFT = 2
_MISSING: Final[tuple[Literal["none"], Literal["zero"], Literal["nan"]]] = ("none", "zero", "nan")


@dataclass(frozen=True)
class Tree:
    """One regression tree; a child below zero is the leaf ``~child``. A tree without splits has one leaf."""

    splits: tuple[Split, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaf_values: NDArray[np.float64]


@dataclass(frozen=True)
class TreeModel:
    """All trees of a model, in the order in which LightGBM adds them up."""

    feature_names: tuple[str, ...]
    trees: tuple[Tree, ...]


def parse_model(text: str) -> TreeModel:
    """Reads what ``Booster.model_to_string()`` wrote.

    Raises RankerModelError when the text is damaged, or is a model whose raw score is not one plain sum of leaves
    (several classes, averaged trees as in random forests, linear leaves).
    """
    head, *sections = text.split("\nTree=")
    header = _fields(head)
    if header.get("num_class") != "1" or header.get("num_tree_per_iteration") != "1":
        raise RankerModelError("only models with one score per row can be compiled", given=header.get("num_class"))
    if "average_output" in header:
        raise RankerModelError("the model averages its trees (random forest); only boosted sums can be compiled")
    if not sections or "\nend of trees" not in sections[-1]:
        raise RankerModelError("the LightGBM text model is cut short", expected="a line 'end of trees'")
    names = tuple(header.get("feature_names", "").split())
    sections[-1] = sections[-1].split("\nend of trees")[0]
    return TreeModel(names, tuple(_tree(number, section, len(names)) for number, section in enumerate(sections)))


def with_trees(text: str, trees: Sequence[Tree]) -> str:
    """Return a text model whose last trees are these, for LightGBM to read as well; all splits are numerical."""
    if not trees:
        return text
    head, end, tail = text.partition("\nend of trees")
    # With the sizes LightGBM would look for its trees where they stood.
    lines = [line for line in head.rstrip("\n").split("\n") if not line.startswith("tree_sizes=")]
    first = sum(line.startswith("Tree=") for line in lines)
    written = [_written(first + number, tree) for number, tree in enumerate(trees)]
    return "\n\n\n".join(["\n".join(lines), *written]) + f"\n\n{end}{tail}"


def _written(number: int, tree: Tree) -> str:
    splits, leaves = tree.splits, tree.leaf_values.tolist()
    nothing = " ".join("0" * len(splits))
    fields = {
        "Tree": number,
        "num_leaves": len(leaves),
        "num_cat": 0,
        "split_feature": " ".join(str(each.feature) for each in splits),
        "split_gain": nothing,
        "threshold": " ".join(repr(each.threshold) for each in splits),
        "decision_type": " ".join(
            str((_MISSING.index(each.missing) << _MISSING_SHIFT) + _DEFAULT_LEFT * each.default_left) for each in splits
        ),
        "left_child": " ".join(map(str, tree.left)),
        "right_child": " ".join(map(str, tree.right)),
        "leaf_value": " ".join(map(repr, leaves)),
        "leaf_weight": " ".join("0" * len(leaves)),
        "leaf_count": " ".join("0" * len(leaves)),
        "internal_value": nothing,
        "internal_weight": nothing,
        "internal_count": nothing,
        "is_linear": 0,
        "shrinkage": 1,
    }
    return "\n".join(f"{name}={value}" for name, value in fields.items())


def _fields(section: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in section.splitlines())
    return {key: value for key, _, value in pairs if key}


def _tree(number: int, section: str, n_features: int) -> Tree:
    index, _, body = section.partition("\n")
    try:
        if int(index) != number:
            raise ValueError(f"found tree {index} instead")
        return _read_tree(_fields(body), n_features)
    except (KeyError, ValueError, IndexError) as error:
        raise RankerModelError(f"tree {number} of the LightGBM text model cannot be read: {error}") from error


def _read_tree(fields: dict[str, str], n_features: int) -> Tree:
    if fields["is_linear"] != "0":
        raise ValueError("it has linear leaves; train with linear_tree=false")
    n_leaves = int(fields["num_leaves"])
    values = np.array([float(value) for value in fields["leaf_value"].split()], dtype=np.float64)
    if len(values) != n_leaves or n_leaves < 1 or not np.isfinite(values).all():
        raise ValueError(f"expected {n_leaves} finite leaf values, found {len(values)}")
    splits = tuple(_splits(fields, n_features)) if n_leaves > 1 else ()
    left = tuple(map(int, fields["left_child"].split())) if splits else ()
    right = tuple(map(int, fields["right_child"].split())) if splits else ()
    if not len(splits) == len(left) == len(right) == n_leaves - 1:
        raise ValueError(f"expected {n_leaves - 1} splits, found {len(splits)}, {len(left)} and {len(right)}")
    return Tree(splits, left, right, values)


def _splits(fields: dict[str, str], n_features: int) -> Iterator[Split]:
    features = [int(value) for value in fields["split_feature"].split()]
    thresholds = [float(value) for value in fields["threshold"].split()]
    kinds = [int(value) for value in fields["decision_type"].split()]
    category_sets = _category_sets(fields) if int(fields["num_cat"]) else []
    for feature, threshold, kind in zip(features, thresholds, kinds, strict=True):
        if not 0 <= feature < n_features or np.isnan(threshold):
            raise ValueError(f"split on feature {feature} at {threshold}, with {n_features} features")
        if kind & _CATEGORICAL:
            yield Split(feature, categories=category_sets[int(threshold)])
        else:
            missing = _MISSING[kind >> _MISSING_SHIFT]
            yield Split(feature, threshold, missing=missing, default_left=bool(kind & _DEFAULT_LEFT))


def _category_sets(fields: dict[str, str]) -> list[tuple[int, ...]]:
    """Unpacks the bit sets of 32-bit words: the categories that go left, one set for each categorical split."""
    bounds = [int(value) for value in fields["cat_boundaries"].split()]
    words = [int(value) for value in fields["cat_threshold"].split()]
    if len(bounds) != int(fields["num_cat"]) + 1 or bounds[-1] != len(words):
        raise ValueError("the category sets do not fit their boundaries")
    return [_members(words[start:stop]) for start, stop in pairwise(bounds)]


def _members(words: list[int]) -> tuple[int, ...]:
    return tuple(32 * place + bit for place, word in enumerate(words) for bit in range(32) if word >> bit & 1)
