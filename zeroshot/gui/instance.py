"""One window per data folder: the first one holds a lock and listens, a second start hands it its paths."""

from __future__ import annotations

import logging
import os
import time
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QSysInfo, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from zeroshot.errors import WindowError

if TYPE_CHECKING:
    from collections.abc import Iterable

PATIENCE = 5.0
"""Seconds in which the first window answers: it may be starting, and a loaded machine is slow."""

_TAKEN = b"\x06"
_END = b"\0"

_log = logging.getLogger(__name__)


class Instance(QObject):
    """The window of the data folder that ``lock`` lies in; ``received`` carries the paths that other starts hand over.

    A lock whose process has gone, or that is from before the machine was started, is taken over (QLockFile's rules).
    """

    received = Signal(list)

    def __init__(self, lock: Path, parent: QObject | None = None) -> None:
        """Nothing is locked before ``acquire``."""
        super().__init__(parent)
        self._path = lock.absolute()
        self._lock = QLockFile(str(self._path))
        self._lock.setStaleLockTime(0)  # a window that is open for days is not stale
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def acquire(self) -> bool:
        """Whether this is the first window. Where nothing can be written every window is the first."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            _log.warning("There can be no lock: %s", error)
            return True
        if not self._lock.tryLock(0) and self._lock.error() == QLockFile.LockError.LockFailedError:
            return False
        if not self._lock.isLocked():
            _log.warning("%s can't be made; a second window will not be noticed", self._path)
            return True
        QLocalServer.removeServer(self._name)  # what a killed window left
        if not self._server.listen(self._name):
            _log.warning("Other starts can't hand over paths: %s", self._server.errorString())
        return True

    def release(self) -> None:
        """Let another window be the first."""
        self._server.close()
        self._lock.unlock()

    def send(self, paths: Iterable[Path]) -> None:
        """Hand paths to the first window, which shows itself.

        Raises:
            WindowError: it does not answer, or runs on another machine.
        """
        message = b"".join(os.fsencode(path.absolute()) + _END for path in paths) + _END
        deadline = time.monotonic() + PATIENCE
        while not self._deliver(message, deadline):
            if time.monotonic() > deadline:
                raise WindowError(self._silence())
            time.sleep(0.05)

    def _deliver(self, message: bytes, deadline: float) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_milliseconds(deadline)):
            return False
        socket.write(message)
        return socket.waitForReadyRead(_milliseconds(deadline)) and socket.readAll().data() == _TAKEN

    def _silence(self) -> str:
        process, host, _program = self._lock.getLockInfo()
        if host not in {"", QSysInfo.machineHostName()}:
            return (
                f"Zeroshot is open on {host} with the same data folder. Close it there, or start with another --home. "
                f"If it isn't open there, delete {self._path}."
            )
        return (
            f"Zeroshot is open already with this data folder (process {process}), but does not answer. "
            f"End that process, or delete {self._path}."
        )

    @property
    def _name(self) -> str:
        """The socket's name: for this user, and this data folder however it is written."""
        folder = os.fsencode(self._path.parent.resolve())
        name = f"zeroshot-{blake2b(folder, digest_size=8).hexdigest()}"
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")  # nobody else can take a name there
        return str(Path(runtime, name)) if runtime and Path(runtime).is_dir() else name

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Visitor(socket, self)


class _Visitor(QObject):
    """A start that hands over its paths."""

    def __init__(self, socket: QLocalSocket, instance: Instance) -> None:
        super().__init__(instance)
        self._socket = socket
        self._instance = instance
        self._message = b""
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(socket.deleteLater)
        socket.disconnected.connect(self.deleteLater)

    def _read(self) -> None:
        self._message += self._socket.readAll().data()
        if self._message == _END or self._message.endswith(_END * 2):
            names = self._message.rstrip(_END).split(_END)
            self._socket.write(_TAKEN)
            self._socket.flush()
            self._instance.received.emit([Path(os.fsdecode(name)) for name in names if name])


def _milliseconds(deadline: float) -> int:
    return max(0, int(1000 * (deadline - time.monotonic())))
