"""Logging: one JSON object a line on standard error."""

import logging
import sys
from typing import Any

import orjson
import structlog


def configure(level: str) -> None:
    """Set the least level that is logged."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=_on_standard_error,
        cache_logger_on_first_use=False,
    )


def _on_standard_error(*_: Any) -> Any:
    # Looked up for every line: what standard error is may change while the process lives.
    return structlog.PrintLogger(sys.stderr)


def logger(name: str) -> Any:
    """Return the logger of a part of the service."""
    return structlog.get_logger(part=name)


def _dumps(event: dict[str, Any], **options: Any) -> str:
    return orjson.dumps(event, default=str).decode()
