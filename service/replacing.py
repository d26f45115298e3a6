"""Replacing: the change of the configuration by which an operator puts a content in the place of another one.

A rule closes the content in the touchpoint; in the touchpoint's safety list the other one takes its place. Both go
through the configuration like any change: checked as a whole, with author and reason, and brought back in one step.
"""

from collections.abc import Mapping
from typing import Any

from service.configuration.edits import Edit
from service.content_reviews import ContentReviews
from slotwise.configuration import Configuration
from slotwise.documents.rules import Rule
from slotwise.documents.touchpoints import Touchpoint
from slotwise.errors import ConfigError


def reviewed(reviews: ContentReviews, touchpoint: str, content: str, other: str | None) -> tuple[str, str]:
    """Return what takes a content's place and why: what is given, or what the newest review says.

    Raises NotMeasuredError, UnknownTouchpointError, and ConfigError when the review knows of nothing better.
    """
    if other is not None:
        return other, f"{content} is replaced by {other} in {touchpoint}"
    rows = {each["content_id"]: each for each in reviews.of(touchpoint).document["contents"]}
    row = rows.get(content)
    if row is None or row["gain"]["replacement"] is None:
        raise ConfigError(
            f"the newest review knows of nothing better than {content} in {touchpoint}",
            hint="name what takes its place",
            given=content,
        )
    return str(row["gain"]["replacement"]), str(row["why"])


def rule_of(touchpoint: str, content: str) -> str:
    """Return the name of the rule that closes a content in a touchpoint."""
    return f"replaced-{content}-in-{touchpoint}"[:128]


def replacement(touchpoint: str, content: str, other: str) -> Edit:
    """Return the edit; made twice it changes nothing more."""

    def edit(before: Configuration) -> Mapping[str, Any]:
        documents = before.to_json()
        name = rule_of(touchpoint, content)
        rule = {
            "rule": name,
            "title": f"{content} is replaced by {other}",
            "kind": "block",
            "touchpoints": [touchpoint],
            "contents": f"content.content_id == {_quoted(content)}",
        }
        rules = [each for each in documents.get(Rule.name, []) if each["rule"] != name]
        listed = documents.get(Touchpoint.name)
        changed = (
            {} if listed is None else {Touchpoint.name: [_listed(each, touchpoint, content, other) for each in listed]}
        )
        return {**documents, **changed, Rule.name: [*rules, rule]}

    return edit


def _listed(entry: Mapping[str, Any], touchpoint: str, content: str, other: str) -> dict[str, Any]:
    """Return a touchpoint with the other content in its safety list, once, where the content stood."""
    fallback = list(entry.get("fallback", []))
    if entry["touchpoint"] != touchpoint or content not in fallback:
        return dict(entry)
    put = [other if each == content else each for each in fallback]
    return {**entry, "fallback": list(dict.fromkeys(put))}


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
