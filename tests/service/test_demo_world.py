"""What the page of the demo knows: the seeds, and what the demo wrote."""

import json

import pytest

from service.demo_world import PAGES, DemoWorld, categories


def test_the_document_is_the_seeds_and_the_demo(tmp_path):
    """Touchpoints of the app's pages, all products with their texts, and the key and persons of this demo."""
    (tmp_path / "demo.json").write_text('{"key": "pk_x", "persons": [{"id": "p"}]}')
    found = json.loads(DemoWorld(tmp_path / "demo.json").document)

    assert (found["key"], found["persons"]) == ("pk_x", [{"id": "p"}])
    assert {each["page"] for each in found["touchpoints"]} == set(PAGES)
    assert "app.home.banner" in {each["touchpoint"] for each in found["touchpoints"]}
    assert found["products"]["plan_39"]["category"] == categories()["plan_39"] == "plan"


def test_situations_are_facts_that_the_person_can_choose(tmp_path):
    """An order left midway is no button: the page finds that out by itself."""
    (tmp_path / "demo.json").write_text("{}")
    found = json.loads(DemoWorld(tmp_path / "demo.json").document)["situations"]

    assert {each["scene"] for each in found} >= {"roaming", "over_quota", "bill_shock"}
    assert all(each["facts"] and "open_process" not in each["facts"] for each in found)


def test_without_its_file_there_is_an_error(tmp_path):
    """Not an empty page."""
    with pytest.raises(OSError):
        _ = DemoWorld(tmp_path / "nothing").document
