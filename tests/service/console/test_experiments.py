"""The pages of experiments: what they show, what they offer to whom, and that they work in a real browser."""

import pytest

from service.console.experiments import acts, guards, percent
from service.experiments.telling import experiment_told, row_told
from service.stores.experiment_reports import ExperimentReports
from slotwise.documents.experiments import Pause
from tests.service.experiments.living import START, experiment
from tests.service.http.experimenting import DRAFT, WHY, with_metrics
from tests.service.serving import post, serving

REPORT = {"phase": 1, "units": {"control": 1_200, "bold": 1_180}, "verdict": {"code": "keep_going", "text": "Go on."}}


def test_what_may_be_done_depends_on_where_it_stands():
    """Nothing is resumed that does not rest, nothing ramped that has all; what is put away stays so."""
    resting = experiment().phase.model_copy(update={"pauses": [Pause(variant="bold", at=START)]})

    assert acts(row_told(experiment(status="draft", phases=[]))) == ("start", "archive")
    assert acts(row_told(experiment())) == ("pause", "stop", "report")
    assert "resume" in acts(row_told(experiment(phases=[resting])))
    assert acts(row_told(experiment(status="archived"))) == ()


def test_guardrails_in_a_few_words():
    """What rests goes before what was seen."""
    look = {"phase": 1, "harms": [{"breached": False, "value": 1.0}, {"breached": True, "value": 2.0}]}
    resting = experiment().phase.model_copy(update={"pauses": [Pause(variant="bold", at=START)]})

    assert guards(row_told(experiment())) == "-"
    assert guards(row_told(experiment(), None, look)) == "1 of 2 broken"
    assert guards(row_told(experiment(phases=[resting]), None, look)) == "bold paused"
    assert guards(experiment_told(experiment(), None, {"phase": 1, "harms": look["harms"][:1]})) == "1 hold"
    few = {"phase": 1, "harms": [{"breached": False, "value": None}]}
    assert guards(row_told(experiment(), None, few)) == "nothing to say yet"
    assert percent(0.05) == "5 %"


@pytest.mark.slow
def test_the_pages_in_a_browser(browser, data_dir_of_test, make_app, tmp_path):
    """A list, a page with the report inside, and a form that pauses and resumes; nothing breaks the policy."""
    app = with_metrics(make_app())
    service, client = app.extensions["slotwise"], app.test_client()
    client.post("/v1/experiments", json={"experiment": DRAFT, **WHY})
    client.post("/v1/experiments/hero/start", json={**WHY, "override": True})
    ExperimentReports(service.database).put("hero", REPORT, "<h1>The report</h1>", (0, 10), 1_000)
    with serving(data_dir_of_test) as (url, _):
        page, errors = browser.new_page(), []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(f"{url}/console/experiments")
        assert "Go on." in page.locator("#experiments").inner_text()
        page.locator("#experiments a").first.click()
        assert page.frame_locator("iframe").locator("h1").inner_text() == "The report"
        page.locator("select[name=variant]").select_option("bold")
        page.locator("input[name=reason]").fill("looks odd")
        page.locator("button[value=pause]").click()
        assert "looks odd" in page.locator("#variants").inner_text()
        assert "looks odd" in page.locator("#history").inner_text()
        page.locator("select[name=variant]").select_option("bold")
        page.locator("input[name=reason]").fill("mended")
        page.locator("button[value=resume]").click()
        assert "looks odd" not in page.locator("#variants").inner_text()
        page.screenshot(path=str(tmp_path / "experiment.png"), full_page=True)
        page.close()
        assert post(f"{url}/v1/experiments/hero/stop", WHY)["experiment"]["status"] == "stopped"

    assert errors == []
