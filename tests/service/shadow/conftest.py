"""Installations whose decisions are caught on their way to a shadow."""

import pytest

from service.shadow.acts import Acts
from service.shadow.sample import opened, packed
from tests.service.asking import decide
from tests.service.conftest import NAME


@pytest.fixture
def acts(service):
    """Begins and ends shadows of the installation."""
    return Acts(service.configuration.changing, service.settings.shelf_dir, lambda: NAME)


@pytest.fixture
def caught(client, service):
    """Decides for some persons, and returns what the champion said as the shadow gets it."""
    found = []
    log = service.background.log
    log.on_made = found.append

    def caught(*touchpoints, count=6, **fields):
        for number in range(count):
            decide(client, *touchpoints, person={"id": f"p{number}"}, deadline_ms=60_000, **fields)
        log.flush()
        messages = [packed(each) for each in found]
        found.clear()
        return [opened(each) for each in messages if each is not None]

    return caught
