"""The shelf: bundles appear whole, aliases move at once, the last ones stay."""

import shutil
import threading
from pathlib import Path

import pytest

from slotwise import bundle, moves, shelf
from slotwise.errors import BundleError, ShelfError
from slotwise.moves import Said


def make_bundle(folder: Path, text: str) -> Path:
    """A bundle that holds a text."""
    bundle.write(folder, {"model": {"text": text}}, {}, {})
    return folder


def test_a_published_bundle_is_whole_and_named(tmp_path):
    """The copy has the digest of the original, and the alias points at it."""
    source = make_bundle(tmp_path / "b", "one")
    published = shelf.publish(tmp_path / "shelf", "m", "1", source)

    assert published.digest == bundle.digest(source)
    assert shelf.aliases(tmp_path / "shelf", "m") == {"champion": published}
    bundle.verify(tmp_path / "shelf" / "m" / published.folder)


def test_the_champion_before_is_kept_for_a_roll_back(tmp_path):
    """Rolling back makes the previous champion champion; once more, and the other one is again."""
    first = shelf.publish(tmp_path / "shelf", "m", "1", make_bundle(tmp_path / "a", "one"))
    second = shelf.publish(tmp_path / "shelf", "m", "2", make_bundle(tmp_path / "b", "two"))

    assert shelf.aliases(tmp_path / "shelf", "m")["previous"] == first
    assert shelf.roll_back(tmp_path / "shelf", "m") == first
    assert shelf.aliases(tmp_path / "shelf", "m") == {"champion": first, "previous": second}
    assert shelf.roll_back(tmp_path / "shelf", "m") == second


def test_publishing_the_same_again_changes_nothing(tmp_path):
    """The same version published twice is no roll-back target of its own."""
    source = make_bundle(tmp_path / "a", "one")
    once, again = (shelf.publish(tmp_path / "shelf", "m", "1", source) for _ in range(2))

    assert once == again
    assert shelf.aliases(tmp_path / "shelf", "m") == {"champion": once}


def test_the_last_bundles_stay_and_named_ones_always(tmp_path):
    """Beside what an alias names, three bundles are kept, the newest."""
    for number in range(8):
        shelf.publish(tmp_path / "shelf", "m", str(number), make_bundle(tmp_path / str(number), str(number)))
        if number == 0:
            shelf.point(tmp_path / "shelf", "m", "safe", shelf.aliases(tmp_path / "shelf", "m")["champion"])
    kept = {path.name.partition("-")[0] for path in shelf.folders(tmp_path / "shelf", "m")}

    assert kept == {"0", "3", "4", "5", "6", "7"}


def test_a_damaged_bundle_is_not_published(tmp_path):
    """Checksums are verified before anything is copied; the alias stays where it was."""
    good = shelf.publish(tmp_path / "shelf", "m", "1", make_bundle(tmp_path / "a", "one"))
    bad = make_bundle(tmp_path / "b", "two")
    (bad / "model.json").write_bytes(b"changed")

    with pytest.raises(BundleError):
        shelf.publish(tmp_path / "shelf", "m", "2", bad)
    assert shelf.aliases(tmp_path / "shelf", "m") == {"champion": good}


def test_a_damaged_copy_on_the_shelf_is_replaced(tmp_path):
    """Publishing the version again heals it."""
    source = make_bundle(tmp_path / "a", "one")
    published = shelf.publish(tmp_path / "shelf", "m", "1", source)
    place = tmp_path / "shelf" / "m" / published.folder
    (place / "model.json").write_bytes(b"changed")
    shelf.publish(tmp_path / "shelf", "m", "1", source)

    bundle.verify(place)
    assert [path.name for path in place.parent.glob(".*-*")] == []


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "x" * 81, "中"])
def test_a_name_must_be_fit_for_a_folder(tmp_path, name):
    """Names and versions become folders, so nothing that leads elsewhere is taken."""
    source = make_bundle(tmp_path / "a", "one")
    with pytest.raises(ShelfError):
        shelf.publish(tmp_path / "shelf", name, "1", source)
    with pytest.raises(ShelfError):
        shelf.publish(tmp_path / "shelf", "m", name, source)


def test_a_reader_never_sees_a_half(tmp_path):
    """While versions are published one after the other, every look at the shelf finds a whole bundle."""
    home, stop, wrong = tmp_path / "shelf", threading.Event(), []
    shelf.publish(home, "m", "0", make_bundle(tmp_path / "0", "0"))

    def look():
        while not stop.is_set():
            champion = shelf.aliases(home, "m")["champion"]
            try:
                bundle.verify(home / "m" / champion.folder)
            except BundleError as error:
                if shelf.aliases(home, "m")["champion"] == champion:
                    wrong.append(error)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 15):
        shelf.publish(home, "m", str(number), make_bundle(tmp_path / str(number), str(number)))
    stop.set()
    reader.join()

    assert wrong == []


def test_an_empty_shelf_is_no_error_and_a_damaged_one_is(tmp_path):
    """Nothing published: no aliases, nothing to roll back to. A damaged file is said to be one."""
    assert shelf.aliases(tmp_path, "m") == {}
    assert shelf.names(tmp_path) == shelf.folders(tmp_path, "m") == []
    with pytest.raises(ShelfError):
        shelf.roll_back(tmp_path, "m")
    published = shelf.publish(tmp_path, "m", "1", make_bundle(tmp_path / "a", "one"))
    (tmp_path / "m" / "aliases.json").write_text("[]")
    with pytest.raises(ShelfError):
        shelf.aliases(tmp_path, "m")
    shutil.rmtree(tmp_path / "m" / published.folder)
    with pytest.raises(BundleError):
        shelf.point(tmp_path, "m", "champion", published)


def test_the_name_promoted_last_comes_first(tmp_path):
    """Among several names the one whose aliases moved last is told first."""
    for name in ("a", "b", "a"):
        shelf.publish(
            tmp_path / "shelf", name, "1", make_bundle(tmp_path / f"{name}{len(list(tmp_path.iterdir()))}", name)
        )

    assert shelf.names(tmp_path / "shelf") == ["a", "b"]


def test_a_bundle_is_found_by_alias_and_by_version(tmp_path):
    """Of two bundles of one version the one published last; what is not there is told with what is."""
    place = tmp_path / "shelf"
    first = shelf.publish(place, "m", "1", make_bundle(tmp_path / "a", "one"))
    shelf.publish(place, "m", "2", make_bundle(tmp_path / "b", "two"), "challenger")
    again = shelf.publish(place, "m", "2", make_bundle(tmp_path / "c", "three"), "challenger")

    assert shelf.find(place, "m", "champion") == shelf.find(place, "m", "1") == first
    assert shelf.find(place, "m", "challenger") == shelf.find(place, "m", "2") == again
    with pytest.raises(ShelfError) as refused:
        shelf.find(place, "m", "3")
    assert refused.value.expected == ["1", "2", "challenger", "champion"]


def test_an_alias_that_is_released_holds_nothing(tmp_path):
    """As long as it points at a bundle, that one stays however many come; without it, it goes in time."""
    place = tmp_path / "shelf"
    old = shelf.publish(place, "m", "1", make_bundle(tmp_path / "1", "one"), "held")
    for each in range(2, 9):
        shelf.publish(place, "m", str(each), make_bundle(tmp_path / str(each), str(each)))
    assert (place / "m" / old.folder).is_dir()
    shelf.release(place, "m", "held")
    shelf.release(place, "m", "never")
    shelf.publish(place, "m", "9", make_bundle(tmp_path / "9", "nine"))

    assert "held" not in shelf.aliases(place, "m")
    assert not (place / "m" / old.folder).is_dir()


def test_the_run_that_made_a_bundle_is_known(tmp_path):
    """Where whoever published it told it."""
    place = tmp_path / "shelf"
    told = shelf.publish(place, "m", "1", make_bundle(tmp_path / "a", "one"), run_id="abc")
    silent = shelf.publish(place, "m", "2", make_bundle(tmp_path / "b", "two"))

    assert shelf.run_of(place, "m", told.folder) == "abc"
    assert shelf.run_of(place, "m", silent.folder) == shelf.run_of(place, "n", "x") == ""


def test_every_move_of_an_alias_is_on_the_trail(tmp_path):
    """Who, why, from what to what; what moves nothing leaves none."""
    place = tmp_path / "shelf"
    shelf.publish(place, "m", "1", make_bundle(tmp_path / "a", "one"), said=Said("ann", "the first"))
    shelf.publish(place, "m", "2", make_bundle(tmp_path / "b", "two"), said=Said("bo", "beats 1"))
    shelf.publish(place, "m", "2", tmp_path / "b", said=Said("bo", "again"))
    shelf.roll_back(place, "m", Said("cy", "too slow"))

    told = [(each.alias, each.before, each.version, each.by, each.why) for each in moves.moves(place, "m")]
    assert told == [
        ("champion", "", "1", "ann", "the first"),
        ("champion", "1", "2", "bo", "beats 1"),
        ("champion", "2", "1", "cy", "too slow"),
    ]
