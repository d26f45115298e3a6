"""The application: made from settings, with a model, and slim."""

import subprocess
import sys

import pytest

from service.app import EXTENSION
from tests.service.asking import decide

HEAVY = "{'mlflow', 'pandas', 'sklearn', 'lightgbm', 'implicit', 'duckdb', 'pyarrow', 'polars'}"


def test_the_model_is_loaded_before_the_first_request(app):
    """Nothing is left for a request to load."""
    assert app.extensions[EXTENSION].models.current is not None


@pytest.mark.slow
def test_serving_needs_no_training_library(data_dir_of_test):
    """Answering imports none of the heavy libraries, although they are installed here."""
    code = (
        "import sys\nfrom service.app import create_app\nfrom service.settings import read_settings\n"
        f"given = {{'SLOTWISE_DATA_DIR': {str(data_dir_of_test)!r}, 'SLOTWISE_AUTH': 'open'}}\n"
        "client = create_app(read_settings(given)).test_client()\n"
        "answer = client.post('/v1/decisions', json={'touchpoints': [{'touchpoint': 'home'}]}).get_json()\n"
        f"print(answer['touchpoints'][0]['service_level'], {HEAVY} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["ranker", "set()"]


def test_every_answer_has_a_request_id(client):
    """Also pages, health and problems."""
    for path in ("/", "/livez", "/nowhere", "/openapi/openapi.json"):
        assert client.get(path).headers["X-Request-Id"]


def test_an_empty_catalogue_answers_with_empty_lists(make_app, tmp_path):
    """Nothing to show: every touchpoint says so."""
    from slotwise import packing, shelf
    from tests.worlds import make_model, make_world

    packing.save(make_model(make_world(products=0, events=0), names=["popular"]), tmp_path / "empty")
    shelf.publish(tmp_path / "shelf", "empty", "1", tmp_path / "empty")
    client = make_app(shelf=tmp_path / "shelf").test_client()
    entry = decide(client)["touchpoints"][0]

    assert entry["placements"] == []
    assert entry["short"]
    assert client.get("/").status_code == 200
