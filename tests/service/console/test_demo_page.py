"""The demo's page in a real browser, on a small world of its own: what is done changes what comes next."""

import sqlite3
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from service.demo import Demo
from slotwise.console import Output

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A demo that is served, its database, and the browser."""
    demo = Demo(tmp_path_factory.mktemp("demo"), 60, 10, Output(json=True))
    demo.prepare()
    with demo.serving(0) as url:
        yield SimpleNamespace(url=url, browser=browser, database=demo.folder / "service" / "slotwise.db")


@pytest.fixture
def page(running: Any) -> Iterator[Any]:
    """The page, opened by the first of the demo's persons, the pop-up sent away; nothing may go wrong on it."""
    wrong: list[str] = []
    with running.browser.new_context(viewport={"width": 1380, "height": 900}, locale="en-US") as context:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(f"{running.url}/demo")
        page.wait_for_selector("#screen .item")
        if page.locator("#popup .later").count():
            page.click("#popup .later")
            page.wait_for_function("() => document.querySelector('#changes .summary')")
        yield page
        assert wrong == []


def stored(running: Any, person: str) -> list[tuple[str, str, str]]:
    """Type, product and attribution of a person's events, in the order of their arrival."""
    with sqlite3.connect(running.database) as connection:
        query = (
            "SELECT type, product_id, attributed FROM events WHERE person_id = ? AND type != 'exposure' ORDER BY seq"
        )
        return connection.execute(query, (person,)).fetchall()


def asked(page: Any) -> Any:
    """The last answer on the page: its id, its scene and its products."""
    return page.evaluate(
        "() => { const { answer } = demo.now.last; return { id: answer.decision_id, scene: answer.scene, person:"
        " answer.person.id, products: Object.values(answer.slates).flatMap((slate) => slate.placements.map("
        "(each) => each.product_id)) }; }"
    )


def wait_for_another(page: Any, before: Any) -> Any:
    """The answer after the one before."""
    page.wait_for_function("(id) => demo.now.last.answer.decision_id !== id", arg=before["id"])
    return asked(page)


def test_leaving_midway_changes_the_next_answer(page, running):
    """Click, begin, a step, leave: in the log with the token's word, on the page at once, and the reason is named."""
    before = asked(page)
    already = len(stored(running, before["person"]))
    page.locator("#screen .list .item, #screen .carousel .item").first.click()
    for _ in range(2):
        page.click("#sheet .go")
    page.click("#sheet .later")
    after = wait_for_another(page, before)
    events = stored(running, before["person"])[already:]

    assert [kind for kind, _, _ in events] == ["click", "view", "start", "step", "step", "leave"]
    assert len({product for _, product, _ in events}) == 1
    assert {attributed for _, _, attributed in events} == {"token"}
    assert after["products"] != before["products"]
    assert "You left the order midway" in page.inner_text("#changes")
    assert page.locator("#screen .sign").count() > 0
    page.wait_for_function("() => document.querySelector('#log .kind.leave')")
    assert after["id"] in page.inner_text("#decision")


def test_a_situation_changes_the_scene(page):
    """Data used up: the scene is named, and the meter shows it."""
    before = asked(page)
    page.click("text=My data is used up")
    after = wait_for_another(page, before)

    assert after["scene"] == "over_quota"
    assert "100 %" in page.inner_text(".meters")


def test_a_newcomer_becomes_known(page, running):
    """Nothing is known at first; after a purchase the next answer is for somebody."""
    before = asked(page)
    page.click("text=A newcomer")
    first = wait_for_another(page, before)
    page.wait_for_selector("#popup .later, #screen .item")
    if page.locator("#popup .later").count():
        page.click("#popup .later")
        first = wait_for_another(page, first)
    page.locator("#screen .list .item").first.click()
    for _ in range(5):
        page.click("#sheet .go")
    wait_for_another(page, first)

    assert "newcomer" not in first["person"]
    assert first["person"].startswith("anonymous:")
    assert "convert" in [kind for kind, _, _ in stored(running, first["person"])]
    assert page.evaluate("() => demo.now.last.answer.person.known")


def test_after_an_opt_out_nothing_is_sent(page, running):
    """The answer is for nobody, and the log does not grow."""
    before = asked(page)
    page.click("#consent")
    after = wait_for_another(page, before)
    count = len(stored(running, before["person"]))
    page.locator("#screen .list .item").first.click()
    page.click("#sheet header button")
    wait_for_another(page, after)

    assert after["person"] is None
    assert len(stored(running, before["person"])) == count


def test_it_fits_a_phone(running):
    """Nothing is wider than the screen; the three drawers show one thing each."""
    with running.browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(f"{running.url}/demo")
        page.wait_for_selector("#screen .item")
        for name in ("controls", "panel", ""):
            page.tap(f"[data-drawer='{name}']")
            assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("#panel").is_hidden()
