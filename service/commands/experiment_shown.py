"""Experiments as tables and lines, for people at a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from slotwise.console import table
from slotwise.figures import number


def rows(told: Sequence[Mapping[str, Any]]) -> RenderableType:
    """All experiments, a line each."""
    if not told:
        return "there are no experiments"
    return table([
        {
            "experiment": each["experiment"],
            "status": each["status"],
            "phase": each["phase"],
            "share": "-" if each["share"] is None else f"{each['share']:.0%}",
            "units": units(each),
            "verdict": (each["verdict"] or {}).get("code", "-"),
            "rests": ", ".join(it["variant"] for it in each["variants"] if it["paused"] is not None),
        }
        for each in told
    ])  # fmt: skip


def one(told: Mapping[str, Any]) -> RenderableType:
    """One experiment with its variants, its verdict and its guardrails."""
    head = f"{told['experiment']}: {told['title'] or told['hypothesis']}".rstrip(": ")
    where = f"{told['status']}, phase {told['phase'] or '-'}, layer {told['layer']}, by {told['unit']}"
    parts: list[RenderableType] = [Text(head, style="bold"), Text(where), _variants(told["variants"])]
    if told["verdict"]:
        parts.append(Text(told["verdict"].get("text", "")))
    guards = told["guardrails"]
    if guards and guards["harms"]:
        parts.append(_guards(guards["harms"]))
    return Group(*parts)


def done(told: Mapping[str, Any]) -> RenderableType:
    """What an act made of an experiment."""
    found, lines = told["experiment"], [f"warning: {each}" for each in told["warnings"]]
    if found is None:
        return Text("\n".join([*lines, f"taken away; revision {told['revision']}"]))
    said = "nothing changed" if told["revision"] is None else f"revision {told['revision']}"
    share = "" if found["share"] is None else f", {found['share']:.0%} of layer {found['layer']}"
    return Text("\n".join([*lines, f"{found['experiment']} is {found['status']}{share}; {said}"]))


def history(deeds: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Every act, the newest first."""
    if not deeds:
        return "nothing has been done yet"
    names = ("revision", "at", "act", "author", "reason")
    return table([{name: each[name] for name in names} for each in deeds])


def plan(told: Mapping[str, Any]) -> RenderableType:
    """What an experiment needs."""
    rows = [
        {
            "day": each["day"],
            "units": round(each["units"]),
            "smallest effect": _percent(each["smallest_effect"]),
            "power": _percent(each["power"]),
        }
        for each in told["by_day"]
    ]
    head = f"{told['metric']}: {number(told['baseline'])} today, from {told['traffic']['units']:,} units"
    return Group(Text(head), *([table(rows)] if rows else []), Text(told["text"]))


def report(told: Mapping[str, Any]) -> RenderableType:
    """A report in short: health, metrics by variant, and the verdict."""
    failing = [each for each in told["health"] if not each["ok"]]
    metrics = [
        {
            "metric": each["metric"],
            "role": each["role"],
            "variant": name,
            "change": _effect(found["decides"]),
            "p": found["p_text"] or "-",
        }
        for each in told.get("metrics", [])
        for name, found in each["comparisons"].items()
    ]
    state = "frozen" if told.get("frozen") else "over" if told.get("over") else "running"
    head = f"{told['experiment']}, phase {told['phase']} ({state}), as of {told['as_of']}"
    parts: list[RenderableType] = [Text(head, style="bold"), units_line(told)]
    parts += [Text(f"unhealthy: {each['check']}: {each['detail']}") for each in failing]
    parts += [table(metrics)] if metrics else []
    parts.append(Text(told["verdict"]["text"]))
    parts += [Text(f"  {each}") for each in told["verdict"].get("reasons", [])]
    return Group(*parts)


def units(told: Mapping[str, Any]) -> str:
    """How many units each variant has met."""
    found = told["units"] or {}
    return ", ".join(f"{name} {count:,}" for name, count in found.items()) or "-"


def units_line(told: Mapping[str, Any]) -> Text:
    """The same as a line of its own."""
    return Text(f"units: {units(told)}")


def _variants(variants: Sequence[Mapping[str, Any]]) -> RenderableType:
    return table([
        {
            "variant": each["variant"] + (" (control)" if each["control"] else ""),
            "weight": f"{each['weight']:.1%}",
            "model": each["model"] or "-",
            "version": each["version"] or "-",
            "changes": ", ".join(each["patched"]) or "-",
            "rests": each["paused"] if each["paused"] is not None else "-",
        }
        for each in variants
    ])  # fmt: skip


def _guards(harms: Sequence[Mapping[str, Any]]) -> RenderableType:
    return table([
        {"variant": each["variant"], "guardrail": each["metric"], "seen": each["text"]} for each in harms
    ])  # fmt: skip


def _effect(decides: Mapping[str, Any]) -> str:
    found = decides.get("relative") or decides.get("absolute")
    if found is None:
        return "-"
    of = _percent if decides.get("relative") else number
    return f"{of(found['value'])} ({of(found['low'])} to {of(found['high'])})"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:+.2%}" if value < 0 else f"{value:.2%}"
