"""Units: who is in a phase, in which variant and since when, read off the assignments that were logged.

The first row of a unit is its exposure: from there on the variants could differ for it. Forced rows are no part of it.
A person who is known by several ids is one unit, by the id that the log carries after merges; whoever was seen in two
variants is counted and left out. A bandit draws its units anew with every batch, so there a unit is one of a batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.folder import File
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.query import literal
from slotwise.documents.experiments import Experiment, Phase
from slotwise.experiments.assigned import Reason

TABLE = "units"
"""Table of the connection: unit (int, from 0), key (id), exposed, ends (ms UTC), decision (the first one's id)."""


@dataclass(frozen=True)
class Units:
    """n units, numbered by variant and within it by their exposure."""

    names: tuple[str, ...]
    """The variants."""
    variant: NDArray[np.int16]
    """(n,): a place in `names`."""
    exposed: NDArray[np.int64]
    """(n,): ms UTC."""
    probability: NDArray[np.float64]
    """(n,): with which the unit was assigned to its variant."""
    person: NDArray[np.int64]
    """(n,): whose unit it is, from 0: of a bandit, a person is one unit in every batch."""
    twice: int
    """Units that were seen in two variants, which are not among the n."""
    strangers: dict[str, int]
    """Units by variants that none should be in, which are not among the n either."""

    def __len__(self) -> int:
        return len(self.variant)

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """The numbers of every variant's units."""
        edges = np.searchsorted(self.variant, np.arange(len(self.names) + 1)).tolist()
        return tuple(slice(*each) for each in pairwise(edges))

    @property
    def counts(self) -> dict[str, int]:
        """How many units every variant has."""
        return {name: each.stop - each.start for name, each in zip(self.names, self.slices, strict=True)}


def units(opened: OpenLog, experiment: Experiment, phase: Phase, time: Timeline, names: Sequence[str]) -> Units:
    """Make the table TABLE of the units of some variants, and return them. Raises DatasetError without assignments."""
    known, connection = {each.variant for each in phase.variants}, opened.connection
    if experiment.kind != "bandit":
        known = {each.variant for each in phase.variants if each.weight > 0}
    seen = _seen(opened.assignments, experiment, phase, time)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE seen AS {seen}", [experiment.id, phase.number])
    place = " ".join(f"WHEN {literal(name)} THEN {number}" for number, name in enumerate(names))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {TABLE} AS SELECT * FROM (SELECT "
        "CAST(row_number() OVER (ORDER BY place, exposed, key, batch) - 1 AS INTEGER) AS unit, * FROM "
        f"(SELECT key, CAST(CASE variant {place} END AS SMALLINT) AS place, exposed, {_ends(phase, time)} AS ends, "
        "decision, probability, batch FROM seen WHERE NOT twice) s WHERE place IS NOT NULL) ORDER BY unit"
    )
    told = connection.execute("SELECT twice, variant, count(*) FROM seen GROUP BY ALL").fetchall()
    connection.execute("DROP TABLE seen")
    person = "unit" if experiment.kind != "bandit" else "dense_rank() OVER (ORDER BY key) - 1"
    found = connection.execute(
        f"SELECT place, exposed, probability, {person} AS person FROM {TABLE} ORDER BY unit"
    ).fetchnumpy()
    return Units(
        tuple(names),
        np.asarray(found["place"], np.int16),
        np.asarray(found["exposed"], np.int64),
        np.asarray(np.ma.filled(found["probability"], np.nan), np.float64),
        np.asarray(found["person"], np.int64),
        sum(count for twice, _, count in told if twice),
        {variant: count for twice, variant, count in sorted(told) if not twice and variant not in known},
    )


def _seen(file: File, experiment: Experiment, phase: Phase, time: Timeline) -> str:
    """The SQL of one row a unit; its two parameters are the experiment and the phase."""
    known = file.columns
    probability = log.PROBABILITY if log.PROBABILITY in known else "1.0"
    decision = log.DECISION if log.DECISION in known else "NULL"
    where = [f"{log.EXPERIMENT} = ?", f"{log.PHASE} = ?", f"{log.VARIANT} <> ''", time.open(log.DECIDED_AT)]
    if log.REASON in known:
        where.append(f"{log.REASON} IS DISTINCT FROM {literal(str(Reason.FORCED))}")
    rows = (
        f"SELECT {_key(file, phase)} AS key, {_batch(phase)} AS batch, {log.VARIANT} AS variant, "
        f"{log.DECIDED_AT} AS moment, {decision} AS decision, {probability} AS probability "
        f"FROM {file.source} WHERE {' AND '.join(where)}"
    )
    return (
        "SELECT key, batch, min(variant) AS variant, min(variant) <> max(variant) AS twice, min(moment) AS exposed, "
        f"CAST(arg_min(decision, moment) AS VARCHAR) AS decision, CAST(min(probability) AS DOUBLE) AS probability "
        f"FROM ({rows}) r WHERE key IS NOT NULL GROUP BY key, batch"
    )


def _key(file: File, phase: Phase) -> str:
    if phase.unit == "person" and log.PERSON in file.columns:
        return f"coalesce(nullif(CAST({log.PERSON} AS VARCHAR), ''), CAST({log.UNIT} AS VARCHAR))"
    return f"CAST({log.UNIT} AS VARCHAR)"


def _batch(phase: Phase) -> str:
    """The batch of a row: how many allocations had been made, beside the first."""
    later = [f"CAST({log.DECIDED_AT} >= {each.at} AS INTEGER)" for each in phase.allocations[1:]]
    return " + ".join(later) if later else "0"


def _ends(phase: Phase, time: Timeline) -> str:
    """The end of a unit's time: a bandit's unit lasts as long as its batch."""
    ends = [f"WHEN {place} THEN {min(each.at, time.cut)}" for place, each in enumerate(phase.allocations[1:])]
    return f"CASE batch {' '.join(ends)} ELSE {time.cut} END" if ends else str(time.cut)
