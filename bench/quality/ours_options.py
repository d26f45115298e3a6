"""What our pipeline is told about each set, and the little that is tried on its validation part."""

from __future__ import annotations

from typing import Any

_PAGE = [{"rule": "once_per_page"}]
_SEEN = [{"rule": "already_seen"}, *_PAGE]
_MOVIES: dict[str, Any] = {
    "generators": {
        "als": {"regularization": 0.1, "alpha": 5, "factors": 48}, "item_neighbors": {"regularization": 300},
        "popular": {"halflife": 1.2e12}, "content": {},
    },
    "rules": _SEEN, "target": "rest", "share": 0.4, "rows": 100,
    "ranker": {"trees": 100, "leaves": 15, "learning_rate": 0.05},
}  # fmt: skip

OPTIONS: dict[str, dict[str, Any]] = {
    "movielens_time": {**_MOVIES, "hold_out": "persons"},
    "movielens_strong": {**_MOVIES, "hold_out": "newcomers"},
    "globo_next": {
        "generators": {"als": {}, "co_visits": {}, "popular": {}, "scene_match": {}, "trail": {}},
        "rules": _PAGE, "target": "next", "hold_out": "time", "share": 0.3, "occasions": 15_000,
        "retrieve": 80, "ranker": {"trees": 150, "learning_rate": 0.06},
    },
    "basket": {
        "generators": {
            "als": {}, "item_neighbors": {"products": 2500}, "popular": {"halflife": 1.2e12, "facets": 0.2},
            "again": {}, "scene_match": {},
        },
        "rules": _PAGE, "target": "visit", "hold_out": "time", "share": 0.3, "rows": 100, "tick": 86_400_000,
        "occasions": 8000,
        "ranker": {"trees": 80, "leaves": 8, "learning_rate": 0.05, "min_data_in_leaf": 200, "feature_fraction": 0.5},
    },
    "coupon": {
        "generators": {"popular": {}, "scene_match": {}},
        "rules": _PAGE, "hold_out": "time", "share": 1.0,
        "ranker": {
            "objective": "binary", "trees": 1000, "learning_rate": 0.03, "min_data_in_leaf": 3, "lambda_l2": 0.1,
            "bagging_fraction": 0.7, "feature_fraction": 0.5, "one_hot": 50,
        },
    },
}  # fmt: skip
OPTIONS["coupon_unseen"] = OPTIONS["coupon"]


def grid(set_name: str) -> list[dict[str, Any]]:
    """The options that are tried on validation: one entry, nothing is tried."""
    return [{}]
