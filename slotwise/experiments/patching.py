"""Patching: the configuration as one variant has it."""

from slotwise.configuration import Configuration
from slotwise.configuration.patching import patched
from slotwise.documents.experiments import Variant
from slotwise.errors import ExperimentError


def with_patch(configuration: Configuration, variant: Variant) -> Configuration:
    """Return a configuration with a variant's patch applied, the very same one where there is none.

    Raises ExperimentError when it no longer applies, such as after an entry was taken away that it changes.
    """
    if not variant.patch:
        return configuration
    entries, wrong = patched(configuration.entries, variant.patch)
    if wrong:
        first = wrong[0]
        raise ExperimentError(
            f"the patch of {variant.variant!r} does not apply: {first.detail}",
            expected=first.expected,
            given=first.given,
            pointer=f"/patch{first.pointer}",
        )
    return Configuration(entries)
