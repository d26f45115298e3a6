"""The tag book: every tag with its owner and status, how many persons hold it, and its way from proposed to retired."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.audiences.office import Office
from service.audiences.questions import EVERYBODY, Questions
from service.configuration.changing import Changing, Checked
from service.configuration.edits import entry_patched, entry_put
from service.stores.revisions import Revision
from slotwise.documents.tags import Status, Tag
from slotwise.errors import PopulationError, UnknownDocumentError

_ALIKE = 5
"""Other tags that are named beside one, those that share most persons with it first."""


@dataclass(frozen=True)
class TagBook:
    """Reads the tags of the configuration in effect, counts them over all persons, and changes their status."""

    changing: Changing
    office: Office

    def entries(self) -> dict[str, Tag]:
        """Return every tag by name, in the order written; raise StoreError."""
        return {each.tag: each for each in self.changing.history.newest().configuration.of(Tag)}

    def get(self, tag: str) -> Tag:
        """Return a tag; raise UnknownDocumentError or StoreError."""
        found = self.entries().get(tag)
        if found is None:
            raise UnknownDocumentError(f"there is no tag {tag!r}", expected=sorted(self.entries()), given=tag)
        return found

    def list(self, status: Status | None = None, counts: bool = False) -> dict[str, Any]:
        """Return all tags, or those of one status; with `counts` how many persons hold each, proposed ones too.

        They are None while the columns of all persons were never made. Raises StoreError.
        """
        entries = {name: each for name, each in self.entries().items() if status is None or each.status == status}
        asked = self._questions(entries) if counts else None
        held = {} if asked is None else asked.tags()
        persons = None if asked is None else asked.persons
        return {"data": [_told(each, held, persons) for each in entries.values()], "persons": persons}

    def show(self, tag: str) -> dict[str, Any]:
        """Return a tag with how many persons hold it, and the tags that share most of them.

        Raises UnknownDocumentError or StoreError.
        """
        found, entries = self.get(tag), self.entries()
        asked = self._questions(entries)
        # One that is retired is counted too when it is looked at by itself.
        names = [tag, *(name for name, each in entries.items() if each.status != "retired" and name != tag)]
        shared = {} if asked is None else dict(zip(names, asked.overlap(names)[0].tolist(), strict=True))
        persons = None if asked is None else asked.persons
        most = sorted((name for name in names[1:] if shared.get(name)), key=lambda name: (-shared[name], name))[:_ALIKE]
        return {
            **_told(found, shared, persons),
            "shares_most_with": [{"tag": name, "persons": shared[name]} for name in most],
            "all_persons": persons,
        }

    def propose(self, entry: Mapping[str, Any], author: str, reason: str) -> tuple[Revision | None, Checked]:
        """Write a tag as proposed; raises ConfigurationError, StoreError."""
        name = str(entry.get("tag", ""))
        return self.changing.apply(entry_put(Tag.name, name, {**entry, "status": "proposed"}), author, reason)

    def move(self, tag: str, status: Status, author: str, reason: str) -> tuple[Revision | None, Checked]:
        """Give a tag another status; raises UnknownDocumentError, ConfigurationError, StoreError."""
        self.get(tag)
        return self.changing.apply(entry_patched(Tag.name, tag, {"status": status}), author, reason)

    def _questions(self, entries: Mapping[str, Tag]) -> Questions | None:
        """What can be asked of everybody when all these tags count, so that proposed ones can be judged."""
        try:
            asked = self.office.questions()
        except PopulationError:
            return None
        plan = replace(asked.asking.plan, tags=tuple(entries.values()), _past=None)
        return Questions(asked.population, replace(asked.asking, plan=plan))


def _told(tag: Tag, held: Mapping[str, int], persons: int | None) -> dict[str, Any]:
    count = held.get(tag.tag)
    everybody = count is not None and bool(persons) and count >= EVERYBODY * (persons or 0)
    written = {"title": "", "owner": "", "status": "proposed", "threshold": 1, **tag.to_json()}
    return {**written, "held_by": count, "matches_everybody": everybody}
