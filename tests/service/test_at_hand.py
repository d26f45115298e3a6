"""The service in a command's own process."""

from service.at_hand import at_hand


def test_a_command_has_the_model_and_the_database(data_dir_of_test):
    """Both are there without a server, and what was opened is closed."""
    with at_hand(data_dir_of_test) as service:
        assert service.models.current is not None
        assert service.events.last() == 0
        assert not service.background.alive() or not service.background._threads
