"""The demo's page is there in a demo and nowhere else, under a strict policy."""

import pytest

from tests.service.asking import click, refused


@pytest.fixture
def demo(make_app, tmp_path):
    """A client of a demo."""
    file = tmp_path / "demo.json"
    file.write_text('{"key": "pk_x", "persons": []}')
    return make_app(demo=file).test_client()


def test_without_a_demo_there_is_no_page(client):
    """An installation shows nobody's events."""
    refused(client.get("/demo"), 404, "not_found")
    refused(client.get("/demo/log"), 404, "not_found")
    assert "/demo" not in client.get("/").get_data(as_text=True)


def test_nothing_is_inline_and_nothing_from_elsewhere(demo):
    """Scripts and styles from here only; the page holds none of its own."""
    response = demo.get("/demo")
    html = response.get_data(as_text=True)

    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert html.count("<script") == html.count('<script type="module" src="/demo/')
    assert "style=" not in html
    assert "<style" not in html


@pytest.mark.parametrize(
    ("name", "media"), [("demo.css", "text/css"), ("main.js", "text/javascript"), ("world.json", "application/json")]
)
def test_its_files_are_served(demo, name, media):
    """With their types; what is not one of them is a 404."""
    assert demo.get(f"/demo/{name}").mimetype == media
    assert demo.get("/demo/__init__.py").status_code == 404


def test_the_log_is_what_is_stored(demo):
    """A person's events, and those of the browser before the login."""
    click(demo, "p", "p1")
    browser = {"event_id": "b", "type": "view", "person": {"identities": {"anonymous": "x"}}, "product_id": "p3"}
    demo.post("/v1/events", json={"events": [browser]})

    assert [each["type"] for each in demo.get("/demo/log?person=p&anonymous=x").json["events"]] == ["view", "click"]
    assert [each["type"] for each in demo.get("/demo/log?anonymous=x").json["events"]] == ["view"]
    assert demo.get("/demo/log").json == {"events": []}


def test_the_log_needs_the_key_of_the_demo(make_app, tmp_path):
    """Without a key nobody reads events, not even invented ones."""
    (tmp_path / "demo.json").write_text("{}")
    client = make_app(demo=tmp_path / "demo.json", auth="keys").test_client()

    refused(client.get("/demo/log?person=p"), 401, "key_missing")
    assert client.get("/demo").status_code == 200


def test_the_first_page_leads_to_it(demo):
    """Whoever tries decisions by hand finds the demo."""
    assert 'href="/demo"' in demo.get("/").get_data(as_text=True)
