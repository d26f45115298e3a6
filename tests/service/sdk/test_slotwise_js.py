"""The browser SDK in a real browser, against the real service."""

import json

import pytest

pytestmark = pytest.mark.slow
FLUSH = "() => client.flush()"


def stored(page, served, **having):
    """What is in the log once everything was delivered."""
    page.wait_for_function("() => client.waiting === 0", timeout=15_000)
    return served.events(**having)


def test_a_decision_fills_the_page(begin, show, page):
    """The app's own content gives way to the placements, each element made by the app."""
    begin()
    answer = show("home", context={"data_used_ratio": 1.2}, explain="reason")

    assert answer["fallback"] is None
    assert answer["scene"] == "over_quota"
    assert page.locator("#home .place").count() == len(answer["slates"]["home"]["placements"]) > 1
    assert "own content" not in page.inner_text("#home")


def test_without_an_answer_the_page_keeps_what_it_has(begin, show, page):
    """Too late, refused or no network: decide() says why and does not throw, render() touches nothing."""
    begin()
    page.route("**/v1/decisions", lambda route: None)
    late = show("home", timeout=200)
    page.unroute("**/v1/decisions")
    wrong = show("home", context={"": 1})
    page.context.set_offline(True)
    away = show("home")

    assert [late["fallback"], wrong["fallback"], away["fallback"]] == ["timeout", "request_invalid", "unreachable"]
    assert "own content" in page.inner_text("#home")
    assert page.evaluate("() => problems") == ["timeout", "request_invalid", "unreachable"]


def test_an_exposure_is_what_was_really_seen(begin, show, page, served):
    """Below the fold is not seen; half of it for a second is; it counts once, however often it comes back."""
    who = begin()
    show("home", into="#far")
    page.wait_for_timeout(1_500)
    before = served.events(person_id=f"anonymous:{who}")
    page.locator("#c1").scroll_into_view_if_needed()
    page.evaluate("() => scrollTo(0, document.querySelector('#c1').offsetTop - innerHeight + 80)")
    page.wait_for_timeout(1_500)
    a_bit = served.events(person_id=f"anonymous:{who}")
    page.evaluate("() => scrollTo(0, document.querySelector('#c1').offsetTop - innerHeight + 120)")
    page.wait_for_timeout(300)
    page.evaluate("() => scrollTo(0, 0)")
    page.wait_for_timeout(1_200)
    for_a_moment = served.events(person_id=f"anonymous:{who}")
    for _ in range(2):
        page.evaluate("() => scrollTo(0, document.querySelector('#c1').offsetTop - innerHeight + 120)")
        page.wait_for_timeout(1_400)
        page.evaluate("() => scrollTo(0, 0)")
        page.wait_for_timeout(200)
    seen = stored(page, served, person_id=f"anonymous:{who}")

    assert (before, a_bit, for_a_moment) == ([], [], [])
    assert [(each["type"], each["slot"]) for each in seen] == [("exposure", 1)]


def test_nothing_is_seen_on_a_page_in_the_background(begin, show, page, served):
    """A tab that nobody looks at exposes nothing, until it is in front."""
    who = begin()
    page.evaluate(
        "() => { globalThis.state = 'hidden';"
        " Object.defineProperty(document, 'visibilityState', { get: () => state }); }"
    )
    show("home")
    page.wait_for_timeout(1_500)
    hidden = served.events(person_id=f"anonymous:{who}")
    page.evaluate("() => { state = 'visible'; document.dispatchEvent(new Event('visibilitychange')); }")
    page.wait_for_timeout(1_400)

    assert hidden == []
    assert {each["type"] for each in stored(page, served, person_id=f"anonymous:{who}")} == {"exposure"}


def test_what_lies_under_something_else_is_not_seen(begin, show, page, served):
    """A sheet over the page: nothing of it was seen until the sheet is gone, and never what went with it."""
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    who = begin()
    page.evaluate(
        "() => { const sheet = document.createElement('div'); sheet.id = 'sheet';"
        " sheet.style = 'position: fixed; inset: 0; background: white'; document.body.append(sheet); }"
    )
    show("home")
    page.wait_for_timeout(1_800)
    under = served.events(person_id=f"anonymous:{who}")
    page.evaluate("() => { document.querySelector('#sheet').remove(); document.querySelector('#c1').remove(); }")
    page.wait_for_timeout(1_500)

    assert under == []
    assert 1 not in {each["slot"] for each in stored(page, served, person_id=f"anonymous:{who}")}
    assert {each["type"] for each in stored(page, served, person_id=f"anonymous:{who}")} == {"exposure"}
    assert wrong == []


def test_a_click_and_a_process_arrive_with_their_token(begin, show, page, served):
    """Attributed to the decision by the token, with the step, value and currency; all at once, in their order."""
    who = begin()
    answer = show("home")
    page.click("#c1")
    page.evaluate(
        "() => { const it = answer.slates.home.placements[0];"
        " client.view(it); client.start(it); client.step(it, 'sim'); client.leave(it, 'pay');"
        " client.convert(it, 59, 'CNY'); client.dismiss(it); client.event('x.shared', it); }"
    )
    found = stored(page, served, person_id=f"anonymous:{who}")
    kinds = [each["type"] for each in found if each["type"] != "exposure"]

    assert kinds == ["click", "view", "start", "step", "leave", "convert", "dismiss", "x.shared"]
    assert {each["decision_id"] for each in found} == {answer["decision_id"]}
    assert json.loads(next(each for each in found if each["type"] == "step")["properties"]) == {"step": "sim"}
    assert next(each for each in found if each["type"] == "convert")["value"] == 59.0


def test_what_happens_offline_is_delivered_once(begin, show, page, served):
    """Kept over a reload of the page too, with the same ids, in the same order, and counted once."""
    who = begin()
    show("home")
    page.context.set_offline(True)
    ids = page.evaluate(
        "() => [1, 2, 3].map((place) => client.click(answer.slates.home.placements[0], { properties: { place } }))"
    )
    page.wait_for_timeout(500)
    away = served.events(person_id=f"anonymous:{who}", type="click")
    page.context.set_offline(False)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    found = stored(page, served, person_id=f"anonymous:{who}", type="click")

    assert away == []
    assert [each["event_id"] for each in found] == ids


def test_what_could_not_be_sent_is_sent_by_the_next_page(begin, page, served):
    """The service was away while the page was open: the next page of the app delivers."""
    who = begin()
    page.route("**/v1/events", lambda route: route.fulfill(status=503, headers={"Retry-After": "60"}))
    event_id = page.evaluate("() => client.event('click', null, { product_id: 'p1' })")
    page.wait_for_timeout(500)
    page.unroute("**/v1/events")
    page.reload()
    again = begin()
    found = stored(page, served, person_id=f"anonymous:{who}", type="click")

    assert again == who
    assert [each["event_id"] for each in found] == [event_id]


def test_a_receipt_that_is_lost_does_not_count_twice(begin, page, served):
    """Stored, but the answer did not arrive: sent again with the same id, it is a duplicate."""
    who = begin()
    sent = []

    def lose(route):
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/v1/events", lose)
    page.evaluate("() => client.event('click', null, { product_id: 'p1' })")
    found = stored(page, served, person_id=f"anonymous:{who}")

    assert len(found) == 1
    assert sent[0] == sent[1]
    assert page.evaluate("() => client.stats.duplicate") == 1


def test_leaving_the_page_delivers(begin, page, served):
    """The event of the last moment is sent so that it outlives the page."""
    who = begin(linger=60_000)
    page.evaluate("() => { client.event('exposure', null, { content_id: 'c', product_id: 'p1' }); }")
    page.wait_for_timeout(300)
    before = served.events(person_id=f"anonymous:{who}")
    page.goto("about:blank")
    page.wait_for_timeout(1_000)

    assert before == []
    assert [each["type"] for each in served.events(person_id=f"anonymous:{who}")] == ["exposure"]


def test_the_queue_is_bounded(begin, page):
    """The oldest events give way, are counted, and are told."""
    begin(capacity=5)
    page.context.set_offline(True)
    page.evaluate(
        "() => { for (let place = 0; place < 8; place++) client.event('click', null, { product_id: 'p1' }); }"
    )

    assert page.evaluate("() => [client.waiting, client.stats.dropped, problems]") == [5, 3, ["queue_full"] * 3]
    assert page.evaluate("() => Object.keys(localStorage).filter((name) => name.includes('event:')).length") == 5


def test_what_is_refused_is_told_and_not_sent_again(begin, page):
    """A forged token is the app's defect or an attack: it must not stop what comes after it."""
    begin()
    page.evaluate(
        "() => { client.event('click', { token: 'forged' }); client.event('click', null, { product_id: 'p1' }); }"
    )
    page.wait_for_function("() => client.waiting === 0")

    assert page.evaluate("() => [client.stats.rejected, client.stats.accepted, problems]") == [1, 1, ["token_invalid"]]


def test_who_signs_in_is_a_person(begin, page, served):
    """Before: the browser's own id; after: the person; after signing out: somebody new."""
    who = begin()
    page.evaluate("() => { client.event('view', null, { product_id: 'p1' }); client.identify('member-1'); }")
    page.evaluate("() => { client.event('view', null, { product_id: 'p3' }); client.logout(); }")
    after = page.evaluate("() => client.person")
    stored(page, served)

    assert len(served.events(person_id=f"anonymous:{who}")) == 1
    assert len(served.events(person_id="member-1")) == 1
    assert "id" not in after
    assert after["identities"]["anonymous"] != who


def test_an_opt_out_stops_everything_personal(begin, show, page, served):
    """No ids kept or sent, waiting events deleted, decisions asked for impersonally; after a reload too."""
    begin(linger=60_000)
    page.evaluate("() => { client.event('view', null, { product_id: 'p1' }); client.consent(false); }")
    asked = []
    page.on("request", lambda request: asked.append(request))
    count = len(served.events())
    for _ in range(2):
        answer = show("home")
        page.click("#c1")
        page.wait_for_timeout(1_300)
        page.reload()
        begin()
    bodies = [json.loads(each.post_data) for each in asked if "/v1/decisions" in each.url]

    assert answer["slates"]["home"]["placements"]
    assert [each["personalize"] for each in bodies] == [False, False]
    assert all("person" not in each and "session" not in each for each in bodies)
    assert len(served.events()) == count
    assert page.evaluate("() => Object.entries(localStorage)") == [["slotwise:consent", "no"]]
    assert page.context.cookies() == []
    assert page.evaluate("() => { client.consent(true); return client.person; }")["identities"]["anonymous"]


def test_without_any_storage_it_works_for_the_page(browser, served):
    """Where the browser lets it keep nothing: ids and waiting events last as long as the page."""
    denied = (
        "for (const each of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, each, { get() { throw new Error('denied'); } });"
    )
    with browser.new_context() as context:
        context.add_init_script(denied)
        context.route("**/app.html", lambda route: route.fulfill(body="<script src='/sdk/slotwise.js'></script>"))
        page = context.new_page()
        page.goto(f"{served.url}/app.html", wait_until="load")
        who = page.evaluate(
            "async () => { globalThis.client = Slotwise.init({ timeout: 5000 });"
            " client.event('click', null, { product_id: 'p1' }); client.event('view', null, { product_id: 'p1' });"
            " await client.flush(); return client.person.identities.anonymous; }"
        )

    assert [each["type"] for each in served.events(person_id=f"anonymous:{who}")] == ["click", "view"]


def test_it_is_a_module_too(page):
    """`import { init } from ".../slotwise.mjs"` gives the same."""
    assert page.evaluate(
        "async () => { const { init } = await import('/sdk/slotwise.mjs'); return init === Slotwise.init; }"
    )
