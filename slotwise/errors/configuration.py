"""Errors of the configuration: conditions, options, documents, revisions."""

from typing import Any

from slotwise.errors.base import SlotwiseError


class ConditionError(SlotwiseError):
    """A condition cannot be read; `column` counts from 1 where it is a text, else it is 0."""

    code = "condition_invalid"
    title = "The condition cannot be read"
    column = 0


class ConditionTooLargeError(ConditionError):
    """A condition is longer, deeper or has more parts than one may have."""

    code = "condition_too_large"
    title = "The condition is too large"


class ConfigError(SlotwiseError):
    """A component was given an unknown option or a value outside its range."""

    code = "config_invalid"
    title = "The configuration is not valid"


class ConfigurationError(SlotwiseError):
    """Documents of the configuration are wrong; `problems` says what and where."""

    code = "configuration_invalid"
    title = "The configuration is not taken"
    problems: tuple[Any, ...] = ()


class UnknownDocumentError(SlotwiseError):
    """There is no such kind of document, or no such entry in it."""

    code = "document_unknown"
    title = "Unknown document or entry"


class UnknownRevisionError(SlotwiseError):
    """There is no such revision of the configuration."""

    code = "revision_unknown"
    title = "Unknown revision"


class RevisionConflictError(SlotwiseError):
    """The configuration was changed by somebody else meanwhile."""

    code = "revision_conflict"
    title = "The configuration has changed"


class UnknownTouchpointError(SlotwiseError):
    """The touchpoint asked for is not in the catalogue."""

    code = "touchpoint_unknown"
    title = "Unknown touchpoint"
