"""Operations: every route declared once, for Flask and for the OpenAPI document alike."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response
from pydantic import BaseModel

from service.keys import PUBLIC, SCOPES

PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Operation:
    """One route: `path` in Flask's form, `body` the shape of a JSON body, `query` that of the query string."""

    method: str
    path: str
    name: str
    summary: str
    view: Callable[..., Response]
    scope: str = field(kw_only=True)
    """What a caller must be allowed to do; PUBLIC: nothing."""
    body: type[BaseModel] | None = None
    body_required: bool = True
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    problems: tuple[int, ...] = ()
    media: str = "application/json"
    accepts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Other media types of the body that are taken, each with its schema."""
    tag: str = ""
    free_query: Mapping[str, Any] | None = field(default=None)
    """Schema of query parameters whose names the caller chooses."""

    failures: Mapping[int, type[BaseModel]] = field(default_factory=dict)
    """Statuses whose bodies have a shape of their own, where another protocol asks for one."""

    def __post_init__(self) -> None:
        if self.scope != PUBLIC and self.scope not in SCOPES:
            raise ValueError(f"{self.name}: {self.scope} is not a scope")

    @property
    def template(self) -> str:
        """The path in OpenAPI's form."""
        return re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", r"{\1}", self.path)

    @property
    def variables(self) -> list[str]:
        """Names of the path's variables."""
        return re.findall(r"{([a-z_]+)}", self.template)


def blueprint(tag: str, operations: list[Operation]) -> Blueprint:
    """Return a blueprint with a route for each operation; the operations stay with it for the document."""
    made = Blueprint(tag, __name__)
    for each in operations:
        made.add_url_rule(each.path, each.name, each.view, methods=[each.method])
    made.operations = operations  # type: ignore[attr-defined]
    return made
