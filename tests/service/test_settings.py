"""Settings come from the environment, are checked, and are all documented."""

from pathlib import Path

import pytest

from service.settings import Settings, read_settings, reference
from slotwise.errors import ConfigError


def test_the_documentation_is_up_to_date(project):
    """docs/settings.md is what the settings themselves say, so none is undocumented."""
    assert (project / "docs" / "settings.md").read_text() == reference()
    assert all(field.description for field in Settings.model_fields.values())


def test_values_come_from_the_environment():
    """A variable of the prefix sets the setting of its name; what is given before holds."""
    settings = read_settings({"SLOTWISE_PORT": "9000", "SLOTWISE_DATA_DIR": "/x", "HOME": "/root"}, host="0.0.0.0")

    assert (settings.port, settings.data_dir, settings.host) == (9000, Path("/x"), "0.0.0.0")
    assert settings.shelf_dir == Path("/x/shelf")
    assert settings.database_url == "sqlite:////x/slotwise.db"


def test_what_stands_in_the_shell_is_read_by_nobody_else(monkeypatch):
    """Variables of the process count where its environment is asked for, not beside one that was given."""
    monkeypatch.setenv("SLOTWISE_PORT", "9000")

    assert read_settings().port == 9000
    assert read_settings({}).port == Settings().port == 8000


def test_an_unknown_variable_is_an_error():
    """A misspelt setting is not a default in silence; variables of other parts are let be."""
    with pytest.raises(ConfigError) as caught:
        read_settings({"SLOTWISE_PROT": "9000"})

    assert caught.value.given == "SLOTWISE_PROT"
    assert read_settings({"SLOTWISE_KERNEL": "numpy", "SLOTWISE_DATA": "/data", "SLOTWISE_KEY": "sk_1"}).port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("PORT", "http"),
        ("DEADLINE_MS", "-1"),
        ("DEADLINE_MS", "nan"),
        ("LOG_LEVEL", "loud"),
        ("SECRET", "short"),
        ("WORKERS", "-1"),
    ],
)
def test_a_value_outside_its_range_is_an_error(name, value):
    """The error names the variable."""
    with pytest.raises(ConfigError) as caught:
        read_settings({f"SLOTWISE_{name}": value})

    assert f"SLOTWISE_{name}" in caught.value.detail or name == "SECRET"


def test_what_was_given_is_told_unless_it_may_be_secret():
    """A number out of its range stands in the message, a password never does."""
    with pytest.raises(ConfigError) as caught:
        read_settings({}, port=99_999)
    assert caught.value.given == 99_999

    for name, value in (("SECRET", "short"), ("STATES", "redis:secret")):
        with pytest.raises(ConfigError) as caught:
            read_settings({f"SLOTWISE_{name}": value})
        assert caught.value.given is None


def test_an_empty_variable_is_the_default():
    """As in a compose file that leaves a variable empty."""
    assert read_settings({"SLOTWISE_PORT": ""}).port == 8000


def test_the_secret_is_not_shown():
    """The settings can be printed without the secret."""
    assert "0123456789abcdef" not in repr(read_settings({"SLOTWISE_SECRET": "0123456789abcdef"}))
