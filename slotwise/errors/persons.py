"""Errors of persons: their states, identities, links and erasures."""

from slotwise.errors.base import SlotwiseError


class StateError(SlotwiseError):
    """A person's stored state is damaged, or of a format that this version does not know."""

    code = "state_invalid"
    title = "The person's state cannot be read"


class PersonErasedError(SlotwiseError):
    """An event is about a person who was erased."""

    code = "person_erased"
    title = "The person was erased"


class MergeError(SlotwiseError):
    """There is no such link or merge of persons in force."""

    code = "merge_unknown"
    title = "Unknown link or merge"


class LinkRefusedError(SlotwiseError):
    """A link would join more than one person can be; an alarm was raised instead."""

    code = "link_refused"
    title = "The link is refused"


class UnknownPersonError(SlotwiseError):
    """Nothing is known of a person."""

    code = "person_unknown"
    title = "Unknown person"


class UnknownErasureError(SlotwiseError):
    """There is no receipt of that number."""

    code = "erasure_unknown"
    title = "Unknown receipt"
