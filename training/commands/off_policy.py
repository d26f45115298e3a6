"""What `slotwise evaluate --off-policy` does: candidates on logged decisions, told in a table and kept as forecasts."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Group, RenderableType

from slotwise import log
from slotwise.analysis.folder import open_file
from slotwise.console import Output
from slotwise.errors import ConfigError
from training.commands.asking import figure, titled, watching

NOBODY = "none"
"""The champion of a log that no model at hand has made."""


@dataclass(frozen=True)
class Asked:
    """The command's options."""

    candidates: Sequence[str]
    folder: Path
    name: str | None
    champion: str
    reward: str
    margin: float
    reading: str
    decisions: int
    window_hours: float | None
    tick: int | None
    tracking: str
    forecasts: Path


MOST = 6
"""Touchpoints of a candidate that are shown in a terminal."""


def run(asked: Asked, output: Output) -> None:
    """Evaluate and print; raises SlotwiseError."""
    if open_file(asked.folder, log.DECISIONS_FILE) is None or (asked.champion == NOBODY and _simple(asked)):
        _bandit(asked, output)
        return
    from training.off_policy import evaluation, sampling, versions
    from training.off_policy.decisions import read
    from training.off_policy.replaying import replay
    from training.off_policy.telling import told

    with TemporaryDirectory() as place, watching(output) as watch:
        watch("reading the log", 0.0)
        window = None if asked.window_hours is None else round(asked.window_hours * 3_600)
        decisions = read(asked.folder, asked.reward, window)
        name = asked.name or str(decisions.dataset.info.get("name", "slotwise"))
        opened = versions.Opened(name, asked.tracking, Path(place), decisions.dataset)
        champion = None if asked.champion == NOBODY else opened.find(asked.champion)
        found = opened.candidates(asked.candidates, champion)
        served, others = sampling.served_by(decisions, champion.number if champion else "")
        kept = sampling.drawn(served, asked.decisions)
        tick = asked.tick or (champion or found[0]).options.tick
        models = {each.label: each.model for each in found}
        replayed = replay(kept, champion.model if champion else None, models, tick, watch)
    document = evaluation.document(kept, replayed, evaluation.terms(asked.reward, asked.margin, asked.reading))
    document |= {"name": name, "logged_by": champion.label if champion else NOBODY, "of_other_versions": others}
    for each in found:
        told(each, document, asked.tracking, asked.forecasts, int(time.time() * 1_000))
    output.result(document, lambda: shown(document))


def _bandit(asked: Asked, output: Output) -> None:
    """Data of others that the replay of models cannot read: simple policies only."""
    from training.off_policy import bandits
    from training.sources.logged_bandit import read

    if not _simple(asked):
        raise ConfigError(
            "only simple policies can be evaluated on data that was not imported",
            expected="--off-policy uniform",
            given=list(asked.candidates),
            hint="`slotwise import` it, train on it, and evaluate the version on the imported folder",
        )
    document = bandits.document(read(asked.folder), asked.margin)
    by_log = {f"log of {name}": each for name, each in document["logged_by"].items()}
    output.result(document, lambda: of_candidate("uniform", by_log))


def _simple(asked: Asked) -> bool:
    return list(asked.candidates) == ["uniform"]


def shown(document: Mapping[str, Any]) -> RenderableType:
    """The evaluation as tables: every candidate by touchpoint and overall, then what else must be known."""
    parts = [
        of_candidate(name, {"overall": each["overall"], **_largest(each["touchpoints"])})
        for name, each in document["candidates"].items()
    ]
    title = f"{document['decisions']:,} logged slates of {document['logged_by']}; {document['reward']} a slate"
    more = max((len(each["touchpoints"]) for each in document["candidates"].values()), default=0) - MOST
    left = [f"{more} more touchpoints, all checks and estimators: --json"] if more > 0 else []
    return Group(title, *_notes(document), *parts, *left)


def _largest(touchpoints: Mapping[str, Any]) -> dict[str, Any]:
    """The touchpoints with most slates, those first."""
    order = sorted(touchpoints, key=lambda name: -touchpoints[name]["decisions"])
    return {name: touchpoints[name] for name in order[:MOST]}


def of_candidate(name: str, found: Mapping[str, Mapping[str, Any]]) -> RenderableType:
    """One candidate, place by place, with what speaks against each of its numbers."""
    rows = [row(where, each) for where, each in found.items()]
    notes = [
        f"{where}: {each['estimator'] or 'refused'}; {'; '.join(each['reasons'])}" for where, each in found.items()
    ]
    return Group(titled(name, rows), *(each.removesuffix("; ") for each in notes))


def row(where: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """One place as it stands in the table."""
    sizes = {each["check"]: each["effective"] for each in found["checks"] if "effective" in each}
    prefix = (found["estimator"] or "").startswith(("prefix", "cascade")) or "overlap" not in sizes
    return {
        "where": where,
        "slates": found["decisions"],
        "log": figure(found["champion"]),
        "candidate": figure(found["candidate"]),
        "difference": figure(found["difference"]),
        "effective": round(sizes["prefix overlap" if prefix else "overlap"]),
        "to traffic": "yes" if found["to_traffic"] else "no",
    }


def _notes(document: Mapping[str, Any]) -> list[str]:
    notes = []
    if document["ranking"]:
        notes.append("Ranking: " + ", ".join(document["ranking"]))
    repeated, audit = document["repeated"], document["audit"]
    if document["logged_by"] == NOBODY:
        return notes
    notes.append(f"{repeated['share']:.1%} of the logged propensities came out again when the champion was asked.")
    if not repeated["enough"]:
        notes.append("That is not enough to know the probabilities by slot: the prefix estimates count.")
    if audit["alarms"]:
        named = ", ".join(f"{each['content']} in slot {each['slot']}" for each in audit["alarms"][:3])
        notes.append(f"Audit: shown more or less often than the propensities say: {named}")
    else:
        notes.append(f"Audit: {audit['tested']} contents by slot were shown as often as their propensities say.")
    if document["of_other_versions"]:
        notes.append(f"{document['of_other_versions']:,} placements of other versions were left out.")
    return notes
