"""Guardrails from end to end: decisions are asked for over HTTP, a variant that shows nothing is paused by itself."""

import pytest

from service.experiments.conducting import By
from tests.service.asking import decide
from tests.service.http.experimenting import WHY, with_metrics

CLOSED = {
    "experiment": "hero", "control": "control", "primary": {"metric": "ctr"}, "share": 1.0,
    "variants": [
        {"variant": "control", "weight": 0.5},
        {"variant": "closed", "weight": 0.5, "patch": {"rules": {"nothing": {
            "rule": "nothing", "title": "Nothing", "kind": "block", "owner": "home",
        }}}},
    ],
    "guardrails": [{"metric": "fallback_share", "margin": 0.1}],
}  # fmt: skip


@pytest.mark.slow
def test_a_variant_that_closes_everything_is_paused(app, service):
    """Within one look after sixty visitors; from then on everybody gets what control gets."""
    client = with_metrics(app).test_client()
    made = client.post("/v1/experiments", json={"experiment": CLOSED, **WHY})
    assert made.status_code == 201, made.get_json()
    service.experiments.conducting.start("hero", By("lin", "to see"))
    service.configuration.following.tick()
    service.variants.tick()
    for number in range(60):
        decide(client, person={"id": f"p{number}"})
    service.background.log.flush()
    assert service.guarding.tick()
    told = client.get("/v1/experiments/hero").get_json()

    assert "fell back in closed" in told["variants"][1]["paused"]
    assert told["guardrails"]["paused"]["closed"] == told["variants"][1]["paused"]
