"""Wiring: the service is put together without opening anything, and opens whatever can be opened."""

from service.settings import Settings
from service.wiring import wire


def test_putting_together_opens_nothing(tmp_path):
    """Only the secret is made; no database, no threads."""
    wire(Settings(data_dir=tmp_path / "var"))

    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret"]


def test_a_store_that_cannot_be_opened_is_no_obstacle(data_dir_of_test):
    """Decisions do without it, and the health check tells."""
    (data_dir_of_test / "file").write_text("")
    service = wire(
        Settings(data_dir=data_dir_of_test, database=f"sqlite:///{data_dir_of_test}/file/x.db", log_level="error")
    )
    service.open()

    assert service.models.current is not None
