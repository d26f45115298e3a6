"""Defaults: what a data set says about its own training, under what a file and the command line say."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from slotwise.candidates.tastes import of_own_accord
from slotwise.errors import ConfigError
from slotwise.events import KIND_CODE, EventType
from training.dataset import Dataset
from training.options import TrainOptions, merged, setting

_CHANNEL_RULES = ("once_per_page", "diversity", "frequency_cap", "already_owned")
"""Rules where the log tells what was shown: somebody has touchpoints to fill."""
_CLICK_RANKER = {
    "objective": "binary", "directed": True, "trees": 300, "leaves": 4, "min_data_in_leaf": 500,
    "learning_rate": 0.05, "lambda_l2": 50.0, "feature_fraction": 0.3,
}  # fmt: skip
"""The ranker where it learns from clicks on impressions. Clicks are few and noisy, and a list of one content teaches a
pairwise loss nothing: on simulated logs with 3,600 clicks small trees of the binary objective, each feature in its
known direction, got 79 % of the oracle's gain over random, without the directions 72 %, lambdarank 67 %."""
_LINES: Mapping[str, Any] = {"lines": ["tastes_score"], "log_lines": ["content_worn"], "trees": 30}
"""The ranker where persons also browse of their own accord, which tells far more of them than clicks do: taste and
weariness as lines, and few trees, as more of them follow the noise of the clicks."""
_BROWSED_SHARE = 0.4
"""The same where they browse: lines need fewer clicks, and tastes are worth more the more of the past they know."""
_MOST_PRODUCTS = 4_000
"""Products up to which tastes are learnt unless asked for: their tables grow with the square."""
_CLICK_SHARE = 0.7
"""Share of the log that the ranker learns from where clicks are its lessons: it needs all it can get."""


def options_for(dataset: Dataset, file: Path | None = None, settings: Sequence[str] = ()) -> TrainOptions:
    """Return the options of a training: defaults, then dataset.json's `train`, then a file, then `name=value` settings.

    Tables are merged key by key; a generator that is false is left out. Raises ConfigError for what is no option.
    """
    document = TrainOptions().to_json()
    if dataset.impressions is not None:
        document |= {"rules": list(_CHANNEL_RULES), "ranker": _CLICK_RANKER, "share": _CLICK_SHARE}
        if _browsed(dataset):
            document = merged(document, {"generators": {"tastes": {}}, "ranker": _LINES, "share": _BROWSED_SHARE})
    for over in (dataset.info.get("train", {}), _read(file), *map(setting, settings)):
        document = merged(document, over)
    return TrainOptions.from_json(document)


def _browsed(dataset: Dataset) -> bool:
    """Whether more was looked at by itself than led to by touchpoints, in a catalogue that tastes are for."""
    events = dataset.interactions
    led = int(np.count_nonzero((events.kind == KIND_CODE[EventType.CLICK]) & (events.touchpoint >= 0)))
    return len(dataset.catalog.products) <= _MOST_PRODUCTS and len(of_own_accord(events)) > led


def _read(file: Path | None) -> Mapping[str, Any]:
    if file is None:
        return {}
    try:
        content = file.read_bytes()
        found = orjson.loads(content) if file.suffix == ".json" else tomllib.loads(content.decode())
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file} cannot be read: {error}", hint="TOML, or JSON ending in .json") from error
    if not isinstance(found, Mapping):
        raise ConfigError(f"{file} is not a table of options", given=type(found).__name__)
    return found
