"""Interleaved: what clicks on interleaved slates say of two versions, read from a log folder.

A filter before an experiment, never the decision to ship: it compares choices that stand side by side in one slate. Its
placements are no ground for off-policy evaluation, as what both versions together would show is nobody's policy.
"""

from typing import Any

import numpy as np
from scipy.stats import binomtest

from slotwise import log
from slotwise.analysis.folder import File
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.query import literal
from slotwise.documents.experiments import Experiment, Phase
from slotwise.errors import DatasetError
from slotwise.experiments.assigned import INTERLEAVED, Reason
from slotwise.interleaving import FEWEST_SLOTS
from slotwise.interleaving.credit import Tally
from slotwise.interleaving.preference import Preference
from slotwise.interleaving.preference import preference as preferred
from slotwise.touchpoints import Touchpoint

FILTER = "Interleaving is a filter before an experiment, not the decision to ship."
_COIN_ALARM = 0.001
_MERGED = "merged"


def preference(opened: OpenLog, experiment: Experiment, phase: Phase) -> dict[str, Any]:
    """Return the preference of a phase's units between control and the other variant, as plain values.

    "preference" is `Preference.to_json`; "units", "decisions", those of them in which the versions differed, and
    "clicks" count what it rests on; "health" holds checks as an experiment's report does, "touchpoints" tells each by
    itself, "text" says it in words.
    Raises DatasetError for a log without teams or assignments, and for a phase that has not two variants.
    """
    other = [each.variant for each in phase.variants if each.variant != phase.control]
    if len(other) != 1:
        raise DatasetError("two variants are interleaved", expected="control and one more", given=len(other) + 1)
    _merge(opened, experiment, phase, other[0])
    clicks = opened.connection.execute(
        f"SELECT touchpoint, dense_rank() OVER (ORDER BY key) - 1 AS person, team FROM {_MERGED} "
        "WHERE clicked AND team IS NOT NULL"
    ).fetchnumpy()
    persons, teams = np.asarray(clicks["person"], np.int64), np.asarray(np.ma.filled(clicks["team"], 0), np.int64)
    found = preferred(Tally.of(persons, teams), experiment.alpha)
    counts = opened.rows(
        f"SELECT count(DISTINCT key) AS units, count(DISTINCT decision_id) AS decisions, "
        f"count(DISTINCT decision_id) FILTER (team IS NOT NULL) AS decisions_that_differ, "
        f"count(*) FILTER (clicked) AS clicks, count(*) FILTER (clicked AND team IS NULL) AS clicks_to_nobody "
        f"FROM {_MERGED}"
    )[0]
    names = np.asarray(clicks["touchpoint"], object)
    return {
        "experiment": experiment.experiment,
        "phase": phase.number,
        "one": phase.control,
        "other": other[0],
        **counts,
        "preference": found.to_json(),
        "touchpoints": {
            str(name): preferred(Tally.of(persons[names == name], teams[names == name]), experiment.alpha).to_json()
            for name in sorted(set(names.tolist()))
        },
        "health": _health(opened),
        "text": f"{_text(found, phase.control, other[0])} {FILTER}",
    }


def _merge(opened: OpenLog, experiment: Experiment, phase: Phase, other: str) -> None:
    """Make the table of the phase's interleaved placements: key, decision_id, touchpoint, slot, team, clicked."""
    decisions, assignments = opened.placements, opened.assignments
    if log.TEAM not in decisions.columns:
        raise DatasetError(
            f"{opened.folder} tells no teams", pointer=str(opened.folder), hint="nothing was interleaved"
        )
    until = opened.until if phase.ended_at is None else phase.ended_at
    ends = "" if until is None else f" AND d.{log.DECIDED_AT} < {until}"
    covered = f" AND d.touchpoint IN ({', '.join(map(literal, phase.touchpoints))})" if phase.touchpoints else ""
    windows = ", ".join(f"({literal(name)}, {seconds})" for name, seconds in opened.windows.items())
    window = f"coalesce((SELECT w FROM (VALUES {windows}) v(t, w) WHERE t = d.touchpoint), {_WINDOW})" if windows else (
        str(_WINDOW)
    )  # fmt: skip
    place = f"CASE d.{log.TEAM} WHEN {literal(phase.control)} THEN 0 WHEN {literal(other)} THEN 1 END"
    opened.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_MERGED} AS WITH enrolled AS ("
        f"SELECT DISTINCT {log.DECISION}, {_key(assignments, phase)} AS key FROM {assignments.source} "
        f"WHERE {log.EXPERIMENT} = ? AND {log.PHASE} = ? AND {log.VARIANT} = ? AND {log.REASON} = ?), "
        f"placed AS (SELECT key, d.{log.DECISION}, d.{log.TOUCHPOINT}, d.{log.SLOT}, d.{log.CONTENT}, {place} AS team, "
        f"d.{log.DECIDED_AT} + {window} * 1000 AS ends FROM {decisions.source} d JOIN enrolled USING ({log.DECISION}) "
        f"WHERE d.{log.DECIDED_AT} >= {phase.began_at}{ends}{covered}), "
        f"clicks AS (SELECT {log.DECISION}, {log.CONTENT}, min({log.OCCURRED_AT}) AS at FROM {opened.events.source} "
        f"WHERE {log.TYPE} = 'click' GROUP BY ALL) "
        f"SELECT p.* EXCLUDE (ends, {log.CONTENT}), coalesce(c.at <= p.ends, false) AS clicked FROM placed p "
        f"LEFT JOIN clicks c ON p.{log.DECISION} = c.{log.DECISION} AND p.{log.CONTENT} = c.{log.CONTENT}",
        [experiment.experiment, phase.number, INTERLEAVED, str(Reason.ASSIGNED)],
    )


_WINDOW = Touchpoint.attribution_window_s


def _key(file: File, phase: Phase) -> str:
    if phase.unit == "person" and log.PERSON in file.columns:
        return f"coalesce(nullif(CAST({log.PERSON} AS VARCHAR), ''), CAST({log.UNIT} AS VARCHAR))"
    return f"CAST({log.UNIT} AS VARCHAR)"


def _health(opened: OpenLog) -> list[dict[str, Any]]:
    slots = {each.touchpoint: each.slots for each in opened.touchpoints}
    first = opened.connection.execute(
        f"SELECT arg_min(team, slot) FROM {_MERGED} WHERE team IS NOT NULL GROUP BY decision_id, touchpoint"
    ).fetchnumpy()
    begun = np.bincount(np.asarray(next(iter(first.values())), np.int64), minlength=2).tolist()
    chance = float(binomtest(begun[0], sum(begun)).pvalue) if sum(begun) else 1.0
    small = sorted({row["touchpoint"] for row in opened.rows(f"SELECT DISTINCT touchpoint FROM {_MERGED}")
                    if slots.get(row["touchpoint"], FEWEST_SLOTS) < FEWEST_SLOTS})  # fmt: skip
    return [
        {
            "check": "fair_coin",
            "ok": chance >= _COIN_ALARM,
            "detail": "either version begins as many slates as a fair coin says"
            if chance >= _COIN_ALARM
            else "one version begins more slates than a fair coin says: placements are lost or logged twice",
            "figures": {"one": begun[0], "other": begun[1], "p_value": chance},
        },
        {
            "check": "enough_slots",
            "ok": not small,
            "detail": f"touchpoints with fewer than {FEWEST_SLOTS} slots tell too little: {', '.join(small)}"
            if small
            else f"every touchpoint has {FEWEST_SLOTS} slots or more",
            "figures": {"touchpoints": small},
        },
    ]


def _text(found: Preference, one: str, other: str) -> str:
    share = f"{100 * found.value:.1f} % of {found.tally.decided:,} persons who preferred one chose more of {other}"
    band = f"(at all looks together {100 * found.always_low:.1f} to {100 * found.always_high:.1f} %)"
    if not found.tally.decided:
        return "Nobody has preferred one of the two yet."
    if not found.side:
        return f"{share} {band}: no preference is proven yet."
    return f"{share} {band}: persons prefer {other if found.side > 0 else one}."
