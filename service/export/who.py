"""Who: under which id a person's rows leave the log: their root, or nobody for those who have opted out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.stores.log_days import LogDays
from slotwise.errors import StateError
from slotwise.person import PersonState
from slotwise.person_packing import unpack


@dataclass
class Who:
    """`merged`: root by person; `apart`: roots who opted out."""

    merged: dict[str, str] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, log: LogDays) -> "Who":
        """Read everybody's state once; raises StoreError. Who cannot be read is left apart."""
        found = cls()
        for batch in log.states():
            found.merged.update((person_id, root) for person_id, _, root in batch if root is not None)
            found.apart.update(
                person_id
                for person_id, blob, root in batch
                if root is None and ((state := readable(blob)) is None or not state.personalize)
            )
        return found

    def root(self, person_id: str | None) -> str | None:
        """Return the id under which a row leaves the log, None for nobody."""
        if not person_id:
            return None
        person_id = self.merged.get(person_id, person_id)
        return None if person_id in self.apart else person_id

    def changed(self, merged: Mapping[str, str], apart: set[str]) -> set[str]:
        """Return the persons whose rows were written under another id than they have now."""
        moved = {each for each in merged.keys() | self.merged.keys() if merged.get(each) != self.merged.get(each)}
        turned = apart ^ self.apart
        leaves = {each for each, root in {**merged, **self.merged}.items() if root in turned}
        return moved | turned | leaves


def attributes(log: LogDays) -> Iterator[Sequence[tuple[str, Mapping[str, Any]]]]:
    """Give the attributes of everybody who has not opted out, without those that they hide; raises StoreError."""
    for batch in log.states():
        found = []
        for person_id, blob, root in batch:
            state = None if root is not None else readable(blob)
            if state is not None and state.personalize:
                shown = {name: value for name, value in state.attributes.items() if name not in state.hidden}
                found += [(person_id, shown)] if shown else []
        yield found


def readable(blob: bytes) -> PersonState | None:
    """Return a packed state, None when it is damaged."""
    try:
        return unpack(blob)
    except StateError:
        return None
