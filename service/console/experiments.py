"""The pages of experiments: where they stand, what their guardrails see, their reports, and what may be done now."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.console.templates import page

SHARES = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0)
_ACTS = {
    "draft": ("start", "archive"),
    "running": ("ramp", "pause", "resume", "stop", "report"),
    "paused": ("resume", "stop", "report"),
    "stopped": ("archive",),
    "archived": (),
}


def experiments_page(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the page of all experiments."""
    return page("experiments.html", rows=rows, percent=percent, guards=guards)


def experiment_page(
    told: Mapping[str, Any],
    history: Sequence[Mapping[str, Any]],
    writes: bool,
    form: tuple[str, str] = ("csrf", ""),
    problem: str = "",
) -> str:
    """Return the page of one; `writes`: the reader may act, by forms that carry a token under a name."""
    return page(
        "experiment.html",
        told=told,
        history=history,
        acts=acts(told) if writes else (),
        shares=[each for each in SHARES if told["share"] is None or each > told["share"]],
        field=form[0],
        token=form[1],
        problem=problem,
        percent=percent,
    )


def acts(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what may be done with an experiment as it stands."""
    rests = any(each["paused"] is not None for each in told["variants"])
    whole = told["share"] is not None and told["share"] >= 1
    left_out = {"resume"} if not rests else set[str]()
    left_out |= {"ramp"} if whole else set[str]()
    return tuple(each for each in _ACTS[told["status"]] if each not in left_out)


def guards(told: Mapping[str, Any]) -> str:
    """Return in a few words what the guardrails saw last."""
    rests = [each["variant"] for each in told["variants"] if each["paused"] is not None]
    if told["status"] == "running" and rests:
        return f"{', '.join(rests)} paused"
    harms = told["guardrails"]["harms"] if told["guardrails"] else []
    if not harms:
        return "-"
    harms = [each for each in harms if each["value"] is not None]
    if not harms:
        return "nothing to say yet"
    broken = sum(each["breached"] for each in harms)
    return f"{broken} of {len(harms)} broken" if broken else f"{len(harms)} hold"


def percent(share: float) -> str:
    """Return a share as it is shown."""
    return f"{100 * share:.4g} %"
