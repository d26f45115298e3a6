"""GET /v1/models and a look at the shelf on request."""

from slotwise import shelf
from tests.service.asking import decide, refused


def test_the_live_model_and_the_shelf_are_told(client):
    """Name, version, digest, what it holds, and every bundle with its aliases."""
    found = client.get("/v1/models").get_json()

    assert (found["live"]["name"], found["live"]["version"], found["live"]["ranker"]) == ("checkerboard", "1", True)
    assert found["data"][0]["aliases"] == ["champion"]
    assert found["refused"] is None


def test_a_new_champion_is_taken_up_on_request(client, other_folder, data_dir_of_test):
    """A reload brings what the shelf names now, and the next answer comes from it."""
    shelf.publish(data_dir_of_test / "shelf", "checkerboard", "2", other_folder)
    found = client.post("/v1/models/reload").get_json()

    assert found["changed"] is True
    assert decide(client)["touchpoints"][0]["model"]["version"] == "2"
    assert client.post("/v1/models/reload").get_json()["changed"] is False


def test_a_reload_takes_no_body(client):
    """There is nothing to say."""
    refused(client.post("/v1/models/reload", json={"version": "3"}), 422, "request_invalid")


def test_damaged_aliases_are_told(client, data_dir_of_test):
    """A shelf that cannot be read is said to be so, and the live model stays."""
    (data_dir_of_test / "shelf" / "checkerboard" / "aliases.json").write_text("{")
    found = client.post("/v1/models/reload").get_json()

    assert found["data"][0]["error"]["code"] == "shelf_invalid"
    assert found["live"]["version"] == "1"
