"""Problem documents: codes have the statuses of the contract, and what was given is told in short."""

import re

import pytest
from pydantic import BaseModel, ValidationError

from service.problems import STATUS, document, given, of_error, of_places, of_shape, place, places, pointer
from slotwise.errors import EventError


class Shape(BaseModel, extra="forbid"):
    """Something with a number."""

    number: int


@pytest.mark.parametrize(
    ("value", "told"), [(None, None), (1, 1), ("x", "x"), ({}, "an object"), ([1], "a list"), (b"", "bytes")]
)
def test_what_was_given_is_told_as_json(value, told):
    """Whatever was given can be written into the problem document."""
    assert given(value) == told


def test_a_long_text_is_cut():
    """What is told does not grow with what was sent."""
    assert len(given("x" * 1_000)) == 201


def test_statuses_are_those_of_the_contract():
    """Codes map to the statuses that the API documents; a code that is not listed is a defect."""
    assert set(STATUS.values()) <= {400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 429, 503}
    assert document("unheard_of", "t", "d")["status"] == 500


def test_every_code_is_documented(project):
    """docs/api.md lists each code in the row of its status, and no code in a row of another."""
    text = (project / "docs" / "api.md").read_text(encoding="utf-8").split("## Errors")[1].split("\n## ")[0]
    told = {
        code: int(status)
        for status, codes in re.findall(r"^\| (\d{3}) \| (.*) \|$", text, re.MULTILINE)
        for code in re.findall(r"`([a-z_]+)`", codes)
    }

    assert {code: told.get(code) for code in STATUS} == STATUS


def test_pointers_follow_the_standard():
    """RFC 6901: ~ and / are escaped."""
    assert pointer(("a/b", 0, "~")) == "/a~1b/0/~0"


def test_an_error_of_ours_tells_place_and_remedy():
    """Pointer, expectation and what was given stand in the entry, the remedy in the detail."""
    told = of_error(EventError("too late", hint="send it sooner", expected="today", given="then", pointer="/at"))

    assert told["detail"] == "too late; send it sooner"
    assert told["errors"] == [
        {"pointer": "/at", "code": "event_invalid", "detail": "too late", "expected": "today", "given": "then"}
    ]
    assert "errors" not in of_error(EventError("too late"))


def test_a_shape_names_every_place():
    """What pydantic found comes with pointer and code; more than one is counted in the detail."""
    with pytest.raises(ValidationError) as caught:
        Shape.model_validate({"number": []})
    assert (places(caught.value)[0]["pointer"], places(caught.value)[0]["code"]) == ("/number", "wrong_type")
    assert of_shape(caught.value)["code"] == "request_invalid"
    assert of_places([place(("a",), "length", "short", 1)] * 60)["detail"] == "/a: short (and 59 more)"
    assert len(of_places([place(("a",), "length", "short", 1)] * 60)["errors"]) == 50


@pytest.mark.parametrize(
    ("sent", "pointer_", "code", "detail"),
    [
        ({"number": 1, "nmber": 2}, "/nmber", "unknown_field", "There is no field of this name here"),
        ({}, "/number", "required", "This field is required"),
        ([], "", "wrong_type", "This should be an object"),
    ],
)
def test_a_place_is_told_in_words_of_the_api(sent, pointer_, code, detail):
    """No class of ours and no word of the checking library gets into an answer."""
    with pytest.raises(ValidationError) as caught:
        Shape.model_validate(sent)
    (told,) = places(caught.value)

    assert (told["pointer"], told["code"]) == (pointer_, code)
    assert told["detail"].startswith(detail)
