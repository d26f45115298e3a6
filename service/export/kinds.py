"""Kinds: of which type the columns of each part of an export are."""

from dataclasses import dataclass
from typing import Any

from service.export.facts import Facts
from service.export.files import schema
from service.export.rows import DECISION_EXTRA, EVENT_EXTRA
from slotwise import log


@dataclass(frozen=True)
class Kinds:
    """What facts of requests and events are, and what attributes that were given with requests are."""

    facts: Facts
    attributes: Facts

    def types(self, part: str) -> Any:
        """Return the schema of a part of the log, named as its folder."""
        if part == log.ASSIGNMENTS_FOLDER:
            return schema(log.ASSIGNMENT_COLUMNS, {})
        named = self.facts.types(log.CONTEXT_PREFIX)
        if part == log.EVENTS_FOLDER:
            return schema([*log.EVENT_COLUMNS, *EVENT_EXTRA, *named], named)
        named |= self.attributes.types(log.ATTRIBUTE_PREFIX)
        return schema([*log.DECISION_COLUMNS, *DECISION_EXTRA, *named], named)
