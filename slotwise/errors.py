"""Every error of Slotwise, each with a stable public code."""

from typing import Any, ClassVar


class SlotwiseError(Exception):
    """Base of all errors that a user can meet: says what was expected, what was given and what to do."""

    code: ClassVar[str] = "slotwise_error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str, *, hint: str = "", expected: Any = None, given: Any = None, pointer: str = ""):
        super().__init__(detail)
        self.detail = detail
        self.hint = hint
        self.expected = expected
        self.given = given
        self.pointer = pointer


class BundleError(SlotwiseError):
    """A bundle is missing a file, does not match its checksums, or has another format."""

    code = "bundle_invalid"
    title = "The model bundle cannot be used"


class CatalogError(SlotwiseError):
    """The catalogue has repeated ids, dangling references or columns of unequal length."""

    code = "catalog_invalid"
    title = "The catalogue is not consistent"


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


class RankerModelError(SlotwiseError):
    """A ranking model is damaged, or of a kind that cannot be compiled into tables."""

    code = "ranker_model_invalid"
    title = "The ranking model cannot be used"


class RankingExamplesError(SlotwiseError):
    """Ranking examples, ranks or feature rows have the wrong shape, type or range."""

    code = "ranking_examples_invalid"
    title = "The ranking examples are not consistent"


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


class StateError(SlotwiseError):
    """A person's stored state is damaged, or of a format that this version does not know."""

    code = "state_invalid"
    title = "The person's state cannot be read"


class ShelfError(SlotwiseError):
    """The shelf of published bundles has no such name or version, or its aliases are damaged."""

    code = "shelf_invalid"
    title = "The shelf of bundles cannot be used"


class TokenError(SlotwiseError):
    """A placement's token was not signed by this installation, was changed, or has expired."""

    code = "token_invalid"
    title = "The token is not valid"


class TokenExpiredError(TokenError):
    """A placement's token was signed here, too long ago."""

    code = "token_expired"
    title = "The token has expired"


class StoreError(SlotwiseError):
    """The store of events and states cannot be read or written now."""

    code = "store_unavailable"
    title = "The store is not available"


class RepeatError(SlotwiseError):
    """A request id was used before, for another person."""

    code = "request_id_reused"
    title = "The request id has been used"


class EventError(SlotwiseError):
    """An event is about a moment that cannot be."""

    code = "event_invalid"
    title = "The event cannot be accepted"


class EventTooOldError(EventError):
    """An event happened longer ago than the installation looks back."""

    code = "event_too_old"


class EventInFutureError(EventError):
    """An event has not happened yet, by more than clocks may be wrong."""

    code = "event_in_future"


class EventTooLargeError(EventError):
    """An event has more bytes than one may have."""

    code = "event_too_large"


class EventMalformedError(EventError):
    """An event holds what JSON or a database cannot hold."""

    code = "event_malformed"


class EventConflictError(SlotwiseError):
    """The id of an event was used before, for an event that says something else."""

    code = "event_conflict"
    title = "The event id has been used"


class UnknownRejectionError(SlotwiseError):
    """There is no rejected event of that number."""

    code = "rejection_unknown"
    title = "Unknown rejected event"


class ResolvedRejectionError(SlotwiseError):
    """A rejected event was dealt with before."""

    code = "rejection_resolved"
    title = "The rejected event was dealt with"


class PersonErasedError(SlotwiseError):
    """An event is about a person who was erased."""

    code = "person_erased"
    title = "The person was erased"


class UnknownKeyError(SlotwiseError):
    """There is no key of that id."""

    code = "key_unknown"
    title = "Unknown key"


class KeyRefusedError(SlotwiseError):
    """What was shown is not a key of this installation."""

    code = "key_invalid"
    title = "The key is not valid"


class KeyRevokedError(KeyRefusedError):
    """The key has been revoked."""

    code = "key_revoked"
    title = "The key has been revoked"


class KeyExpiredError(KeyRefusedError):
    """The key's time is over."""

    code = "key_expired"
    title = "The key has expired"


class SignatureError(KeyRefusedError):
    """A request's signature is missing, does not match, or is of another time."""

    code = "signature_invalid"
    title = "The signature is not valid"


class ReplayError(KeyRefusedError):
    """A signed request came a second time."""

    code = "signature_replayed"
    title = "The request was sent before"


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


class EvaluationError(SlotwiseError):
    """Two models were not judged on the same cases, or a model has seen what it would be judged by."""

    code = "evaluation_invalid"
    title = "The evaluation says nothing"


class RegistryError(SlotwiseError):
    """A model, version or alias is not in the registry, or the registry does not answer."""

    code = "registry_invalid"
    title = "The model registry cannot help"


class GateError(SlotwiseError):
    """A version may not become champion; the detail gives every reason."""

    code = "gate_closed"
    title = "The version is not promoted"


class DemoError(SlotwiseError):
    """A step of the demo failed."""

    code = "demo_failed"
    title = "The demo cannot go on"


class UnknownStaircaseError(SlotwiseError):
    """The configuration in effect has no staircase of this name."""

    code = "staircase_unknown"
    title = "There is no such staircase"


class UnknownTaskError(SlotwiseError):
    """No task has this id."""

    code = "task_unknown"
    title = "There is no such task"


class TaskHeldError(SlotwiseError):
    """A task is not with the agent who wants to change it."""

    code = "task_held"
    title = "The task is not yours to change"


class TaskResultError(SlotwiseError):
    """A result that the staircase does not know."""

    code = "task_result_invalid"
    title = "The result cannot be recorded"


class DeskClosedError(SlotwiseError):
    """No task is handed out now: it is outside of the opening hours, or the day's capacity is used up."""

    code = "desk_closed"
    title = "No task is handed out now"


class UnknownMetricError(SlotwiseError):
    """The dictionary has no metric of that name."""

    code = "metric_unknown"
    title = "Unknown metric"


class UnknownProcessError(SlotwiseError):
    """There is no process of that name."""

    code = "process_unknown"
    title = "Unknown process"


class UnknownCampaignError(SlotwiseError):
    """There is no campaign of that name."""

    code = "campaign_unknown"
    title = "Unknown campaign"


class NotMeasuredError(SlotwiseError):
    """What is asked for has not been measured yet: no job has written it."""

    code = "not_measured"
    title = "Not measured yet"


class MeasureError(SlotwiseError):
    """What is asked of the log cannot be measured."""

    code = "measure_invalid"
    title = "This cannot be measured"
