"""What `slotwise config` prints: documents, entries, and what a change is."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

from service.configuration.changing import Checked
from service.configuration.edits import document_of, entry_of
from service.configuration.told import counts
from service.in_effect import InEffect
from service.stores.revisions import Revision
from slotwise.configuration import Difference, to_text
from slotwise.console import table
from slotwise.documents import Problem

_ALIKE = 5
"""Warnings of one code that are told one by one."""
_LINES = 40
"""Differences that are shown one by one; of more they are counted."""


def shown(in_effect: InEffect, kind: str | None, name: str | None) -> tuple[dict[str, Any], Any]:
    """Return a configuration, a document or an entry, for programs and for people; raise UnknownDocumentError."""
    told: dict[str, Any] = {"revision": in_effect.revision}
    configuration = in_effect.configuration
    if kind is None:
        rows = [{"document": each, "entries": count} for each, count in counts(configuration).items()]
        return {**told, "documents": configuration.to_json()}, table(rows, f"revision {in_effect.revision}")
    if name is not None:
        entry = entry_of(configuration, kind, name)
        return {**told, "entry": entry}, orjson.dumps(entry, option=orjson.OPT_INDENT_2).decode()
    document = document_of(configuration, kind)
    names = "\n".join(configuration.entries.get(kind, {}))
    return {**told, "data": document}, names or f"there are no {kind}"


def checked_text(checked: Checked, made: Revision | None) -> str:
    """Return what a change is, as lines."""
    told, others = worth_telling(checked)
    lines = list(_told(told))
    if others:
        lines.append(f"{others} warnings of documents that this does not change (--json tells them)")
    if checked.ok:
        lines.append(_differences(checked.differences))
        lines += _tried(checked)
        lines.append(_outcome(checked, made))
    else:
        lines.append(f"nothing has been changed; revision {checked.base.revision} stays in effect")
    return "\n".join(lines)


def worth_telling(checked: Checked) -> tuple[list[Problem], int]:
    """What is wrong, then warnings of the documents that it concerns; and how many warnings there are of others.

    These are the documents that change, and of what is refused those that are wrong. What the dry run found comes of
    the change, wherever it shows.
    """
    about = {each.kind for each in checked.differences} or {
        _kind(each) for each in checked.problems if not each.warning
    }
    told = [each for each in checked.problems if not about or not each.warning or _concerns(each, about)]
    return sorted(told, key=lambda each: each.warning), len(checked.problems) - len(told)


def _concerns(problem: Problem, about: set[str]) -> bool:
    return _kind(problem) in {"", *about} or problem.code.startswith("answers_")


def _kind(problem: Problem) -> str:
    return problem.pointer.split("/")[1] if problem.pointer else ""


def _differences(differences: list[Difference]) -> str:
    if len(differences) <= _LINES:
        return to_text(differences)
    counted = Counter((each.kind, each.what) for each in differences if each.id)
    return "\n".join(f"{kind}: {count} {what}" for (kind, what), count in sorted(counted.items()))


def _told(problems: list[Problem]) -> Iterator[str]:
    """Each by itself; of warnings of one kind the first ones, for a rule may leave nothing on every touchpoint."""
    alike = Counter[str]()
    for each in problems:
        alike[each.code] += each.warning
        if alike[each.code] <= _ALIKE:
            yield _problem(each)
    for code, count in alike.items():
        if count > _ALIKE:
            yield f"and {count - _ALIKE} more warnings like it (--json tells them) [{code}]"


def _problem(problem: Problem) -> str:
    at = f"{problem.pointer or '/'}{problem.entry and f' ({problem.entry})'}"
    first = f"{'warning' if problem.warning else 'wrong'}: {at}: {problem.detail} [{problem.code}]"
    more = [
        f"    {name}: {orjson.dumps(value, default=str).decode()[:200]}"
        for name, value in (("expected", problem.expected), ("given", problem.given))
        if value is not None
    ]
    return "\n".join([first, *more])


def _tried(checked: Checked) -> list[str]:
    if checked.tried is None:
        return []
    told = checked.tried.to_json()
    lines = [f"dry run: {told['answers']} answers of {told['touchpoints']} touchpoints"]
    for each in told["changed"]:
        lines.append(f"    {each['touchpoint']}: {each['changed']} of {each['answers']} answers differ")
        lines += [
            f"        {sign} {', '.join(each[name])}" for sign, name in (("-", "no_longer"), ("+", "new")) if each[name]
        ]
    return lines if told["changed"] else [*lines, "    no answer differs"]


def _outcome(checked: Checked, made: Revision | None) -> str:
    if made is None:
        return f"nothing has been changed; revision {checked.base.revision} is in effect"
    return f"revision {made.revision} is in effect; workers follow within a second or two"
