"""The page of the API's operations, made from its OpenAPI document."""

from typing import Any

from service.console.templates import page


def docs_page(document: dict[str, Any]) -> str:
    """Return the HTML page of an OpenAPI document."""
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return page("docs.html", document=document, operations=operations, schemas=document["components"]["schemas"])
