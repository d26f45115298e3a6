"""What may follow on an experiment: everything before its start, and afterwards what its acts and its owner add."""

from collections.abc import Iterator, Mapping

from slotwise.documents import Problem, pointer
from slotwise.documents.trial import LIVE, Guardrail, Phase, Trial

FIXED = (
    "hypothesis", "primary", "secondary", "segments", "minimum_effect", "days", "method", "alpha", "power", "margin",
    "history_days",
)  # fmt: skip
"""By what an experiment is judged: said before it starts, and changed by nothing but a new phase."""
_FOREVER = ("kind", "layer")
_AFTER: Mapping[str, tuple[str, ...]] = {
    "draft": ("draft", "running", "archived"),
    "running": ("running", "paused", "stopped"),
    "paused": ("paused", "running", "stopped"),
    "stopped": ("stopped", "archived"),
    "archived": ("archived",),
}
_GROWING = ("ended_at", "ramp", "pauses", "allocations")


def changes_wrong(before: Trial, after: Trial | None) -> Iterator[Problem]:
    """Yield what may not follow; pointers are relative to the experiment. None: it was taken away."""
    if after is None and not before.phases:
        return
    if after is None:
        detail = f"{before.experiment!r} is {before.status}: what was compared is kept; stop it and archive it"
        yield Problem("", "experiment_kept", detail, given=before.status)
        return
    if after.status not in _AFTER[before.status]:
        detail = f"an experiment that is {before.status} does not become {after.status}"
        yield Problem("/status", "status_wrong", detail, _AFTER[before.status], after.status)
    if before.status == "draft":
        return
    yield from _history_wrong(before.phases, after.phases)
    yield from _judging_wrong(before, after)


def _judging_wrong(before: Trial, after: Trial) -> Iterator[Problem]:
    goes_on = len(after.phases) == len(before.phases)
    for name in (*_FOREVER, *(FIXED if goes_on else ())):
        if getattr(before, name) != getattr(after, name):
            need = "needs another experiment" if name in _FOREVER else "begins a new phase"
            yield Problem(pointer(name), "phase_immutable", f"the experiment has started: another {name} {need}")
    if goes_on and before.status in LIVE:
        yield from _guardrails_wrong(before.guardrails, after.guardrails)


def _guardrails_wrong(before: list[Guardrail], after: list[Guardrail]) -> Iterator[Problem]:
    margins = {each.metric: each.margin for each in after}
    for each in before:
        if margins.get(each.metric, float("inf")) > each.margin:
            detail = f"the guardrail on {each.metric} is loosened while it holds"
            yield Problem(
                "/guardrails", "guardrail_loosened", detail, f"at most {each.margin:g}", margins.get(each.metric)
            )


def _history_wrong(before: list[Phase], after: list[Phase]) -> Iterator[Problem]:
    for place, was in enumerate(before):
        if place >= len(after):
            yield Problem("/phases", "phase_immutable", f"phase {was.number} is gone", len(before), len(after))
            return
        yield from (
            each._replace(pointer=pointer("phases", place) + each.pointer) for each in _phase_wrong(was, after[place])
        )


def _phase_wrong(before: Phase, after: Phase) -> Iterator[Problem]:
    for name in type(before).model_fields:
        if name not in _GROWING and getattr(before, name) != getattr(after, name):
            detail = f"{name} of phase {before.number} is changed: a change begins a new phase"
            yield Problem(pointer(name), "phase_immutable", detail)
    if before.ended_at is not None and after != before:
        yield Problem("", "phase_immutable", f"phase {before.number} has ended")
    for name in ("ramp", "allocations"):
        was, now = getattr(before, name), getattr(after, name)
        if now[: len(was)] != was:
            yield Problem(pointer(name), "phase_immutable", f"what was in {name} stays: new ones come behind")
    pauses = [
        now.model_copy(update={"until": was.until}) if was.until is None else now
        for was, now in zip(before.pauses, after.pauses, strict=False)
    ]
    if pauses != before.pauses:
        yield Problem("/pauses", "phase_immutable", "a pause that was stays: it may only end")
