"""The page of the API."""

from service.console.docs import docs_page


def test_operations_and_shapes_are_shown(client):
    """Every operation, parameter, status and shape of the document stands on the page."""
    document = client.get("/openapi/openapi.json").get_json()
    page = docs_page(document)

    assert all(path in page for path in document["paths"])
    assert all(f'id="shape-{name}"' in page for name in document["components"]["schemas"])
    assert "deadline_ms" in page
