"""The seed files of the e-channel world."""

import json
import shutil

import pytest

from slotwise.errors import CatalogError
from training.simulate.seeds import SEED_FILES, Seeds


def copied(folder):
    """A folder with a copy of the seed files."""
    for name in SEED_FILES:
        shutil.copy(Seeds.load().folder / name, folder / name)
    return folder


def test_echannel_has_its_shape():
    """There are 39 touchpoints, six scenes, about 300 products and one to three contents for each."""
    seeds = Seeds.load()
    per_product = [
        sum(row["product_id"] == product["product_id"] for row in seeds.contents) for product in seeds.products
    ]

    assert (len(seeds.touchpoints), len(seeds.scenes)) == (39, 6)
    assert 280 <= len(seeds.products) <= 320
    assert set(per_product) == {1, 2, 3}


def test_fallbacks_fit_their_touchpoints():
    """What a touchpoint lists as safe to show exists, is of a kind it allows, and fills its slots."""
    seeds = Seeds.load()
    kind = {row["content_id"]: row["kind"] for row in seeds.contents}

    for touchpoint in seeds.touchpoints:
        assert {kind[content] for content in touchpoint.fallback} <= set(touchpoint.kinds)
        assert len(set(touchpoint.fallback)) == len(touchpoint.fallback) >= touchpoint.slots


def test_ids_are_unique():
    """No id stands twice."""
    seeds = Seeds.load()
    for rows, key in ((seeds.products, "product_id"), (seeds.contents, "content_id"), (seeds.scenes, "scene")):
        assert len({row[key] for row in rows}) == len(rows)


def test_absent_file_is_named(tmp_path):
    """A folder without seed files is refused with the name of the file."""
    with pytest.raises(CatalogError, match=r"touchpoints\.json"):
        Seeds.load(tmp_path)


def test_content_without_product_is_refused(tmp_path):
    """A content that shows an unknown product is refused."""
    folder = copied(tmp_path)
    rows = json.loads((folder / "contents.json").read_text(encoding="utf-8"))
    (folder / "contents.json").write_text(
        json.dumps([{**rows[0], "product_id": "nothing"}, *rows[1:]]), encoding="utf-8"
    )

    with pytest.raises(CatalogError, match="unknown product"):
        Seeds.load(folder)


def test_touchpoint_without_contents_is_refused(tmp_path):
    """A touchpoint for whose kinds no content exists is refused."""
    folder = copied(tmp_path)
    entry = {"touchpoint": "wall", "channel": "app", "page": "home", "slots": 1, "kinds": ["hologram"]}
    (folder / "touchpoints.json").write_text(json.dumps([entry]), encoding="utf-8")

    with pytest.raises(CatalogError, match="no content fits wall"):
        Seeds.load(folder)


def test_file_that_is_no_list_is_refused(tmp_path):
    """A seed file must hold a list of entries."""
    folder = copied(tmp_path)
    (folder / "scenes.json").write_text("{}", encoding="utf-8")

    with pytest.raises(CatalogError, match="list of entries"):
        Seeds.load(folder)
