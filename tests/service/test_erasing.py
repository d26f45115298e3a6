"""Erasing: no byte of the person is left in any file of an installation, and what was begun is finished."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from service.erasing import Erasing
from service.exported import Exported
from service.stores.erasures import Erasures
from service.wiring import wire
from slotwise.errors import StoreError, UnknownErasureError
from tests.service.serving import get, post, serving

CANARY = "canary-4f0e91"


class Export(Exported):
    """An export that is there or not, and fails or not."""

    def __init__(self, there: bool = False, error: Exception | None = None):
        self.is_there, self.error, self.count = there, error, 0

    @property
    def there(self) -> bool:
        return self.is_there

    def refresh(self) -> None:
        self.count += 1
        if self.error is not None:
            raise self.error


def erasing_of(service: Any, exported: Exported) -> Erasing:
    """Erasing on a service's database."""
    tombstones = service.persons.tombstones
    return Erasing(Erasures(service.database, tombstones, service.states), tombstones, exported)


def view(service: Any, person: str = "p") -> None:
    """Let somebody do something."""
    sent = {"event_id": f"e-{person}", "type": "view", "person": {"id": person}}
    assert service.ingest.take([sent])[0].status == "accepted"


def test_what_cannot_be_finished_is_finished_later(service):
    """The person is gone at once; the receipt says that not every copy is, until it is."""
    view(service)
    export = Export(there=True, error=StoreError("away"))
    erasing = erasing_of(service, export)
    receipt = erasing.erase("p", "key1")
    assert (receipt["status"], receipt["completed_at"]) == ("pending", None)
    erasing.resume()
    assert erasing.receipt(receipt["receipt"])["status"] == "pending"
    export.error = None
    erasing.resume()

    assert erasing.receipt(receipt["receipt"])["status"] == "completed"
    assert export.count == 3
    assert erasing.erase("p") == erasing.receipt(receipt["receipt"])
    assert export.count == 3


def test_nobody_waits_for_an_export(service):
    """Over HTTP the answer comes before the export is written again, which is then done at once."""
    view(service)
    export, done = Export(there=True), threading.Event()
    export.refresh = done.set  # type: ignore[method-assign]
    erasing = erasing_of(service, export)
    receipt = erasing.erase("p", wait=False)
    assert done.wait(10)
    until = time.monotonic() + 10
    while erasing.receipt(receipt["receipt"])["status"] == "pending" and time.monotonic() < until:
        time.sleep(0.02)

    assert erasing.receipt(receipt["receipt"])["status"] == "completed"


def test_an_erasure_waits_for_copies(service, monkeypatch):
    """As long as another store may hold the state, the ids are kept and it is not completed."""
    view(service)
    erasing = erasing_of(service, Export())
    monkeypatch.setattr(Erasures, "copied", lambda self, ids: False)
    receipt = erasing.erase("p")["receipt"]

    assert erasing.receipt(receipt)["status"] == "pending"
    assert erasing.receipt_of("p") == receipt
    monkeypatch.undo()
    erasing.resume()
    assert erasing.receipt(receipt)["status"] == "completed"
    with pytest.raises(UnknownErasureError):
        erasing.receipt("er_none")


_KILLED = """
import os, signal, sys
from pathlib import Path
import service.erasing
from service.settings import Settings
from service.stores import erasures
from service.wiring import wire

def die(*given):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(erasures.Erasures, sys.argv[2], die)
wire(Settings(data_dir=Path(sys.argv[1]))).erasing.erase("p")
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", ["begin", "copied", "forget", "scrub", "complete"])
def test_killed_midway_it_is_repeated_and_completes(step, tmp_path):
    """SIGKILL at any step: either nothing has happened yet, or the next try or worker brings it to its end."""
    from service.settings import Settings

    service = wire(Settings(data_dir=tmp_path))
    service.database.prepare()
    view(service)
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path), step], check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    begun = service.erasing.receipt_of("p")
    service.erasing.resume()
    if begun is not None:
        assert service.erasing.receipt(begun)["status"] == "completed"
    receipt = service.erasing.erase("p")

    assert (step == "begin") is (begun is None)
    assert begun in (None, receipt["receipt"])
    assert receipt["status"] == "completed"
    assert receipt["deleted"]["events"] == 1
    service.database.close()


def call(url: str, method: str, document: bytes = b"") -> None:
    """Send a request that is not answered with an error."""
    headers = {"Content-Type": "application/json"}
    urlopen(Request(url, document or None, headers, method=method), timeout=30).close()


def sweep(folder: Path) -> list[str]:
    """Files of an installation, of whatever kind, that hold the canary."""
    return sorted(str(path) for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes())


@pytest.mark.slow
def test_the_byte_sweep_of_an_installation(data_dir_of_test):
    """Events, decisions, repeats, links, consent, alarms, rejected events, the export, logs: no file holds a byte."""
    data = data_dir_of_test
    with serving(data, "--workers", "2") as (url, _):
        live(url)
        subprocess.run(
            [sys.executable, "-m", "slotwise", "log", "export", "--data-dir", str(data)],
            check=True,
            capture_output=True,
        )
        found = sweep(data)
        assert any("export" in each for each in found), found
        assert any("slotwise.db" in each for each in found), found
        receipt = delete(f"{url}/v1/persons/{CANARY}")
        until = time.monotonic() + 90
        while receipt["status"] == "pending" and time.monotonic() < until:
            time.sleep(0.5)
            receipt = get(f"{url}/v1/erasures/{receipt['receipt']}")

        assert receipt["status"] == "completed"
        assert {name for name, count in receipt["deleted"].items() if not count} <= {
            "link_alarms",
            "audience_members",
            "tasks",
            "person_bases",
            "assignments",
        }
        assert sweep(data) == []
        late = {"event_id": "late", "type": "view", "person": {"identities": {"member": f"{CANARY}-m"}}}
        answer = post(f"{url}/v1/events", {"events": [late]})
        assert answer["results"][0]["problem"]["code"] == "person_erased"
    assert sweep(data) == []


def live(url: str) -> None:
    """Let the canary and others do all that leaves something behind."""
    for number in range(60):
        person = CANARY if number % 3 == 0 else f"somebody {number % 7}"
        asked = {
            "request_id": f"r{number}",
            "person": {"id": person, "attributes": {"nick": f"{person}-nick"}},
            "context": {"channel": "app"},
            "touchpoints": [{"touchpoint": "home"}],
        }
        placed = post(f"{url}/v1/decisions", asked)["touchpoints"][0]["placements"]
        events = [
            {
                "event_id": f"{person}-{number}-{place}",
                "type": kind,
                "person": {"id": person, "identities": {"member": f"{person}-m"}},
                "token": placed[0]["token"],
                "session": f"{person}-session",
            }
            for place, kind in enumerate(("exposure", "click", "no such type"))
        ]
        post(f"{url}/v1/events", {"events": events})
    call(f"{url}/v1/persons/{CANARY}/consent", "PUT", b'{"hidden": ["nick"]}')
    time.sleep(1.0)


def delete(url: str) -> Any:
    """Erase, and return the receipt."""

    with urlopen(Request(url, method="DELETE"), timeout=60) as response:
        return json.loads(response.read())
