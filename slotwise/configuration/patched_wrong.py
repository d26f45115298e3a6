"""What is wrong with the configurations that experiments would make: every variant's patch, on all documents."""

from collections.abc import Callable, Iterator

from slotwise.configuration.patching import patched
from slotwise.documents import Entries, Problem, World, pointer
from slotwise.documents.experiments import LIVE, Experiment
from slotwise.documents.holdouts import Holdout
from slotwise.documents.trial import Variant

Check = Callable[[Entries, World], list[Problem]]
_OWN = (Experiment.name, Holdout.name)


def patched_wrong(entries: Entries, world: World, check: Check) -> Iterator[Problem]:
    """Yield what each patch of a draft or a live experiment breaks that is not broken without it; `check` checks all.

    Pointers are absolute, and lead to the patch.
    """
    asking = [
        (place, each)
        for place, each in enumerate(entries.get(Experiment.name, {}).values())
        if each.status in ("draft", *LIVE) and any(variant.patch for variant in each.variants)
    ]
    if not asking:
        return
    plain = {kind: each for kind, each in entries.items() if kind not in _OWN}
    known = {(each.code, each.detail) for each in check(plain, world)}
    for place, experiment in asking:
        for number, variant in enumerate(experiment.variants):
            at = pointer(Experiment.name, place, "variants", number, "patch")
            for found in _of_variant(variant, plain, known, lambda each: check(each, world)):
                yield found._replace(pointer=at + found.pointer)


def _of_variant(
    variant: Variant, plain: Entries, known: set[tuple[str, str]], check: Callable[[Entries], list[Problem]]
) -> Iterator[Problem]:
    if not variant.patch:
        return
    entries, wrong = patched(plain, variant.patch)
    yield from wrong
    for each in [] if wrong else check(entries):
        if (each.code, each.detail) not in known:
            yield each._replace(pointer="", detail=f"with variant {variant.variant!r}, {each.pointer}: {each.detail}")
