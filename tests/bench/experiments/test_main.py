"""`slotwise bench experiments` prints one proof."""

import json

import pytest

from bench.experiments.__main__ import main


@pytest.mark.slow
def test_a_proof_is_printed_and_its_targets_decide_the_status(capsys):
    """As JSON for machines, as a table for people."""
    assert main(["srm", "--runs", "20", "--json"]) == 0
    assert {row["what"] for row in json.loads(capsys.readouterr().out)} >= {"2 % lost, e-value"}
    assert main(["srm", "--runs", "20"]) == 0
    assert "measured" in capsys.readouterr().out


def test_an_unknown_proof_is_refused(capsys):
    """The message names those that there are."""
    with pytest.raises(SystemExit):
        main(["nothing"])
    assert "cuped" in capsys.readouterr().err
