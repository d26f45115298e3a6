"""Models: what the shelf names goes live when it has proven itself, and what is broken never does."""

import shutil
import threading
import time

import pytest

from service.metrics import Metrics
from service.models import Models
from service.proving import Proving
from slotwise import shelf
from tests.service.asking import decide
from tests.service.conftest import NAME


@pytest.fixture
def models(data_dir_of_test):
    """Models on the test's shelf, nothing loaded yet."""
    return Models(data_dir_of_test / "shelf", "", "champion", Proving(data_dir_of_test, 120.0), Metrics())


def damage(home, folder, name="trees/leaves.npy"):
    """Change one byte in the middle of a file of a published bundle."""
    path = home / NAME / folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_the_champion_goes_live(models):
    """Name and version are those of the shelf; whoever waits for it is told."""
    told = []
    models.on_live.append(told.append)
    models.load_first()

    assert models.current.model.describe() == {"name": NAME, "version": "1"}
    assert told == [models.current]
    assert models.check() is False


def test_a_bundle_with_one_byte_changed_never_goes_live(models, other_folder):
    """The last good model stays, the problem is told, and the shelf is not tried again until it changes."""
    models.load_first()
    good = models.current
    published = shelf.publish(models.shelf, NAME, "2", other_folder)
    damage(models.shelf, published.folder, "blend/weights.npy")

    assert models.check() is False
    assert models.current is good
    assert (models.refused.version, models.refused.code) == ("2", "bundle_invalid")
    assert "weights.npy is damaged" in models.refused.detail
    shelf.roll_back(models.shelf, NAME)
    models.check()
    assert models.refused is None


def test_a_damaged_champion_at_the_start_gives_way_to_what_was_before(models, bundle_folder, other_folder):
    """A service that starts beside a broken champion serves the previous one, and says so."""
    published = shelf.publish(models.shelf, NAME, "2", other_folder)
    damage(models.shelf, published.folder, "blend/weights.npy")
    models.load_first()

    assert models.current.model.version == "1"
    assert models.refused.version == "2"


def test_damaged_aliases_leave_the_last_bundle(models):
    """Even without aliases a bundle that stands on the shelf is served."""
    (models.shelf / NAME / "aliases.json").write_text("nonsense")
    models.load_first()

    assert models.current.model.version == "1"
    assert models.refused.code == "shelf_invalid"


def test_a_missing_bundle_is_refused(models):
    """An alias that names a folder which is not there is told."""
    shutil.rmtree(next((models.shelf / NAME).glob("1-*")))
    models.load_first()

    assert models.current is None
    assert models.refused.version == "1"


@pytest.mark.slow
def test_a_bundle_of_other_features_is_refused(models, ranked_checkerboard, tmp_path):
    """A model that was trained on other features than this version computes does not get past its probe."""
    from slotwise import bundle, packing

    packing.save(ranked_checkerboard, tmp_path / "b")
    documents, arrays = bundle.read(tmp_path / "b")
    documents["model"]["fingerprint"] = "of another version"
    bundle.write(tmp_path / "c", documents, arrays, {})
    shelf.publish(models.shelf, NAME, "9", tmp_path / "c")
    models.load_first()

    assert models.current.model.version == "1"
    assert "other features" in models.refused.detail


def test_without_a_name_the_one_promoted_last_is_served(models, other_folder):
    """Another name on the shelf takes over when it is promoted; a setting holds on to one."""
    models.load_first()
    shelf.publish(models.shelf, "another", "7", other_folder)
    held = Models(models.shelf, NAME, "champion", models.proving, Metrics())
    held.load_first()

    assert models.check()
    assert models.current.model.describe() == {"name": "another", "version": "7"}
    assert held.current.model.name == NAME


def test_a_refresh_of_a_model_that_has_gone_is_dropped(models, other_folder):
    """Counts of the old model do not end up in the new one."""
    models.load_first()
    old = models.current
    shelf.publish(models.shelf, NAME, "2", other_folder)
    models.check()
    models.refresh(old, old.live, True)

    assert models.current.model.version == "2"
    assert models.current.live is not old.live


def test_an_old_log_stands_still_and_a_person_does_not(models):
    """The moment of a decision in an old world is its end, but never before the person's last event."""
    models.load_first()
    serving = models.current

    assert serving.still
    assert serving.now(2**42, None) == serving.live.at == serving.model.as_of
    assert serving.now(2**42, 2**41) == 2**41 + 1


@pytest.mark.slow
def test_a_swap_loses_no_request(app, service, bundle_folder, other_folder):
    """While models are swapped to and fro, every request is answered, by the one or the other."""
    stop, versions, failures = threading.Event(), set(), []

    def ask():
        client = app.test_client()
        while not stop.is_set():
            try:
                answer = decide(client, person={"id": "p"})
                versions.add(answer["touchpoints"][0]["model"]["version"])
            except AssertionError as error:
                failures.append(error)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(2, 10):
        shelf.publish(service.models.shelf, NAME, str(number), (bundle_folder, other_folder)[number % 2])
        until = time.monotonic() + 30
        while service.models.current.model.version != str(number):
            assert time.monotonic() < until
            service.models.check()
            time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(versions) > 1
