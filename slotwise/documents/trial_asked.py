"""What people ask of an experiment: variants whose weights make a whole, a control, testers who see what there is."""

from collections.abc import Iterator

from slotwise.documents import Problem, pointer
from slotwise.documents.trial import Trial, Variant

NEAR = 2e-6
"""How far from 1 the weights may sum: thirds are written with six digits."""
_MIXED = "interleaved"
RESERVED = ("assignments", "power")
"""Names that stand for something else in the API's addresses."""


def asked_wrong(trial: Trial) -> Iterator[Problem]:
    """Yield what cannot be compared as it is written; pointers are relative to the experiment."""
    names = [each.variant for each in trial.variants]
    yield from weights_wrong(trial.variants)
    if trial.experiment in RESERVED:
        detail = f"{trial.experiment!r} means something else in the API"
        yield Problem("/experiment", "value_wrong", detail, "another name", trial.experiment)
    for place, name in enumerate(names):
        if name in names[:place]:
            at = pointer("variants", place, "variant")
            yield Problem(at, "id_repeated", f"there are two variants {name!r}", "unique", name)
    if trial.control not in names:
        detail = f"control is {trial.control!r}, which is none of the variants"
        yield Problem("/control", "reference_unknown", detail, names, trial.control)
    for unit, variant in trial.forced.items():
        if variant not in names:
            detail = f"there is no variant {variant!r} to be forced"
            yield Problem(pointer("forced", unit), "reference_unknown", detail, names, variant)
    if trial.kind == "interleaving":
        yield from _interleaving_wrong(names)


def weights_wrong(variants: list[Variant]) -> Iterator[Problem]:
    """Yield weights that do not make a whole, and warnings of variants that nobody gets."""
    whole = sum(each.weight for each in variants)
    if abs(whole - 1) > NEAR:
        detail = f"the weights sum to {whole:.10g}: every enrolled unit gets exactly one variant"
        yield Problem("/variants", "weights_not_whole", detail, 1, round(whole, 10))
    for place, each in enumerate(variants):
        if each.weight == 0:
            detail = f"nobody gets {each.variant!r}"
            yield Problem(pointer("variants", place, "weight"), "variant_empty", detail, "above 0", 0, warning=True)


def _interleaving_wrong(names: list[str]) -> Iterator[Problem]:
    if len(names) != 2:
        yield Problem("/variants", "interleaving_of_two", "two lists are interleaved", 2, len(names))
    if _MIXED in names:
        yield Problem("/variants", "value_wrong", f"{_MIXED!r} is what enrolled units are called", given=_MIXED)
