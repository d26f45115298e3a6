"""Decisions: what a log folder says was shown, with which probability, by whom, and what came of it."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.facts import FACTS, make_facts
from slotwise.analysis.folder import File, events_file, open_file, read_json
from slotwise.analysis.query import connect
from slotwise.decision import ServiceLevel
from slotwise.errors import EvaluationError
from slotwise.impressions import Impressions
from slotwise.off_policy.logged import Logged
from training.dataset import Dataset, DatasetOptions, load

REWARDS = {"click": "clicked_at IS NOT NULL", "convert": "converted_at IS NOT NULL", "value": "value"}
"""What a placement can be worth, and how the facts say it."""


@dataclass(frozen=True)
class Placed:
    """All placements of a log, whatever is evaluated of it: what stood together on its pages.

    page int64 (n,): the decision, which may have several touchpoints; turn int64 (n,): where it stands in the file, so
    that what was placed before on its page comes before; touchpoint int16 (n,), content int32 (n,).
    """

    page: NDArray[np.int64]
    turn: NDArray[np.int64]
    touchpoint: NDArray[np.int16]
    content: NDArray[np.int32]


@dataclass(frozen=True)
class Decisions:
    """n placements, those of one slate (a decision at a touchpoint) together and by slot, in the order of time.

    shown: the placements with their facts; `shown.decision` is the slate. page, turn: as in `Placed`. propensity
    float64 (n,): given the slots before. version (n,) and ranked bool (n,): who answered, and
    whether its ranker did, alone: a slate that two versions were interleaved for has no propensity of either.
    reward float64 (n,).
    """

    dataset: Dataset
    shown: Impressions
    page: NDArray[np.int64]
    turn: NDArray[np.int64]
    propensity: NDArray[np.float64]
    version: NDArray[np.str_]
    ranked: NDArray[np.bool_]
    reward: NDArray[np.float64]
    placed: Placed

    def __len__(self) -> int:
        return len(self.shown)

    def take(self, chosen: NDArray[np.bool_]) -> "Decisions":
        """Return the chosen placements; what stood beside them on their pages is still known."""
        parts = {name: getattr(self, name)[chosen] for name in ("page", "turn", "propensity", "version", "ranked")}
        return replace(self, shown=self.shown.take(chosen), reward=self.reward[chosen], **parts)

    def logged(self, propensity: NDArray[np.float64] | None) -> Logged:
        """Return the placements as an estimator reads them; `propensity` is by slot, whatever stands before."""
        shown = self.shown
        slate = np.unique(shown.decision, return_inverse=True)[1].astype(np.int64)
        first = np.r_[True, np.diff(slate) != 0][: len(slate)]
        prefix = np.ones(len(slate))
        for row in range(len(slate)):
            prefix[row] = self.propensity[row] * (1.0 if first[row] else prefix[row - 1])
        person, slot = shown.person.astype(np.int64), shown.slot.astype(np.int64)
        return Logged(slate, person, slot, self.reward, propensity, prefix)


def read(folder: Path, reward: str = "click", window_s: int | None = None) -> Decisions:
    """Read a log folder. Outcomes count within the attribution window; slates whose window is open are left out.

    window_s: seconds that take the place of the touchpoints' own windows. Raises EvaluationError for a log without
    decisions or propensities, or of which nothing is left, DatasetError for a folder that is none.
    """
    if reward not in REWARDS:
        raise EvaluationError("there is no such reward", expected=sorted(REWARDS), given=reward)
    dataset = load(folder, DatasetOptions())
    file = open_file(folder, log.DECISIONS_FILE)
    if file is None or dataset.impressions is None or log.PROPENSITY not in file.columns:
        raise EvaluationError(
            "this log does not say with which probabilities contents were shown",
            expected=f"{log.DECISIONS_FILE} with a column {log.PROPENSITY}",
            given=str(folder),
            hint="only a log of drawn decisions can be evaluated: see docs/off_policy.md",
        )
    windows = {each.touchpoint: window_s or each.attribution_window_s for each in dataset.catalog.touchpoints}
    found = _read(dataset, folder, file, reward, windows)
    known, settled = _whole(found.shown.decision, found.propensity > 0), _settled(found, folder, windows)
    if known.any() and not (known & settled).any():
        raise EvaluationError(
            f"all {len(found):,} placements are younger than the attribution window of their touchpoint",
            given=str(folder),
            hint="wait until the windows have passed, or count outcomes within less: --window HOURS",
        )
    return found.take(known & settled)


def _read(dataset: Dataset, folder: Path, file: File, reward: str, windows: Mapping[str, int]) -> Decisions:
    shown = dataset.impressions
    assert shown is not None
    with tempfile.TemporaryDirectory() as spill, connect(Path(spill)) as connection:
        columns = connection.execute(_select(file)).fetchnumpy()
        make_facts(connection, file, events_file(folder), windows)
        worth = connection.execute(f"SELECT CAST({REWARDS[reward]} AS DOUBLE) AS worth FROM {FACTS} ORDER BY place")
        rewards = worth.fetchnumpy()["worth"]
    rows = _order(columns)
    page, turn = columns["page"][rows].astype(np.int64), rows.astype(np.int64)
    slot = np.ma.filled(columns["slot"][rows], 0)
    if len(rows) != len(shown) or not np.array_equal(slot, shown.slot):
        raise EvaluationError("the log's decisions changed while they were read", given=str(folder))
    level = np.ma.filled(columns["level"].astype(object), str(ServiceLevel.RANKER))[rows]
    return Decisions(
        dataset,
        shown,
        page=page,
        turn=turn,
        propensity=np.ma.filled(columns["propensity"].astype(np.float64), 0.0)[rows],
        version=np.ma.filled(columns["version"].astype(object), "")[rows].astype(str),
        ranked=(level == str(ServiceLevel.RANKER)) & ~np.ma.filled(columns["teams"], False)[rows],
        reward=np.ma.filled(rewards, 0.0)[rows],
        placed=Placed(page, turn, shown.touchpoint, shown.content),
    )


def _select(file: File) -> str:
    def column(name: str, otherwise: str) -> str:
        return name if name in file.columns else otherwise

    parts = {
        "key": f"hash({column(log.TOUCHPOINT, log.DECISION)}, {log.DECISION})",
        "page": f"CAST(hash({log.DECISION}) >> 1 AS BIGINT)",
        "moment": f"CAST({log.DECIDED_AT} AS BIGINT)",
        "slot": f"CAST(coalesce({column(log.SLOT, '0')}, 0) AS SMALLINT)",
        "propensity": f"CAST({log.PROPENSITY} AS DOUBLE)",
        "version": f"CAST({column(log.VERSION, 'NULL')} AS VARCHAR)",
        "teams": f"{column(log.TEAM, 'NULL')} IS NOT NULL",
        "level": f"CAST({column(log.SERVICE_LEVEL, 'NULL')} AS VARCHAR)",
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in parts.items())
    return f"SELECT {listed} FROM {file.numbered} ORDER BY place"


def _order(columns: dict[str, NDArray[np.generic]]) -> NDArray[np.intp]:
    """The rows of the file in the order in which they are loaded: by time, slate by slate, by slot."""
    by_time = np.argsort(np.ma.filled(columns["moment"], 0), kind="stable")
    _, first, slate = np.unique(np.asarray(columns["key"])[by_time], return_index=True, return_inverse=True)
    number = np.empty(len(first), np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return by_time[np.lexsort((np.ma.filled(columns["slot"], 0)[by_time], number[slate]))]


def _settled(found: Decisions, folder: Path, windows: Mapping[str, int]) -> NDArray[np.bool_]:
    """bool (n,): slates whose window had passed when the log ended; clicked ones too, so that nothing is selected."""
    times = found.dataset.interactions.time
    end = read_json(folder, log.DATASET_FILE, {}).get("until") or (int(times[-1]) if len(times) else 0)
    own = [windows[each.touchpoint] * 1_000 for each in found.dataset.catalog.touchpoints]
    window = np.array([*own, 0])[found.shown.touchpoint]
    settled: NDArray[np.bool_] = found.shown.time + window <= end
    return settled


def _whole(slate: NDArray[np.int32], good: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """bool (n,): placements of slates of which all are good."""
    numbers = np.unique(slate, return_inverse=True)[1]
    return np.bincount(numbers, ~good, minlength=1)[numbers] == 0
