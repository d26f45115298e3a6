"""What our pipeline is told about each set: the training options of the ready mapping that imports it."""

from __future__ import annotations

from typing import Any

from training.options import TrainOptions, merged
from training.sources.mapping import read_mapping
from training.sources.ready import mapping_path

# Asked are persons with some 400 ratings: all of them are folded in.
_LONG = {"item_neighbors": {"history": 1000}}
# Windows of the log are what the protocol asks about; so few lessons bear only small trees.
_WINDOWS = {
    "hold_out": "time", "share": 0.6, "windows": 6, "ranker": {"leaves": 4, "min_data_in_leaf": 200},
    "generators": {
        "als": {"history": 1000, "factors": 64, "regularization": 10, "alpha": 1},
        "item_neighbors": {"history": 1000, "regularization": 500},
    },
}  # fmt: skip
_READY: dict[str, tuple[str, dict[str, Any]]] = {
    "movielens_time": ("movielens_small", _WINDOWS),
    "movielens_strong": ("movielens_small", {"hold_out": "newcomers", "generators": _LONG}),
    # The protocol itself says which products of the session cannot be the answer.
    "globo_next": ("globo", {"rules": ["once_per_page"]}),
    "basket": ("complete_journey", {}),
    "coupon": ("in_vehicle_coupon", {}),
    "coupon_unseen": ("in_vehicle_coupon", {}),
}
SETS = tuple(_READY)


def options(set_name: str, parameters: dict[str, Any]) -> TrainOptions:
    """Return the options for a set, with the parameters that are tried on its validation part."""
    ready, over = _READY[set_name]
    document = merged(TrainOptions().to_json(), read_mapping(mapping_path(ready)).train)
    return TrainOptions.from_json(merged(merged(document, over), parameters))


def grid(set_name: str) -> list[dict[str, Any]]:
    """The parameters that are tried on validation: one entry, nothing is tried."""
    return [{}]
