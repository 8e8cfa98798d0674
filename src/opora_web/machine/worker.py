"""The process that does background work, and the watch over it."""

import os
import subprocess
import sys
import threading

_PAUSE = 2.0
_STANDARD_INPUT = 0


class WorkerKeeper(threading.Thread):
    """Keeps one worker process running; a worker that dies is started again.

    The worker's standard input is a pipe held by this process: when this process dies, however it dies, the pipe
    closes and the worker ends.
    """

    def __init__(self) -> None:
        super().__init__(name="worker-keeper", daemon=True)
        self._ended = threading.Event()
        self._worker: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the worker, and start it again whenever it ends."""
        while not self._ended.is_set():
            self._worker = subprocess.Popen([sys.executable, "-m", "opora_web", "work"], stdin=subprocess.PIPE)
            self._worker.wait()
            if not self._ended.wait(_PAUSE):
                print("Фоновый работник остановился; запускаю снова.", file=sys.stderr)  # noqa: T201 - the server's console

    def end(self) -> None:
        """End the worker; what it was doing goes on at the next start."""
        self._ended.set()
        if self._worker is not None and self._worker.poll() is None:
            self._worker.terminate()


def end_with_keeper() -> None:
    """End this process as soon as its standard input closes: the keeper is gone. Reapers take up work cut short."""

    def watch() -> None:
        while os.read(_STANDARD_INPUT, 1):  # unbuffered: a reader holding the buffer's lock would spoil the exit
            pass
        os._exit(0)

    threading.Thread(target=watch, name="keeper-watch", daemon=True).start()
