"""The page of models: what is live, what lies on the shelf and what was refused, also on a narrow screen."""

import pytest

from slotwise import shelf
from slotwise.moves import Said
from tests.service.serving import serving


def test_it_tells_what_is_live_and_how_it_came_to_be(client, other_folder, data_dir_of_test):
    """The live version, every bundle with its alias, and the moves of the aliases."""
    shelf.publish(data_dir_of_test / "shelf", "checkerboard", "2", other_folder, said=Said(why="tried <b>it"))
    client.post("/v1/models/reload")
    page = client.get("/console/models").get_data(as_text=True)

    assert "checkerboard version 2" in page
    assert '<span class="pill">champion</span>' in page
    assert "tried &lt;b&gt;it" in page


def test_what_cannot_be_read_is_told_in_its_place(client, data_dir_of_test):
    """A damaged shelf is a sentence on the page, and so is a bundle that was refused."""
    (data_dir_of_test / "shelf" / "checkerboard" / "aliases.json").write_text("{")
    client.post("/v1/models/reload")

    page = client.get("/console/models")
    assert page.status_code == 200
    assert "aliases.json" in page.get_data(as_text=True)


def test_without_a_model_it_says_what_to_do(make_app, tmp_path):
    """An empty shelf is no error."""
    assert "slotwise promote" in make_app(shelf=tmp_path / "none").test_client().get("/console/models").text


@pytest.mark.slow
def test_the_page_in_a_browser(browser, data_dir_of_test):
    """It is found from the first page, breaks no policy, and on a narrow screen nothing but a table is scrolled."""
    with serving(data_dir_of_test) as (url, _):
        page, errors = browser.new_page(viewport={"width": 390, "height": 800}), []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(url)
        page.get_by_role("link", name="Models").click()
        assert page.locator("#live b").inner_text() == "checkerboard version 1"
        for name in ("models", "content", "metrics", "funnels", "experiments"):
            page.goto(f"{url}/console/{name}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        assert errors == []
