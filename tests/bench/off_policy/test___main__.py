"""The command of the proofs."""

import json

from bench.off_policy.__main__ import main


def test_one_world_as_json(capsys):
    """The document has truth, rows and targets, and the status says whether they were reached."""
    status = main(["slates", "--logs", "2", "--json"])
    (found,) = json.loads(capsys.readouterr().out)

    assert found["world"] == "slates"
    assert set(found["truth"]) >= {"champion", "better"}
    assert status == (0 if found["reached"] else 1)
