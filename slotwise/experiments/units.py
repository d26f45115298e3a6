"""Units: an id as it is hashed, the same text whichever way a caller writes it."""

import unicodedata

_TRIMMED = " \t\r\n\"'"
"""Taken off both ends: spaces and quotes that a spreadsheet or a log left there. The clients trim the very same."""

_EXACT = 2**53
"""Below this a floating-point number is the whole number that was written."""


def normalised(given: object) -> str | None:
    """Return an id as text: whole numbers written out, NFC, without quotes around it; None when nothing is left."""
    if isinstance(given, float) and given.is_integer() and abs(given) < _EXACT:
        given = int(given)
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        return None
    return unicodedata.normalize("NFC", given.strip(_TRIMMED)) or None
