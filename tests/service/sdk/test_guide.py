"""The examples of docs/sdk.md run as they stand in a browser, under the policy that the page names."""

import re

import pytest

pytestmark = pytest.mark.slow


def test_the_examples_run(project, browser, served):
    """The page shows the placements and reports them; the process's calls are taken."""
    text = (project / "docs" / "sdk.md").read_text()
    (html,) = re.findall(r"^```html\n(.*?)^```", text, re.M | re.S)
    home, process, _ = re.findall(r"^```js\n(.*?)^```", text, re.M | re.S)
    (policy,) = re.findall(r"^```\n(script-src .*?)^```", text, re.M | re.S)

    def here(example):
        return example.replace("https://slotwise.example", served.url).replace("app.home.banner", "home")

    with browser.new_context() as context:
        page = context.new_page()
        headers = {"Content-Security-Policy": here(policy).strip() + " 'self'"}
        page.route("**/shop.html", lambda route: route.fulfill(body=html_of(html, here), headers=headers))
        page.route("**/home.js", lambda route: route.fulfill(body=here(home), content_type="text/javascript"))
        page.goto(f"{served.url}/shop.html")
        page.wait_for_selector("#banners .banner")
        page.evaluate(
            "async () => { globalThis.answer = await slotwise.decide(['home']); }".replace("'home'", '"home"')
        )
        page.evaluate(f"() => {{ {here(process)} }}")
        page.wait_for_function("() => slotwise.stats.accepted >= 7", timeout=15_000)
        who = page.evaluate("() => slotwise.person.identities.anonymous")

    kinds = {each["type"] for each in served.events(person_id=f"anonymous:{who}")}
    assert {"view", "start", "step", "leave", "convert", "dismiss", "x.shared"} <= kinds


def html_of(html, here):
    """The page of the example."""
    return '<!doctype html><meta charset="utf-8"><title>shop</title>' + here(html)
