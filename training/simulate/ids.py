"""How the simulated log names its persons, events, decisions and sessions."""

from slotwise import log

ID_PREFIX = {log.EVENT_ID: "e_", log.PERSON: "p_", log.DECISION: "d_", log.SESSION: "s_"}
PERSON_DIGITS = 7


def person_name(number: int) -> str:
    """Return the id of the person with this number."""
    return f"{ID_PREFIX[log.PERSON]}{number:0{PERSON_DIGITS}d}"
