"""The comparison of an installation's log with itself."""

from service.parity_of import comparing
from tests.service.asking import decide


def test_it_draws_with_the_installations_secret(client, service):
    """Whoever has another secret draws other placements, and that is seen."""
    asked = {"touchpoint": "home", "slots": 5}
    ids = [decide(client, asked, deadline_ms=60_000)["decision_id"] for _ in range(15)]
    service.background.log.flush()
    who = comparing(service.settings, service.database)
    assert who.run(ids).equal == 15
    (service.settings.data_dir / "secret").write_bytes(b"x" * 32)
    other = comparing(service.settings, service.database).run(ids)

    assert any("placements" in each["differs"] for each in other.different)
