"""Columns of the event and decision logs: the vocabulary that both wings share.

The decision log follows the Open Bandit Pipeline's reading of a log: slate_id is `decision_id`,
position is `slot`, action is `content_id`, pscore is `propensity`, and the reward is joined later.
"""

EVENT_ID = "event_id"
OCCURRED_AT = "occurred_at"
PERSON = "person_id"
TYPE = "type"
PRODUCT = "product_id"
CONTENT = "content_id"
TOUCHPOINT = "touchpoint"
SLOT = "slot"
DECISION = "decision_id"
DECIDED_AT = "decided_at"
SESSION = "session"
SCENE = "scene"
VALUE = "value"
CURRENCY = "currency"
PROPENSITY = "propensity"
POLICY = "policy"
RECEIVED_AT = "received_at"
ATTRIBUTED = "attributed"
SERVICE_LEVEL = "service_level"
SHORT = "short"
"""Why a list is shorter than was asked; NULL where it is not."""
ELAPSED = "elapsed_ms"
"""Milliseconds from the request's arrival until its decision was made."""
STEP = "step"
"""Name of the step of a process that an event is about."""
MODEL = "model"
VERSION = "version"
VARIANT = "variant"
SCORE = "score"
CONSIDERED = "considered"
PERSONALIZE = "personalize"
HIDDEN = "hidden"
CONTEXT_PREFIX = "context."
"""Raw facts of the request, one column each: strings are categories, floats are numbers."""
ATTRIBUTE_PREFIX = "attribute."
"""Attributes of persons and products, one column each: strings are categories, floats are numbers."""

EVENT_COLUMNS = (
    EVENT_ID, OCCURRED_AT, PERSON, TYPE, PRODUCT, CONTENT, TOUCHPOINT, SLOT, DECISION, SESSION, SCENE, VALUE, CURRENCY,
)  # fmt: skip
DECISION_COLUMNS = (
    DECISION, DECIDED_AT, PERSON, TOUCHPOINT, SLOT, CONTENT, PRODUCT, PROPENSITY, SCENE, SESSION, POLICY,
)  # fmt: skip
PRODUCT_COLUMNS = (PRODUCT, "title", "text", "category", "price", CURRENCY, "published_at", "retired_at")
CONSENT_COLUMNS = (PERSON, OCCURRED_AT, PERSONALIZE, HIDDEN)
"""What persons allowed and when: HIDDEN is a list of names of attributes."""
CONTENT_COLUMNS = (CONTENT, PRODUCT, "kind", "title", "deeplink", "published_at", "retired_at")
EXPERIMENT = "experiment"
PHASE = "phase"
PROBABILITY = "probability"
REASON = "reason"
SERVED = "served"
UNIT = "unit"
ASSIGNMENT_COLUMNS = (
    DECISION, DECIDED_AT, PERSON, SESSION, UNIT, EXPERIMENT, PHASE, VARIANT, PROBABILITY, REASON, SERVED, MODEL,
    VERSION, SERVICE_LEVEL, ELAPSED,
)  # fmt: skip
"""One row for each decision and experiment in which the variants could differ, and for each in a global holdout (its
name in EXPERIMENT, VARIANT empty). UNIT is the id that was hashed; REASON is one of experiments.assigned.Reason; SERVED
is the variant that answered; SERVICE_LEVEL is the worst of the touchpoints that the experiment covers."""
EXPERIMENTS = "experiments"
"""Of a placement: keys of the experiments that its touchpoint was part of; VARIANT tells `key:variant` of each."""
TEAM = "team"
"""Of a placement that two variants were interleaved for: the variant whose choice it is."""

LIVE = "the live log"
"""`source` in the dataset.json of an export."""
EVENTS_FOLDER = "events"
DECISIONS_FOLDER = "decisions"
ASSIGNMENTS_FOLDER = "assignments"
"""Folders that stand for the files of these names where a log is kept by day: `events/day=2026-11-22.parquet`."""
EVENTS_FILE = "events.parquet"
DECISIONS_FILE = "decisions.parquet"
ASSIGNMENTS_FILE = "assignments.parquet"
PRODUCTS_FILE = "products.parquet"
CONTENTS_FILE = "contents.parquet"
PERSONS_FILE = "persons.parquet"
CONSENTS_FILE = "consents.parquet"
TOUCHPOINTS_FILE = "touchpoints.json"
SCENES_FILE = "scenes.json"
DATASET_FILE = "dataset.json"
CONFIGURATION_FOLDER = "configuration"
"""One `<kind>.json` for every document of the configuration that the log was made under last."""
