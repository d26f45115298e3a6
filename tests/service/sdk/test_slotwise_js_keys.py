"""The browser SDK on sites of other origins, with keys: who may call, and whose word counts."""

import json
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.slow
BEGIN = """async ([url, key]) => { globalThis.problems = [];
const onProblem = (problem) => problems.push(problem.code);
globalThis.client = Slotwise.init({ url, key, timeout: 5000, linger: 50, onProblem });
globalThis.answer = await client.decide(["home"]); return answer; }"""


@pytest.fixture
def visit(browser, sites):
    """Opens a site's page, begins the SDK with the key and asks for a decision: the page and the answer."""
    contexts = []

    def run(site, key=None):
        contexts.append(browser.new_context())
        page = contexts[-1].new_page()
        page.goto(site.origin)
        return page, page.evaluate(BEGIN, [sites.served.url, sites.key if key is None else key])

    yield run
    for each in contexts:
        each.close()


def test_an_allowed_origin_decides_and_delivers(visit, sites):
    """The script comes from the service, the page from the app's own server: decisions and events pass."""
    page, answer = visit(sites.ours)
    who = page.evaluate("() => client.person.identities.anonymous")
    page.evaluate("async () => { client.click(answer.slates.home.placements[0]); return client.flush(); }")

    assert answer["fallback"] is None
    assert [each["type"] for each in sites.served.events(person_id=f"anonymous:{who}")] == ["click"]


def test_leaving_the_page_delivers_across_origins(visit, sites):
    """The last event outlives a page of another origin than the service."""
    page, _ = visit(sites.ours)
    who = page.evaluate("() => client.person.identities.anonymous")
    page.evaluate(
        "async () => { client.event('view', null, { product_id: 'p1' }); await client.flush(); client.linger = 60000;"
        " client.event('exposure', null, { product_id: 'p1', content_id: 'c' }); }"
    )
    page.goto("about:blank")
    page.wait_for_timeout(1_000)

    assert [each["type"] for each in sites.served.events(person_id=f"anonymous:{who}")] == ["view", "exposure"]


@pytest.mark.parametrize("key", [None, "", "pk_nobodys_key"])
def test_another_origin_or_key_is_refused(visit, sites, key):
    """A key that was copied to another site, no key, a key of nobody: no answer, the page keeps what it has."""
    site = sites.theirs if key is None else sites.ours
    count = len(sites.served.events())
    page, answer = visit(site, key)
    page.evaluate("() => { client.event('click', null, { product_id: 'p1' }); }")
    page.wait_for_timeout(500)

    assert answer["fallback"]
    assert answer["slates"]["home"]["placements"] == []
    assert len(sites.served.events()) == count


def call(sites, method, path, document=None):
    """Call as the app's server does, with its secret key."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {sites.secret}"}
    body = None if document is None else json.dumps(document).encode()
    with urlopen(Request(sites.served.url + path, body, headers, method=method), timeout=10) as response:
        return json.loads(response.read())


def test_what_was_done_before_the_login_follows_with_a_proof(visit, sites):
    """Anonymous first, then signed in: the app's server proves that both are one; the page's word is not enough."""
    page, _ = visit(sites.ours)
    identities = page.evaluate("() => client.person.identities")
    page.evaluate("async () => { client.event('view', null, { product_id: 'p1' }); return client.flush(); }")
    page.evaluate(
        "async () => { client.identify('m-1'); client.event('view', null, { product_id: 'p3' });"
        " return client.flush(); }"
    )
    alone = call(sites, "GET", "/v1/persons/m-1")
    proof = call(sites, "POST", "/v1/persons/link-proofs", {"person": {"id": "m-1", "identities": identities}})["proof"]
    page.evaluate("async (proof) => { client.identify('m-1', { proof }); return client.flush(); }", proof)
    together = call(sites, "GET", "/v1/persons/m-1")

    assert page.evaluate("() => problems") == []
    assert "p1" not in json.dumps(alone)
    assert "p1" in json.dumps(together)
