"""Errors of an installation: its parts, its data, its store, its demo."""

from slotwise.errors.base import SlotwiseError


class UnknownWorldError(SlotwiseError):
    """There are no seed files for a demo world of that name."""

    code = "world_unknown"
    title = "Unknown seed world"


class MissingExtraError(SlotwiseError):
    """A command needs libraries of an extra that is not installed."""

    code = "extra_missing"
    title = "An optional part is not installed"


class NoCheckoutError(SlotwiseError):
    """What was asked for lies in the project's checkout and not in the installed package."""

    code = "checkout_missing"
    title = "Only in a checkout"


class SourceError(SlotwiseError):
    """Input data or its mapping cannot be imported: names the file, the column and the row."""

    code = "import_invalid"
    title = "The data cannot be imported"


class DatasetError(SlotwiseError):
    """A data set folder lacks a file or a column that training reads."""

    code = "dataset_invalid"
    title = "The data set cannot be read"


class StoreError(SlotwiseError):
    """The store of events and states cannot be read or written now."""

    code = "store_unavailable"
    title = "The store is not available"


class DemoError(SlotwiseError):
    """A step of the demo failed."""

    code = "demo_failed"
    title = "The demo cannot go on"


class CommandError(SlotwiseError):
    """A command that was run in a process of its own did not do its work."""

    code = "command_failed"
    title = "A command failed"


class ServiceError(SlotwiseError):
    """A running service is not where it was looked for, or does not take what it is sent."""

    code = "service_refuses"
    title = "The service does not answer"
