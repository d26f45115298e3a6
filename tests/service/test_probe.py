"""The probe: a bundle has to answer in a process of its own, well and twice the same."""

import subprocess
import sys

import orjson
import pytest

from service.probe import main, probe
from slotwise import bundle, packing
from slotwise.errors import BundleError


def test_a_good_bundle_passes(bundle_folder, other_folder):
    """With a ranker and without one."""
    assert probe(bundle_folder)["contents"] == 80
    assert probe(other_folder)["decisions"] > 10


def rewritten(source, target, change):
    """A bundle with right checksums around changed arrays."""
    documents, arrays = bundle.read(source)
    arrays = {name: array.copy() for name, array in arrays.items()}
    change(arrays)
    bundle.write(target, documents, arrays, {})
    return target


def nan_leaves(arrays):
    """Leaves that give scores which are no numbers."""
    arrays["trees/leaves"][:] = float("nan")


def test_scores_that_are_no_numbers_do_not_pass(bundle_folder, tmp_path, capsys):
    """A bundle whose checksums are right but whose ranker gives NaN is refused."""
    assert main([str(rewritten(bundle_folder, tmp_path / "bad", nan_leaves))]) == 2
    assert orjson.loads(capsys.readouterr().out)["code"] == "bundle_invalid"


def test_a_damaged_or_missing_bundle_does_not_pass(tmp_path, capsys):
    """No folder, no manifest: a problem in JSON, not a traceback."""
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "manifest" in orjson.loads(capsys.readouterr().out)["detail"]


def test_an_empty_catalogue_passes(tmp_path):
    """There may be nothing to show yet."""
    from tests.worlds import make_model, make_world

    packing.save(make_model(make_world(products=0, events=0), names=["popular"]), tmp_path / "empty")

    assert probe(tmp_path / "empty")["products"] == 0


@pytest.mark.slow
def test_it_runs_as_a_program(bundle_folder):
    """As the service starts it: a module with a folder."""
    done = subprocess.run([sys.executable, "-m", "service.probe", str(bundle_folder)], capture_output=True, check=False)

    assert done.returncode == 0
    assert orjson.loads(done.stdout)["products"] == 40


def test_a_repeated_content_is_refused(bundle_folder, monkeypatch):
    """Whatever the fault, an answer that shows a content twice does not pass."""
    import service.probe as probing

    real = probing.decide

    def twice(model, state, wanted):
        from dataclasses import replace

        decision = real(model, state, wanted)
        slates = tuple(each._replace(placements=each.placements[:1] * 2) for each in decision.slates)
        return replace(decision, slates=slates)

    monkeypatch.setattr(probing, "decide", twice)
    with pytest.raises(BundleError):
        probe(bundle_folder)
