"""docs/keys.md says what the code does: scopes, codes, settings, test vectors."""

import json
import re

import pytest

from service.keys import SCOPES
from service.problems import STATUS
from service.settings import Settings
from slotwise.signing import parse, sign

KEY = "sk_0123456789ab_abcdefghijklmnopqrstuvwxyzABCDEF"


@pytest.fixture(scope="module")
def text(project):
    """The page."""
    return (project / "docs" / "keys.md").read_text(encoding="utf-8")


def rows(text, heading):
    """Cells of the table's rows under a heading."""
    part = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_the_table_of_scopes_is_the_codes(text):
    """Every scope with its meaning, word by word."""
    assert {scope.strip("`"): meaning for scope, meaning in rows(text, "Scopes")} == SCOPES


def test_codes_have_the_statuses_that_are_told(text):
    """And none of those that are about keys is missing."""
    told = {
        code: int(status) for status, codes, _ in rows(text, "Showing a key") for code in re.findall(r"`(\w+)`", codes)
    }
    about_keys = {
        code for code in STATUS if code.startswith(("key_", "signature_", "scope_", "origin_", "form_", "rate_"))
    }

    assert {code: STATUS[code] for code in told} == told
    assert about_keys - {"key_unknown"} <= set(told)


def test_limits_are_the_settings(text):
    """Each setting that is named exists, and its default is the one told."""
    named = set(re.findall(r"`SLOTWISE_([A-Z_]+)`", text))
    assert {name.lower() for name in named} <= set(Settings.model_fields)
    defaults = {name: Settings.model_fields[name].default for name in ("rate_key", "rate_address", "request_seconds")}
    for limit, default in (("rate_key", "1,000"), ("rate_address", "50"), ("request_seconds", "30")):
        assert float(default.replace(",", "")) == defaults[limit]
        assert any(default in row[1] and limit.upper() in row[2] for row in rows(text, "Limits"))


def test_the_test_vectors_hold(text):
    """Whoever signs as the page says gets these signatures."""
    vectors = json.loads(re.search(r"```json vectors\n(.*?)```", text, re.DOTALL)[1])
    for each in vectors:
        header = sign(KEY, each["method"], each["target"], each["body"].encode(), each["time"], each["nonce"])
        assert parse(header).signature == each["signature"]

    assert len(vectors) == 3
