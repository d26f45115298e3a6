"""The demo's experiment: simulated persons use the service while three variants are compared on the home page.

One of the variants does harm, so that its guardrail is seen to pause it by itself.
"""

from service.demo import Demo

EXPERIMENT = "home-explore"
PAGES = 1_500


def experiment(demo: Demo, url: str) -> None:
    """Start it, let the world's persons come, and report what it brought; raise DemoError where a step fails."""
    place = ["--data-dir", str(demo.folder / "service")]
    shelf = str(demo.folder / "shelf")
    why = ["--share", "1", "--override", "--reason", "the demo's own"]
    demo.step(
        "An experiment: starting it", "experiment", "start", EXPERIMENT, *why, *place, quiet=True, SLOTWISE_SHELF=shelf
    )
    world = [str(demo.folder / "world"), "--url", url, "--pages", str(PAGES)]
    demo.step("An experiment: its persons come", "traffic", *world, SLOTWISE_KEY=demo.keys.secret)
    page = ["--write", "--html", str(demo.folder / "experiment.html")]
    demo.step("An experiment: what it brought", "experiment", "report", EXPERIMENT, *page, *place, SLOTWISE_SHELF=shelf)
