"""The worker: one thread that gathers requests from all its clients and answers whole ones in their order.

gunicorn's own workers read from a client's socket in the thread that answers, so that one client which sends a
byte a second holds all others up. Here nothing ever waits for a client: sockets are read and written as far as
they go, and time is spent on whole requests alone. There is no second thread that could be stuck unseen:
a request that does not end within its lease ends the process, and gunicorn starts another one.
"""

import os
import selectors
import socket
import time
from typing import Any

from gunicorn.workers.base import Worker

from service.lease import Lease
from service.server.connection import Connection
from service.server.inbox import HeadTooLarge, TooLarge
from service.server.line import Line
from service.server.pressure import Pressure
from service.server.pulse import Pulse
from service.server.refusals import HEAD_TOO_LARGE, TIMED_OUT, TOO_LARGE
from service.server.running import Running
from service.waiting import tell

_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_BEAT = 1.0
_TURN = 3.0
"""Seconds that a look at all sockets may take before the process is taken for hung."""
_BLIND = 0.003
"""Seconds without a look at the sockets while requests wait: several looks at a time are one, and cost less."""
_PRESSED = 0.6
"""From this share of its time on that a worker spends on urgent requests, patient ones wait for others like them."""
_LINGER = 2.0
"""Seconds that a client has to read a refusal before the connection ends."""
_AT_ONCE = 8
_SMALL = 16_384
"""Bytes that any connection may hold, however much the others do."""


class GatheringWorker(Worker):
    """Answers requests one at a time; the limits are those of all workers."""

    request_seconds = 30.0
    """Time that a client has to send a request, or to read its answer."""
    max_body = 2_097_152
    urgent: tuple[bytes, ...] = ()
    """How requests begin that go before all others."""
    patient: tuple[bytes, ...] = ()
    """How requests begin that nobody waits for: they are answered several in a row when there is much to do."""
    brief: tuple[bytes, ...] = ()
    """How requests begin that are done in milliseconds."""
    brief_seconds, other_seconds = 3.0, 15.0
    """After which time a brief request, or any other, is taken for one that never ends."""
    max_held = 64 << 20
    """Bytes of unfinished requests that are held in all, and the same again of answers that are not read."""

    _pulse: Pulse | None = None

    @classmethod
    def configure(
        cls,
        max_body: int,
        request_seconds: float,
        urgent: tuple[bytes, ...] = (),
        brief: tuple[bytes, ...] = (),
        patient: tuple[bytes, ...] = (),
    ) -> None:
        """Set the limits of all workers, in bytes and seconds, and which requests go first, are brief, or can wait."""
        cls.max_body, cls.request_seconds = max_body, request_seconds
        cls.urgent, cls.brief, cls.patient = urgent, brief, patient

    def run(self) -> None:
        """Take in and answer until told to stop; then answer what has come, for at most the time of grace."""
        self._poller = selectors.DefaultSelector()
        self._connections: dict[int, Connection] = {}
        self._ready, self._lease = Line(self.urgent, self.patient), Lease()
        self._pressure = Pressure()
        self._running = Running(self.wsgi, self.cfg, self.log)
        self._held, self._beaten, self._looked = 0, 0.0, 0.0
        self._worked = self._crowded = False
        self._poller.register(self.PIPE[0], _READ, self._woken)
        for listener in self.sockets:
            listener.setblocking(False)
            self._poller.register(listener, _READ, self._accept)
        self._watched()
        while self.alive and self._beat():
            self._turn(_BEAT)
        self._finish()
        self._lease.give(self.cfg.graceful_timeout)

    def handle_abort(self, sig: int, frame: Any) -> None:
        """The master has missed heartbeats: go on, if it was the whole machine that stood still."""
        if self._pulse is None or self._pulse.late():
            super().handle_abort(sig, frame)
        self.notify()

    def _watched(self) -> None:
        self._lease.hold()
        self._lease.give(_TURN)
        self._pulse = Pulse(self._lease, self.notify)
        self._pulse.start()

    def _turn(self, patience: float) -> None:
        self._lease.give(_TURN)
        self._looked = time.monotonic()
        held = self._ready.pause(self._looked)
        patience = patience if held is None else min(patience, held)
        for key, mask in self._poller.select(0 if self._ready else patience):
            if isinstance(key.data, Connection):
                self._moved(key.data, mask)
            else:
                key.data(key.fileobj)
        self._release()
        self._worked, self._crowded = bool(self._ready), len(self._ready) > 1
        while self._ready:
            self._answer(self._ready.popleft())
            if time.monotonic() - self._looked > _BLIND:
                return

    def _release(self) -> None:
        if self._ready.holds:
            now = time.monotonic()
            self._ready.release(now, self.alive and self._pressure.share(now) > _PRESSED)

    def _finish(self) -> None:
        for listener in self.sockets:
            self._poller.unregister(listener)
            listener.close()
        for each in list(self._connections.values()):
            if not each.busy and not each.held:
                self._drop(each)
        until = time.monotonic() + self.cfg.graceful_timeout
        while self._connections and time.monotonic() < until:
            self._beat()
            self._turn(min(_BEAT, 0.1))

    def _beat(self) -> bool:
        """Once a second: tell the master that this process lives, and end what takes too long."""
        now = time.monotonic()
        if now - self._beaten < _BEAT:
            return True
        self._beaten = now
        self.notify()
        for each in list(self._connections.values()):
            self._check_time(each, now)
        return bool(self.ppid == os.getppid())

    def _check_time(self, connection: Connection, now: float) -> None:
        if connection.busy:
            return
        idle = connection.served and not connection.held
        patience = _LINGER if connection.ending else self.cfg.keepalive if idle else self.request_seconds
        if now - connection.since <= patience:
            return
        if len(connection.inbox) and not connection.ending:
            self._refuse(connection, TIMED_OUT)
        else:
            self._drop(connection)

    def _woken(self, pipe: int) -> None:
        os.read(pipe, 4_096)

    def _accept(self, listener: Any) -> None:
        # Who came while a request ran is let in, so that it is known how much waits; the idle take one at a time.
        for _ in range(_AT_ONCE if self._worked else 1):
            try:
                sock, client = listener.accept()
            except OSError:
                # Another worker was faster, or the client has gone again.
                return
            self._let_in(sock, client, listener)

    def _let_in(self, sock: socket.socket, client: Any, listener: Any) -> None:
        if len(self._connections) >= self.cfg.worker_connections:
            self._make_room()
        connection = Connection(sock, client, listener.getsockname(), self.max_body, time.monotonic())
        self._connections[sock.fileno()] = connection
        self._poller.register(sock, _READ, connection)
        # Usually the request came with the connection.
        self._receive(connection)

    def _make_room(self) -> None:
        """End the connection that has been idle for longest: whoever wants an answer is not it."""
        idle = [each for each in self._connections.values() if not each.busy]
        if idle:
            self._drop(min(idle, key=lambda each: each.since))

    def _moved(self, connection: Connection, mask: int) -> None:
        if mask & _WRITE:
            self._send(connection)
        if mask & _READ and connection.sock.fileno() >= 0:
            self._receive(connection)

    def _receive(self, connection: Connection) -> None:
        before = len(connection.inbox)
        if not connection.receive():
            self._drop(connection)
            return
        now, held = time.monotonic(), len(connection.inbox)
        self._held += held - before
        if connection.ending or not held:
            return
        if not before:
            connection.since = now
        if connection.busy:
            # What comes before the answer waits for it, as far as it is no more than a request.
            if held > self.max_body + _SMALL:
                self._drop(connection)
        elif held > _SMALL and self._held > self.max_held:
            self._refuse(connection, TOO_LARGE)
        else:
            self._next(connection, now)

    def _next(self, connection: Connection, now: float) -> None:
        before = len(connection.inbox)
        try:
            if connection.next_request(now):
                self._held -= before - len(connection.inbox)
                self._ready.append(connection)
        except TooLarge:
            self._refuse(connection, TOO_LARGE)
        except HeadTooLarge:
            self._refuse(connection, HEAD_TOO_LARGE)
        except OSError:
            self._drop(connection)

    def _answer(self, connection: Connection) -> None:
        request, connection.request = connection.request, None
        if request is None or connection.sock.fileno() < 0:
            return
        if self._crowded and connection.arrived >= self._looked and connection.gone():
            # The client has not waited: nobody would read the answer, and others wait. Who left before the last look
            # at all sockets has been dropped then.
            self._drop(connection)
            return
        begun = time.monotonic()
        tell(begun - connection.arrived)
        self._lease.give(self.brief_seconds if request.startswith(self.brief) else self.other_seconds)
        ran = self._running.answer(request, connection, last=not self.alive)
        connection.served += 1
        connection.busy, connection.since = False, time.monotonic()
        self._send(connection, ran.data)
        self._running.end(ran)
        if request.startswith(self.urgent):
            self._pressure.add(begun, time.monotonic())
        if connection.sock.fileno() < 0:
            return
        if not ran.keep:
            self._end(connection)
        elif len(connection.inbox):
            self._next(connection, connection.since)

    def _send(self, connection: Connection, data: bytes | bytearray = b"") -> None:
        waited = bool(connection.unsent)
        try:
            done = connection.send((data,) if data else ())
        except OSError:
            self._drop(connection)
            return
        if done and connection.ending:
            connection.half_close()
        if not done and sum(each.unsent for each in self._connections.values()) > self.max_held:
            self._drop(max(self._connections.values(), key=lambda each: each.unsent))
            if connection.sock.fileno() < 0:
                return
        if done == waited:
            self._poller.modify(connection.sock, _READ if done else _READ | _WRITE, connection)

    def _refuse(self, connection: Connection, answer: bytes) -> None:
        self._send(connection, answer)
        if connection.sock.fileno() >= 0:
            self._end(connection)

    def _end(self, connection: Connection) -> None:
        """Close as soon as the client has got everything, and has had the time to read it."""
        connection.ending, connection.since = True, time.monotonic()
        self._held -= len(connection.inbox)
        connection.inbox.clear()
        if not connection.unsent:
            connection.half_close()

    def _drop(self, connection: Connection) -> None:
        descriptor = connection.sock.fileno()
        if descriptor < 0:
            return
        self._held -= len(connection.inbox)
        self._poller.unregister(connection.sock)
        del self._connections[descriptor]
        connection.close()
