"""Condition: what is written once and read over facts, over columns, as text and as JSON."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from slotwise.conditions.closures import Facts, truth_of
from slotwise.conditions.columns import Columns, Mask
from slotwise.conditions.folding import folded
from slotwise.conditions.masks import mask
from slotwise.conditions.parsing import parse
from slotwise.conditions.rule_tree import parse_tree, write_tree
from slotwise.conditions.tokens import wrong
from slotwise.conditions.tree import Call, Has, Name, Node, walk
from slotwise.conditions.types import Finding, kinds_wrong
from slotwise.conditions.values import Truth
from slotwise.conditions.vocabulary import Vocabulary, findings
from slotwise.conditions.writing import write
from slotwise.errors import ConditionError


class Condition:
    """A compiled condition; two are equal when their canonical texts are."""

    __slots__ = ("__dict__", "_source", "tree")

    def __init__(self, tree: Node, source: str | Mapping[str, Any]):
        self.tree = tree
        self._source = source

    @classmethod
    def of(cls, source: "str | Mapping[str, Any] | Condition") -> "Condition":
        """Read a text or a JSON rule tree; raise ConditionError with the column, or the pointer into the tree."""
        if isinstance(source, Condition):
            return source
        tree = parse(source) if isinstance(source, str) else parse_tree(source)
        for finding in kinds_wrong(tree, {}):
            error = wrong(finding.detail, finding.at, finding.expected, finding.given) if finding.at else None
            raise error or ConditionError(finding.detail, expected=finding.expected, given=finding.given)
        return cls(tree, source)

    def holds(self, facts: Facts) -> bool:
        """Whether the condition is true of facts; what is unknown is not."""
        return self.truth(facts) is True

    @cached_property
    def truth(self) -> Callable[[Facts], Truth]:
        """A function of facts: True, False, or None where it is unknown."""
        return truth_of(folded(self.tree))

    def over(self, columns: Columns) -> Mask:
        """Return bool (n,): the rows for which the condition is true."""
        return mask(folded(self.tree), columns)

    @cached_property
    def text(self) -> str:
        """The condition as CEL, in one canonical form."""
        return write(self.tree)

    def to_json(self) -> str | dict[str, Any]:
        """Return what was written."""
        return self._source if isinstance(self._source, str) else dict(self._source)

    def to_tree(self) -> dict[str, Any] | None:
        """Return the condition as a JSON rule tree for a rule builder, or None where it says more than one can."""
        return write_tree(self.tree)

    @cached_property
    def names(self) -> frozenset[str]:
        """Full names of the facts that are read, without those of calls."""
        return frozenset(each.name for each in walk(self.tree) if isinstance(each, Name | Has))

    @cached_property
    def calls(self) -> frozenset[Call]:
        """The calls that are made."""
        return frozenset(each for each in walk(self.tree) if isinstance(each, Call))

    def findings(self, vocabulary: Vocabulary) -> list[Finding]:
        """Return what is wrong with the condition where only these names are known."""
        return list(findings(self.tree, vocabulary))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Condition({self.text})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(lambda condition: condition.to_json())
        return core_schema.no_info_plain_validator_function(_validated, serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "description": "A condition: CEL as text, or a rule tree",
            "anyOf": [{"type": "string", "maxLength": 4000}, {"type": "object"}],
        }


def _validated(value: Any) -> Condition:
    if not isinstance(value, str | Mapping | Condition):
        raise PydanticCustomError("condition_invalid", "a condition is a text or a rule tree")
    try:
        return Condition.of(value)
    except ConditionError as error:
        told = {"pointer": error.pointer, "column": error.column, "expected": error.expected, "given": error.given}
        raise PydanticCustomError(error.code, "{detail}", {"detail": error.detail, **told}) from error
