"""In effect: which revision of the configuration a model serves with."""

from dataclasses import dataclass, field

from slotwise.configuration import Configuration


@dataclass(frozen=True)
class InEffect:
    """A configuration and its revision; 0 is what the bundle itself brought along."""

    revision: int = 0
    configuration: Configuration = field(default_factory=Configuration)
