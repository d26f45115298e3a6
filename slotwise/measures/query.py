"""Query: SQL under way; every value becomes a parameter, every name is quoted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Query:
    """Collects the parameters of one statement; `marker` is how the database writes them."""

    marker: str = ":{}"
    parameters: dict[str, Any] = field(default_factory=dict)

    def value(self, value: Any) -> str:
        """Return the mark of a parameter with this value."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return self.marker.format(name)

    def values(self, values: Iterable[Any]) -> str:
        """Return the marks of several parameters, as they stand in IN (...)."""
        return ", ".join(self.value(each) for each in values)
