"""Random LightGBM text models, odd on purpose: all missing types, categories, thresholds near zero and at the ends."""

import numpy as np
from hypothesis import strategies as st

N_FEATURES = 7
THRESHOLDS = [0.0, -0.0, 1e-35, -1e-35, 1.0000000180025095e-35, 1e-40, -1e-40, 1e300, -1e300, 0.1, -2.5, 3.0, 1e-30]
VALUES = [
    0.0, -0.0, 1e-35, -1e-35, 1e-38, -1e-38, 1e-45, 0.1, -2.5, 3.0, 2.999, 3.5, -0.5, -1.0, -3.0, 31.0, 32.0, 64.9,
    1000.0, 2.0**24, 2.0**31, -(2.0**31), 3e38, -3e38, np.inf, -np.inf, np.nan,
]  # fmt: skip


@st.composite
def text_models(draw: st.DrawFn) -> str:
    """The text of a well-formed model over N_FEATURES columns, as LightGBM 4 writes it."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    trees = [_tree(number, random) for number in range(draw(st.integers(1, 6)))]
    return model_text(trees, N_FEATURES)


def model_text(trees: list[str], n_features: int) -> str:
    """The whole text of the given trees."""
    names = " ".join(f"f{column}" for column in range(n_features))
    head = f"tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx={n_features - 1}\n"
    head += f"objective=lambdarank\nfeature_names={names}\nfeature_infos={' '.join(['none'] * n_features)}\n"
    body = [f"{tree}\n\n" for tree in trees]
    sizes = " ".join(str(len(tree)) for tree in body)
    return f"{head}tree_sizes={sizes}\n\n{''.join(body)}end of trees\n\nparameters:\nend of parameters\n"


def matrices(n_rows: int = 40) -> st.SearchStrategy[np.ndarray]:
    """float32[n_rows, N_FEATURES] of awkward and ordinary values."""

    def fill(seed: int) -> np.ndarray:
        random = np.random.default_rng(seed)
        matrix = random.choice(np.array(VALUES, dtype=np.float32), size=(n_rows, N_FEATURES))
        ordinary = random.random(matrix.shape) < 0.5
        drawn = np.concatenate([random.normal(size=matrix.size // 2), random.integers(0, 70, matrix.size)])
        return np.where(ordinary, random.choice(drawn, matrix.shape), matrix).astype(np.float32)

    return st.integers(0, 2**32).map(fill)


def _tree(number: int, random: np.random.Generator) -> str:
    n_leaves = int(random.integers(1, 33))
    left, right = _shape(n_leaves, random)
    n_splits = n_leaves - 1
    # Even columns are numerical, two of the odd ones categorical, as a trained model would have it.
    features = random.integers(0, N_FEATURES - 1, n_splits)
    categorical = np.isin(features, [1, 3])
    kinds = np.where(categorical, 1, 2 * random.integers(0, 2, n_splits) + 4 * random.integers(0, 3, n_splits))
    awkward = random.random(n_splits) < 0.4
    thresholds = np.where(awkward, random.choice(THRESHOLDS, n_splits), random.normal(size=n_splits))
    thresholds[categorical] = np.arange(categorical.sum())
    word_counts = random.integers(1, 3, categorical.sum())
    words = random.integers(0, 2**32, word_counts.sum())
    fields = {
        "num_leaves": n_leaves, "num_cat": int(categorical.sum()), "split_feature": features,
        "split_gain": np.ones(n_splits), "threshold": thresholds, "decision_type": kinds,
        "left_child": left, "right_child": right, "leaf_value": random.normal(size=n_leaves),
        "leaf_weight": np.ones(n_leaves), "leaf_count": np.ones(n_leaves, int), "internal_value": np.zeros(n_splits),
        "internal_weight": np.zeros(n_splits), "internal_count": np.ones(n_splits, int),
        "cat_boundaries": np.cumsum([0, *word_counts]), "cat_threshold": words, "is_linear": 0, "shrinkage": 1,
    }  # fmt: skip
    if not categorical.any():
        del fields["cat_boundaries"], fields["cat_threshold"]
    lines = [f"{key}={' '.join(_written(value) for value in np.atleast_1d(values))}" for key, values in fields.items()]
    return "\n".join([f"Tree={number}", *lines, ""])


def _written(value: object) -> str:
    return f"{value:.17g}" if isinstance(value, float) else str(value)


def _shape(n_leaves: int, random: np.random.Generator) -> tuple[list[int], list[int]]:
    """Children grown the way LightGBM grows them: split a random leaf; the old leaf stays left, the new goes right."""
    left, right = [0] * (n_leaves - 1), [0] * (n_leaves - 1)
    parent: list[tuple[list[int], int] | None] = [None] * n_leaves
    for split in range(n_leaves - 1):
        leaf = int(random.integers(0, split + 1))
        place = parent[leaf]
        if place is not None:
            place[0][place[1]] = split
        left[split], right[split] = ~leaf, ~(split + 1)
        parent[leaf], parent[split + 1] = (left, split), (right, split)
    return left, right
