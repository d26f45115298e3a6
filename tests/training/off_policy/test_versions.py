"""Candidates by version, alias, bundle's folder, or name."""

import numpy as np
import pytest

from slotwise import packing
from slotwise.errors import EvaluationError
from slotwise.policies import Fixed
from training.off_policy.versions import UNIFORM, Opened, bundle_folder


@pytest.fixture
def opened(served, tmp_path):
    """Without a registry, which only versions need."""
    return Opened("board", "sqlite:///nowhere", tmp_path, served.decisions.dataset)


def test_a_bundles_folder(served, opened, tmp_path):
    """The folder of a bundle is a candidate under its own name, without a version."""
    packing.save(served.champion, tmp_path / "bold")
    found = opened.find(str(tmp_path / "bold"))

    assert bundle_folder(str(tmp_path / "bold"))
    assert not bundle_folder("7")
    assert (found.label, found.number, found.version) == ("bold", "", None)
    assert found.model.policy == served.champion.policy


def test_uniform_draws_evenly_from_what_the_champion_may_show(served, opened, tmp_path):
    """The champion's candidates and rules, every open one as likely as any other."""
    packing.save(served.champion, tmp_path / "bold")
    champion = opened.find(str(tmp_path / "bold"))
    (found,) = opened.candidates([UNIFORM], champion)
    chances = found.model.policy.following(np.array([3.0, -2.0, 0.5]), np.zeros(3, bool), [], Fixed(np.ones(3, bool)))

    assert found.label == UNIFORM
    assert chances == pytest.approx(1 / 3)
    with pytest.raises(EvaluationError):
        opened.candidates([UNIFORM], None)


def test_a_candidate_is_named_once(served, opened, tmp_path):
    """The same one twice is refused."""
    packing.save(served.champion, tmp_path / "bold")
    with pytest.raises(EvaluationError):
        opened.candidates([str(tmp_path / "bold")] * 2, None)


@pytest.mark.slow
def test_a_version_of_the_registry(board, served, tmp_path):
    """A number or an alias is fetched, and knows under which version its decisions are logged."""
    found = Opened("board", board, tmp_path, served.decisions.dataset).find("2")

    assert (found.label, found.number) == ("version 2", "2")
    assert found.model.version == "2"
