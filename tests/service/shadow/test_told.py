"""Told: what is asked for and what was found stand side by side."""

from service.shadow.process import KIND
from service.shadow.told import shadow_told
from service.stores.results import Span


def test_findings_outlive_the_shadow(service, acts):
    """The newest run is told, also when there is no shadow any more."""
    made = acts.start("champion", 0.2, "ann", "why")
    service.results.write(KIND, {"1": {"answers": 2}}, Span(5, 5, 6))
    told = shadow_told(made, service.results)

    assert (told["shadow"]["version"], told["shadow"]["asked_as"], told["shadow"]["budget"]) == ("1", "champion", 0.2)
    assert told["found"]["answers"] == 2
    assert shadow_told(None, service.results) == {"shadow": None, "found": told["found"]}
