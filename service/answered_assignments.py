"""What clients are told so that they assign by themselves: the shapes of answers."""

from pydantic import Field

from service.answered import Shape


class PublishedVariant(Shape):
    """A variant and its share of the enrolled units."""

    variant: str
    weight: float


class PublishedPhase(Shape):
    """A phase that runs, as it is now."""

    experiment: str
    phase: int
    unit: str = Field(description="Whose id is hashed: person or session.")
    touchpoints: list[str] = Field(description="Where the variants can differ; empty: everywhere.")
    layer_salt: str
    buckets: list[list[int]] = Field(description="Ranges of the layer's 10,000 buckets, without the last of each.")
    salt: str
    variants: list[PublishedVariant]
    control: str
    interleaved: bool
    paused: bool = Field(description="Nobody is enrolled now.")
    paused_variants: list[str] = Field(description="Their units are answered as control's.")
    ask: bool = Field(description="It has an audience: of units in its buckets only the service can tell.")


class PublishedHoldout(Shape):
    """A share of all units that no experiment touches."""

    salt: str
    share: float


class AssignmentsAnswer(Shape):
    """All that running experiments need to be assigned by a client; `version` is that of the form."""

    version: int
    experiments: list[PublishedPhase]
    holdouts: list[PublishedHoldout]
