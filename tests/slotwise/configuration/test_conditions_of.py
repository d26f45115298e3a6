"""The conditions of an entry: wherever they stand, each with what its field may read."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict

from slotwise.conditions import CONTENTS, Condition
from slotwise.configuration.conditions_of import conditions


class Part(BaseModel):
    """A part of an entry."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    where: Annotated[Condition, CONTENTS] | None = None


class Whole(BaseModel):
    """An entry with conditions in many places."""

    when: Condition
    what: Annotated[Condition, CONTENTS]
    part: Part = Part()
    parts: list[Part] = []
    named: dict[str, Annotated[Condition, CONTENTS]] = {}
    maybe: Condition | None = None


def test_every_condition_is_found():
    """In fields, in parts, in lists and by name; marks are found within unions."""
    entry = Whole.model_validate(
        {"when": "a", "what": "b", "part": {"where": "c"}, "parts": [{}, {"where": "d"}], "named": {"x/y": "e"}}
    )
    found = {at: (condition.text, reads) for at, condition, reads in conditions(entry)}

    assert found == {
        "/when": ("a", None),
        "/what": ("b", CONTENTS),
        "/part/where": ("c", CONTENTS),
        "/parts/1/where": ("d", CONTENTS),
        "/named/x~1y": ("e", CONTENTS),
    }
