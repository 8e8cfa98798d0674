"""The results store of one authority: releases to read, and one draft at a time to write."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from opora.store.draft import Draft
from opora.store.durable import write_durably
from opora.store.engine import Embedded, Engine, open_engine
from opora.store.release import Manifest, Release
from opora.vocabulary.authority import folders
from opora.vocabulary.obstacles import MisuseError, ObstacleError

_SECRET_BYTES = 32
_UNTAKEN = frozenset("[]%^|") | (frozenset("\\") if os.name != "nt" else frozenset())


class StoreBusyError(ObstacleError):
    """Another process is taking files in."""


class FolderNameError(MisuseError, ValueError):
    """The data folder has a name that the storage library cannot take."""


class ReleaseMissingError(ObstacleError, LookupError):
    """There is no release of that number."""


class ReleaseMovedError(Exception):
    """Another release is in force than the one somebody wanted to take back."""


class Store:
    """The results store in a data folder.

    Layout: `results/<table>/` Delta tables, `releases/<number>.json` what each release pins, `releases/current` the
    number that is in force, `secret` the key of pupils' codes, `authorities/` the authority's own rules and scales.
    """

    def __init__(self, data: Path, counting: Engine | None = None) -> None:
        """Open the store in the data folder, which is made when something is first written.

        Args:
            data: the folder.
            counting: the engine that counts what is read; without one, the embedded engine, which always writes.

        Raises:
            FolderNameError: the folder's path has a sign that delta-rs cannot take in an address.
        """
        if signs := _UNTAKEN & set(str(data.absolute())):
            raise FolderNameError(
                f"Папку данных нельзя назвать «{data}»: знаки {' '.join(sorted(signs))} мешают хранилищу. "
                "Переименуйте папку или выберите другую: --data ПАПКА."
            )
        self._data = data
        self._authorities = folders(data / "authorities")
        self._releases = data / "releases"
        self._results = data / "results"
        self._staging = data / "staging"
        self._engine = open_engine(self._staging / "spill")
        self._counting = counting or Embedded(self._engine)

    def secret(self) -> bytes:
        """Return the key with which pupils' names become codes; made once, readable by the owner only.

        Deleting the file makes the codes of old results unlinkable to names for good.
        """
        file = self._data / "secret"
        if not file.exists():
            write_durably(file, secrets.token_bytes(_SECRET_BYTES))
            file.chmod(0o600)
        return file.read_bytes()

    def current(self) -> Release:
        """Return the release in force; before the first one, an empty release without a number."""
        pointer = self._releases / "current"
        return self._release(int(pointer.read_text())) if pointer.exists() else self._empty()

    def release(self, number: int) -> Release:
        """Return the release of that number.

        Raises:
            ReleaseMissingError: there is none; the message lists what there is.
        """
        if number not in self.numbers():
            there = ", ".join(map(str, self.numbers())) or "ни одного"
            raise ReleaseMissingError(f"Выпуск {number} не найден. Есть выпуски: {there}.")
        return self._release(number)

    def numbers(self) -> list[int]:
        """Return the numbers of all releases, oldest first."""
        return sorted(int(file.stem) for file in self._releases.glob("*.json"))

    def undo(self, to: int | None = None, *, of: int | None = None) -> Release:
        """Point back: to the release before the current one, or to the given one. Nothing is erased.

        Args:
            to: the release to return to.
            of: the release that is taken back, where the one in force must be no other.

        Raises:
            ReleaseMissingError: there is no such release.
            ReleaseMovedError: another release is in force than the one to be taken back.
            StoreBusyError: another process is taking files in.
        """
        with self._locked():
            current = self.current()
            if of is not None and current.number != of:
                raise ReleaseMovedError(f"В силе выпуск {current.number}, а не {of}: отменять нечего.")
            target = to if to is not None else current.manifest.previous if current.manifest else None
            if target is None:
                raise ReleaseMissingError("Возвращаться некуда: более раннего выпуска нет.")
            release = self.release(target)
            write_durably(self._releases / "current", str(target).encode())
        return release

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """Open the next release for writing. Nothing of it can be read until it is published.

        Raises:
            StoreBusyError: another process is writing.
        """
        for folder in (self._releases, self._results):
            folder.mkdir(parents=True, exist_ok=True)
        with self._locked():
            shutil.rmtree(self._staging, ignore_errors=True)  # what a killed process left behind
            (self._staging / "spill").mkdir(parents=True)
            numbers = self.numbers()
            number = numbers[-1] + 1 if numbers else 1
            try:
                yield Draft(self.current(), number, self._staging, self._releases)
            finally:
                shutil.rmtree(self._staging, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = FileLock(self._data / "writing.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreBusyError("Приём уже идёт в другом окне. Дождитесь его окончания и повторите.") from error
        try:
            yield
        finally:
            lock.release()

    def _release(self, number: int) -> Release:
        manifest = Manifest.model_validate_json((self._releases / f"{number:06d}.json").read_bytes())
        return Release(manifest, self._results, self._engine, self._counting, self._authorities)

    def _empty(self) -> Release:
        return Release(None, self._results, self._engine, self._counting, self._authorities)
