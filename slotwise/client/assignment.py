"""Assignment without the service: the same variant as the service's, from what it publishes and an id alone.

    h(salt, unit) = first 8 bytes, big-endian, of SHA-256(UTF-8 of salt, 0x1F, UTF-8 of the unit in NFC)

The layer's bucket is h * 10,000 / 2^64; the variant is the first whose cumulative weight exceeds (h >> 11) / 2^53.
"""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

VERSION = 1
_TRIMMED = " \t\r\n\"'"
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one experiment means for a unit; `variant` is empty where it is not enrolled, and `reason` says why.

    With the reason `ask` only the service can tell: the experiment has an audience.
    """

    experiment: str
    phase: int
    variant: str
    probability: float
    reason: str
    served: str
    """What to show: control while the variant is paused; empty: what everybody gets."""


def assign(
    document: Mapping[str, Any],
    person: object = None,
    session: object = None,
    touchpoints: Collection[str] | None = None,
    forced: Mapping[str, str] | None = None,
) -> list[Assignment]:
    """Return what each experiment of a published document (GET /v1/experiments/assignments) means for ids.

    Without touchpoints it is told of all experiments. Raises ValueError for a document of another form.
    """
    if document.get("version") != VERSION:
        raise ValueError(f"the document has the form {document.get('version')!r}; this client knows {VERSION}")
    units = {"person": normalised(person), "session": normalised(session)}
    held = {kind: _held(document, each) or _held(document, units["person"]) for kind, each in units.items()}
    return [
        _assigned(each, units[each["unit"]], held[each["unit"]], forced or {})
        for each in document["experiments"]
        if touchpoints is None or not each["touchpoints"] or not set(each["touchpoints"]).isdisjoint(touchpoints)
    ]


def normalised(given: object) -> str | None:
    """Return an id as it is hashed: whole numbers written out, NFC, quotes taken off; None when nothing is left."""
    if isinstance(given, float) and given.is_integer() and abs(given) < _EXACT:
        given = int(given)
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        return None
    return unicodedata.normalize("NFC", given.strip(_TRIMMED)) or None


def _assigned(each: Mapping[str, Any], unit: str | None, held: bool, forced: Mapping[str, str]) -> Assignment:
    name, phase = each["experiment"], each["phase"]
    tested = forced.get(name)
    if any(tested == variant["variant"] for variant in each["variants"]):
        return Assignment(name, phase, str(tested), 1.0, "forced", str(tested))
    why = _left_out(each, unit, held)
    if why or unit is None:
        return Assignment(name, phase, "", 0.0, why, "")
    if each["interleaved"]:
        served = each["control"] if each["paused_variants"] else "interleaved"
        return Assignment(name, phase, "interleaved", 1.0, "assigned", served)
    variant, weight = _drawn(each["variants"], _number(each["salt"], unit))
    served = each["control"] if variant in each["paused_variants"] else variant
    return Assignment(name, phase, variant, weight, "assigned", served)


def _left_out(each: Mapping[str, Any], unit: str | None, held: bool) -> str:
    if unit is None:
        return "no_unit"
    if each["paused"]:
        return "paused"
    if held:
        return "holdout"
    place = (_hash(each["layer_salt"], unit) * 10_000) >> 64
    if not any(low <= place < high for low, high in each["buckets"]):
        return "other_bucket"
    return "ask" if each["ask"] else ""


def _held(document: Mapping[str, Any], unit: str | None) -> bool:
    return any(_number(each["salt"], unit) < each["share"] for each in document["holdouts"])


def _drawn(variants: Iterable[Mapping[str, Any]], number: float) -> tuple[str, float]:
    found, bound = ("", 0.0), 0.0
    for each in variants:
        if each["weight"] <= 0:
            continue
        # The last one stays found where the weights sum to a little less than 1.
        found, bound = (each["variant"], each["weight"]), bound + each["weight"]
        if number < bound:
            break
    return found


def _number(salt: str, unit: str | None) -> float:
    """A uniform number in [0, 1); 1 for no unit, which is below no share."""
    return 1.0 if unit is None else (_hash(salt, unit) >> 11) / _EXACT


def _hash(salt: str, unit: str) -> int:
    text = f"{salt}\x1f{unit}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big")
