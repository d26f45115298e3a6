"""Conditions: the one grammar of tags, scenes, audiences and rules, a subset of CEL with one tree and three readers.

`Condition.of(text or JSON rule tree)` reads and compiles; `holds(facts)` asks of one moment, `over(columns)` of many
rows at once, `text` and `to_json()` write it again. Facts are a flat mapping by full name (`context.channel`,
`person.city`, `state.layer`, `tags`, `scene`), calls among them under their key (`times(leave,broadband,7)`).
A missing fact, and one of another kind than is needed, is unknown; `&& || !` are Kleene's three-valued ones, and a
condition holds only when it is true. No condition can run long: length, depth and parts are limited, nothing loops.
"""

from slotwise.conditions.calls import CALLS
from slotwise.conditions.closures import Facts
from slotwise.conditions.columns import Column, Columns, Lists, Mask, Numbers, Texts, Truths, constant, texts, truths
from slotwise.conditions.condition import Condition
from slotwise.conditions.mentions import Values
from slotwise.conditions.tree import Call
from slotwise.conditions.types import Finding
from slotwise.conditions.vocabulary import CONTENTS, Reads, Vocabulary

__all__ = [
    "CALLS",
    "CONTENTS",
    "Call",
    "Column",
    "Columns",
    "Condition",
    "Facts",
    "Finding",
    "Lists",
    "Mask",
    "Numbers",
    "Reads",
    "Texts",
    "Truths",
    "Values",
    "Vocabulary",
    "constant",
    "texts",
    "truths",
]
