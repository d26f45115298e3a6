"""Errors of audiences: what cannot be computed, given out, sent or told of them."""

from slotwise.errors.base import SlotwiseError


class PopulationError(SlotwiseError):
    """The columns of all persons are not there, damaged, or being made by somebody else."""

    code = "population_unavailable"
    title = "The columns of all persons cannot be read"


class AudienceError(SlotwiseError):
    """An audience cannot be computed or given out as it was asked for."""

    code = "audience_invalid"
    title = "The audience cannot be given"


class UnknownAudienceError(SlotwiseError):
    """No audience, or no export of one, has this name."""

    code = "audience_unknown"
    title = "Unknown audience"


class UnknownProductError(SlotwiseError):
    """The live catalogue has no such product."""

    code = "product_unknown"
    title = "Unknown product"


class WebhookError(SlotwiseError):
    """An address may not be sent to, or did not take what it was sent."""

    code = "webhook_failed"
    title = "The webhook did not take it"


class LiftError(SlotwiseError):
    """The counts cannot be, or are too few to say anything."""

    code = "lift_invalid"
    title = "No lift can be told"
