"""Gunicorn's configuration, each line with its reason; used by `slotwise serve`."""

import gc
import os

# One thread a process, set before numpy is imported: OpenMP's threads do not survive the fork, and small matrices
# are slower with more of them.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# Modules are objects by the hundred thousand, and all of them stay; a request makes hundreds and hardly a cycle:
# looking for some every few requests takes 4 % of the time, and a seventh while the service is loaded.
gc.set_threshold(20_000, 20, 50)

from typing import Any  # noqa: E402 - after the threads were limited

from service.metrics_folder import forget, share  # noqa: E402
from service.server.worker import GatheringWorker  # noqa: E402
from service.settings import read_settings  # noqa: E402

_settings = read_settings()
# Somebody waits for a decision, a page or a screen with a place in it; nobody for what becomes of events. Probes too.
_urgent = (b"POST /v1/decisions", b"GET /v1/touchpoints/", b"GET /livez", b"GET /readyz")
_patient = (b"POST /v1/events ",)
# What never takes long, but for the waits that it announces itself: three seconds more, and the worker hangs.
_brief = (*_urgent, *_patient)
_largest = max(_settings.max_body_bytes, _settings.max_events_bytes)
GatheringWorker.configure(_largest, _settings.request_seconds, _urgent, _brief, _patient)
# Emptied at each start: the counters of workers that are long gone are not of this run.
share(_settings.data_dir / "metrics")

wsgi_app = "service.app:create_app()"
bind = f"{_settings.host}:{_settings.port}"
# Ranking is work for a core: more workers than cores only wait for each other.
workers = _settings.processes
# gunicorn's own workers wait for a slow client's bytes in the thread that answers; ours gathers whole requests first.
worker_class = "service.server.worker.GatheringWorker"
# One thread: another one adds nothing but waiting for the interpreter.
threads = 1
# Who has most connections idle makes room; below the usual limit of open files.
worker_connections = 900
# The bundle is mapped, the kernel compiled and the catalogue's part of the trees computed once, before the fork.
preload_app = True
# Load balancers close idle connections after a minute: the server's side must not be first.
keepalive = 75
# A request is done in milliseconds; what is left when a worker has to go is written within this time.
graceful_timeout = 10
# A thread of the worker reports four times a second, however long a request takes, and ends a worker that hangs.
# Without a report the process was stopped, or something holds the interpreter: it is replaced a second or two later.
timeout = 3
# Connections that arrive while all workers are busy wait here; beyond that a fast refusal is better than a late answer.
backlog = 256
# No max_requests: a worker's restart loses requests, and a new model is swapped in without one.
max_requests = 0
# Heartbeats go to memory: on a disk they block while the disk is busy.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
# One line a request costs as much as a stage of it; the metrics and the decision log tell more.
accesslog = None
loglevel = "warning" if _settings.log_level in ("warning", "error") else "info"
# Long lines and many headers are an attack, not a client.
limit_request_line = 8_190
limit_request_fields = 64
# gunicorn's control socket is for operators of gunicorn; ours is HTTP.
control_socket_disable = True


def when_ready(server: Any) -> None:
    """What is loaded stays: the collector need not look at it again, nor copy its pages in every worker."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Threads do not survive the fork: each worker starts its own, before the first request that this one answers."""
    from service.app import EXTENSION

    service = worker.wsgi.extensions[EXTENSION]
    service.database.answering()
    service.background.ensure()


def worker_exit(server: Any, worker: Any) -> None:
    """What waits to be logged is written before the worker goes."""
    from service.app import EXTENSION

    extensions = getattr(getattr(worker, "wsgi", None), "extensions", {})
    if EXTENSION in extensions:
        extensions[EXTENSION].background.stop()


def child_exit(server: Any, worker: Any) -> None:
    """A worker that has ended is no longer part of the gauges."""
    forget(worker.pid)
