"""The pages of metrics and funnels, also in a real browser."""

import shutil

import pytest

from tests.june import june, kept
from tests.service.serving import serving

__all__ = ["june", "kept"]


@pytest.fixture
def client(kept, make_app, tmp_path):
    """A client of an installation in which the month was measured."""
    return make_app(data_dir=shutil.copytree(kept, tmp_path / "kept")).test_client()


def test_what_is_not_there_is_told_on_the_page(client):
    """An unknown metric or process is a sentence, never an error, and nothing typed becomes a part of the page."""
    metrics = client.get("/console/metrics?metric=<b>x").get_data(as_text=True)
    funnels = client.get("/console/funnels?process=nothing").get_data(as_text=True)

    assert "there is no metric" in metrics
    assert "<b>x" not in metrics
    assert "there is no process" in funnels


def test_a_hint_is_marked_as_one_in_the_list_too(client):
    """What is only worse than the steps beside it is no finding; what was found beyond chance is told as it is."""
    rows = {each["process"]: each for each in client.get("/v1/funnels").get_json()["data"]}
    page = client.get("/console/funnels").get_data(as_text=True)
    named = [each["bottleneck"] for each in rows.values() if each.get("bottleneck")]

    assert page.count("A hint: From") == sum(not each["sure"] for each in named)
    assert rows["plan_choosing"]["bottleneck"]["sure"]


def test_an_installation_without_results_says_how_to_get_them(make_app):
    """Empty lists are pages too."""
    client = make_app().test_client()

    assert client.get("/console/metrics").status_code == 200
    assert client.get("/console/funnels").status_code == 200


@pytest.mark.slow
def test_the_pages_in_a_browser(browser, kept, tmp_path):
    """The funnel's bars are as long as its steps are many, the bottleneck is named, nothing breaks the policy."""
    data = shutil.copytree(kept, tmp_path / "kept")
    with serving(data) as (url, _):
        page, errors = browser.new_page(), []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(f"{url}/console/funnels?process=plan_choosing")
        bars = page.locator("#steps rect")
        widths = [float(bars.nth(place).get_attribute("width")) for place in range(bars.count())]
        assert len(widths) == 4
        assert widths == sorted(widths, reverse=True)
        assert page.locator("#bottleneck").inner_text().startswith("From '")
        page.goto(f"{url}/console/metrics")
        page.locator("#metrics a", has_text="Click-through").first.click()
        assert page.locator("#value").inner_text().endswith("%")
        assert page.locator("h2", has_text="by touchpoint").count() == 1
        page.close()

    assert errors == []
