"""Freezing: a report that will not change any more, with the digest by which anybody can tell that it has not."""

import hashlib
from typing import Any

import orjson

KEY = "frozen"


def freeze(report: dict[str, Any]) -> dict[str, Any]:
    """Return the report with `frozen`: its SHA-256 and as of when it was made; of a frozen one, itself."""
    if KEY in report:
        return report
    return {**report, KEY: {"digest": digest(report), "as_of": report["as_of"]}}


def digest(report: dict[str, Any]) -> str:
    """Return the SHA-256 of a report without its seal: the same for the same content, however its keys are ordered."""
    content = {name: each for name, each in report.items() if name != KEY}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def intact(report: dict[str, Any]) -> bool:
    """Tell whether a frozen report is what it was when it was frozen."""
    return KEY in report and bool(report[KEY].get("digest") == digest(report))
