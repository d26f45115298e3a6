"""Metrics, funnels, campaigns and probes over HTTP: the same figures as everywhere else."""

import re
import shutil

import pytest

from slotwise.figures import figure
from tests.june import june, kept, run

__all__ = ["june", "kept"]


@pytest.fixture
def client(kept, make_app, tmp_path):
    """A client of an installation in which the month was measured."""
    return make_app(data_dir=shutil.copytree(kept, tmp_path / "kept")).test_client()


def test_command_api_and_page_show_the_same_number(client, june, tmp_path):
    """One engine: value and interval are equal to the last bit, the page's are the same rounded."""
    options = ("--log", str(june), "--data-dir", str(tmp_path / "elsewhere"))
    for metric in ("click_through", "conversion", "sales"):
        (told,) = run("metrics", metric, *options)["data"]
        sheet = client.get(f"/v1/metrics/{metric}").get_json()
        listed = next(each for each in client.get("/v1/metrics").get_json()["data"] if each["metric"] == metric)
        page = client.get(f"/console/metrics?metric={metric}").get_data(as_text=True)

        for name in ("value", "low", "high", "persons"):
            assert told[name] == pytest.approx(sheet[name], rel=1e-12)
            assert sheet[name] == listed[name]
        assert re.search(r'id="value">([^<]*)<', page)[1] == figure(told["value"], told["unit"])


def test_a_sheet_tells_days_and_groups(client):
    """And is not sent again while it has not changed."""
    found = client.get("/v1/metrics/click_through")
    sheet = found.get_json()

    assert len(sheet["days"]) == 28
    assert {"touchpoint", "scene", "person.plan_tier"} <= set(sheet["by"])
    assert sheet["before"]["value"] > 0
    assert client.get("/v1/metrics/click_through", headers={"If-None-Match": found.headers["ETag"]}).status_code == 304


def test_funnels_are_told(client):
    """In short, and one with its steps and bottleneck."""
    (listed,) = client.get("/v1/funnels").get_json()["data"]
    found = client.get("/v1/funnels/plan_choosing").get_json()

    assert listed["conversion"]["value"] == found["conversion"]["value"]
    assert [each["step"] for each in found["steps"]] == ["open", "choose", "confirm", "buy"]


def test_probes_and_campaigns_are_told(client):
    """Nothing is configured here: empty lists."""
    assert client.get("/v1/probes").get_json() == {"data": [], "alarms": []}
    assert client.get("/v1/campaigns").get_json() == {"data": []}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/metrics/nothing", 404, "metric_unknown"),
        ("/v1/funnels/nothing", 404, "process_unknown"),
        ("/v1/campaigns/nothing", 404, "campaign_unknown"),
        ("/v1/metrics/" + "x" * 3_000, 404, "metric_unknown"),
        ("/v1/metrics/%00", 404, "metric_unknown"),
        ("/v1/metrics?days=3", 422, "request_invalid"),
        ("/v1/probes?limit=0", 422, "request_invalid"),
        ("/v1/probes?limit=many", 422, "request_invalid"),
    ],
)
def test_bad_questions_get_problems(client, path, status, code):
    """Never a 500."""
    found = client.get(path)

    assert (found.status_code, found.get_json()["code"]) == (status, code)


def test_a_key_needs_the_scope(kept, make_app, tmp_path):
    """Reports are for those who may read them."""
    app = make_app(data_dir=shutil.copytree(kept, tmp_path / "kept"), auth="keys")

    assert app.test_client().get("/v1/metrics").status_code == 401
    assert app.test_client().get("/v1/probes").status_code == 401
