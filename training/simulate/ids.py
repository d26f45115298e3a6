"""How the simulated log names its persons, events, decisions and sessions."""

from slotwise import log

ID_PREFIX = {log.EVENT_ID: "e_", log.PERSON: "p_", log.DECISION: "d_", log.SESSION: "s_"}
PERSON_DIGITS = 7


def person_name(number: int) -> str:
    """Return the id of the person with this number."""
    return f"{ID_PREFIX[log.PERSON]}{number:0{PERSON_DIGITS}d}"


def person_number(name: str) -> int | None:
    """Return the number of a person's id, None for an id that is no simulated person's."""
    digits = name.removeprefix(ID_PREFIX[log.PERSON])
    return int(digits) if digits.isdecimal() and person_name(int(digits)) == name else None
