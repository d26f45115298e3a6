"""Settings: every value an operator can choose, each with its unit, its default and its check.

They come from environment variables that begin with SLOTWISE_ and from nowhere else. A variable of that
prefix that is no setting is an error: a misspelt setting must not be a default in silence.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from slotwise.errors import ConfigError

PREFIX = "SLOTWISE_"
ELSEWHERE = frozenset({"SLOTWISE_DATA", "SLOTWISE_KERNEL", "SLOTWISE_KEY"})
"""Variables of the same prefix that other parts read: real data sets of tests, the ranking kernel, a client's key."""
_SECRET = {"secret", "database", "states"}
"""Settings whose values no message repeats: passwords may stand in them."""


class Settings(BaseModel):
    """All settings of the service; each description is the line in docs/settings.md."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    data_dir: Path = Field(Path("var"), description="Folder of everything the service writes.")
    shelf: Path | None = Field(None, description="Folder of published bundles; empty: `shelf` in the data folder.")
    model: str = Field("", max_length=80, description="Name on the shelf to serve; empty: the one promoted last.")
    alias: str = Field("champion", min_length=1, max_length=80, description="Alias on the shelf to serve.")
    database: str = Field(
        "",
        description="Database URL, sqlite:///... or postgresql://...; empty: SQLite, `slotwise.db` in the data folder.",
    )
    states: str = Field(
        "",
        pattern=r"^(rediss?://.+)?$",
        description="URL of a Redis server that persons' states are copied to and read from first; empty: none.",
    )
    durability: Literal["process", "power"] = Field(
        "process",
        description="What an acknowledged event survives: the death of the process, or a power cut too (slower).",
    )
    secret: SecretStr | None = Field(
        None,
        description="Key of tokens and of the draw, at least 16 characters; empty: made once, kept in the data folder.",
    )

    demo: Path | None = Field(
        None, description="File of the page at /demo, which `slotwise demo` writes; empty: there is no such page."
    )

    auth: Literal["keys", "open"] = Field(
        "keys", description="Who may call: `keys`, whoever has one (`slotwise keys`); `open`, anybody (for tests)."
    )
    keys_seconds: float = Field(
        2.0, gt=0, le=60, description="How often a worker learns which keys are new or revoked, seconds."
    )
    configuration_seconds: float = Field(
        1.0, gt=0, le=60, description="How often a worker looks for a new revision of the configuration, seconds."
    )
    session_hours: int = Field(8, ge=1, le=720, description="How long a browser that has shown a key may look, hours.")

    identities: Path | None = Field(
        None, description="File that declares the namespaces of identifiers; empty: the ones in docs/persons.md."
    )
    proof_minutes: int = Field(60, ge=1, le=10_080, description="How long a proof of a link is accepted, minutes.")

    webhooks_anywhere: bool = Field(
        False, description="Whether webhooks may go to plain http and to private addresses too."
    )
    population_seconds: float = Field(
        60.0,
        ge=0,
        description="How often the columns of all persons are renewed, once there are any, seconds; 0: never.",
    )

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65_535, description="TCP port to listen on; 0: any free one.")
    workers: int = Field(0, ge=0, le=256, description="Worker processes; 0: one for each core.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")

    deadline_ms: float = Field(
        50.0, ge=0, le=60_000, description="Deadline of a decision that names none, milliseconds."
    )
    answer_ttl_seconds: int = Field(60, ge=0, le=86_400, description="How long a client may keep an answer, seconds.")
    token_hours: int = Field(720, ge=1, le=8_784, description="How long a placement's token is accepted, hours.")
    repeat_seconds: int = Field(
        600, ge=0, le=86_400, description="How long a request_id returns the same answer, seconds."
    )
    repeat_entries: int = Field(10_000, ge=0, description="Answers that a worker keeps for repeated requests.")

    request_seconds: float = Field(
        30.0, gt=0, le=600, description="Time that a client has to send a request, or to read its answer, seconds."
    )
    shed_seconds: float = Field(
        0.5, gt=0, le=60, description="Wait after which all but decisions and events are refused for now, seconds."
    )
    shed_events_seconds: float = Field(
        5.0, gt=0, le=60, description="Wait after which events are refused for now, seconds."
    )
    rate_key: float = Field(1_000.0, ge=0, description="Most requests a second with one publishable key; 0: any.")
    rate_address: float = Field(
        50.0, ge=0, description="Most requests a second from one address with publishable keys; 0: any."
    )
    rate_burst_seconds: float = Field(
        10.0, ge=1, le=3_600, description="What a caller may save up of its rate, seconds."
    )
    rate_entries: int = Field(20_000, ge=1, description="Keys and addresses whose rates a worker keeps in mind.")
    proxies: int = Field(
        0, ge=0, le=10, description="Proxies in front, each of which adds an address to X-Forwarded-For."
    )
    max_body_bytes: int = Field(
        2_097_152, ge=1_024, description="Largest body of a request, bytes, also when unpacked."
    )
    max_touchpoints: int = Field(50, ge=1, description="Most touchpoints in one call.")
    max_slots: int = Field(100, ge=1, description="Most slots of one touchpoint in one call.")
    max_exclusions: int = Field(10_000, ge=0, description="Most exclusions of one touchpoint.")
    max_candidates: int = Field(1_000, ge=1, description="Most candidates that a caller may give for one touchpoint.")
    max_events: int = Field(500, ge=1, description="Most events in one call.")
    max_events_bytes: int = Field(1_048_576, ge=1_024, description="Largest body of a call with events, bytes.")
    max_event_bytes: int = Field(32_768, ge=256, description="Largest event, bytes of compact JSON.")
    max_event_days: int = Field(3_653, ge=1, description="How long ago an event may have happened, days.")

    watch_seconds: float = Field(2.0, gt=0, le=3_600, description="How often a worker looks at the shelf, seconds.")
    probe_seconds: float = Field(120.0, gt=0, description="Time that a new bundle has to prove itself, seconds.")
    refresh_seconds: float = Field(
        5.0, gt=0, le=3_600, description="How often new events reach the product counts, seconds."
    )
    refresh_idle_seconds: float = Field(
        300.0, gt=0, description="How often the counts age and products come and go without any event, seconds."
    )
    refresh_events: int = Field(20_000, ge=1, description="Most events that one refresh takes in.")
    review_hours: float = Field(
        24.0, ge=0, le=8_784, description="How often contents are reviewed in the background, hours; 0: never."
    )
    review_days: int = Field(28, ge=1, le=366, description="Days of the log that a review of contents looks back.")
    experiment_hours: float = Field(
        1.0,
        ge=0,
        le=8_784,
        description="How often running experiments are reported, hours; 0: never.",
    )
    guard_seconds: float = Field(
        60.0,
        ge=0,
        le=86_400,
        description="How often guardrails of experiments are looked at, seconds; 0: never.",
    )
    log_megabytes: int = Field(
        64, ge=1, description="Memory of a worker for decisions that wait to be logged; more are counted as lost."
    )
    log_considered: int = Field(
        20, ge=0, le=1_000, description="Candidates of each touchpoint that are logged with their scores, best first."
    )
    keep_events_days: int | None = Field(None, ge=1, description="Days that events are kept; empty: for ever.")
    keep_decisions_days: int | None = Field(None, ge=1, description="Days that decisions are kept; empty: for ever.")
    keep_refreshes_days: int | None = Field(
        None, ge=1, description="Days that the refreshes of the product counts are kept; empty: for ever."
    )
    keep_rejected_days: int | None = Field(
        None, ge=1, description="Days that events that were refused are kept; empty: for ever."
    )

    @model_validator(mode="after")
    def _check_secret(self) -> Self:
        if self.secret is not None and len(self.secret.get_secret_value()) < 16:
            raise ValueError("secret must have at least 16 characters")
        return self

    @property
    def shelf_dir(self) -> Path:
        """The folder of published bundles."""
        return self.shelf or self.data_dir / "shelf"

    @property
    def database_url(self) -> str:
        """The database's URL."""
        return self.database or f"sqlite:///{self.data_dir / 'slotwise.db'}"

    @property
    def processes(self) -> int:
        """Worker processes to start."""
        return self.workers or os.cpu_count() or 1


def read_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Return the settings of the environment, with `given` before them; raise ConfigError naming what is wrong."""
    environment = os.environ if environment is None else environment
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    unknown = sorted({each.upper() for each in environment if each.upper().startswith(PREFIX)} - known - ELSEWHERE)
    if unknown:
        raise ConfigError(
            f"{unknown[0]} is not a setting", expected=sorted(known), given=unknown[0], hint="docs/settings.md"
        )
    found = {
        name: environment[key] for name in Settings.model_fields if environment.get(key := f"{PREFIX}{name.upper()}")
    }
    try:
        return Settings(**{**found, **given})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"][:1]).upper()
        told = first["input"] if first["loc"] and not _SECRET & set(first["loc"]) else None
        raise ConfigError(
            f"{name}: {first['msg']}", expected=first["msg"], given=told, hint="docs/settings.md"
        ) from error


def settings_of(data_dir: Path | None) -> Settings:
    """Return the settings for a command, which may name another data folder; raise ConfigError."""
    return read_settings() if data_dir is None else read_settings(data_dir=data_dir)


def reference() -> str:
    """Return docs/settings.md: a table of every setting, made from the settings themselves."""
    lines = ["# Settings", "", "Environment variables; made by `python -m service.settings`, checked by a test.", ""]
    lines += ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        lines.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(reference(), end="")
