"""Everything of a site in one file, consistent while the site runs.

Order makes it consistent: first the database as one snapshot, then the list of releases, then files. Files of releases
are never changed, and what was added after the snapshot only lies beside.
"""

import datetime as dt
import hashlib
import json
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection
from pydantic import BaseModel

from opora import __version__
from opora.store import Store

DESCRIPTION = "backup.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
_FOLDERS = ("results", "uploads", "authorities")
_CHUNK = 2**20


class BackupImpossibleError(Exception):
    """The backup cannot be made or restored; the message says why and what to do."""


class Description(BaseModel):
    """What a backup says of itself: `files` are SHA-256 by name."""

    made_at: str
    opora: str
    database: str
    current: int | None
    releases: list[int]
    files: dict[str, str]


def write_backup(file: Path, moment: dt.datetime) -> Description:
    """Write the backup; the file appears only when it is whole.

    Keys of signatures and passwords to other services stay out; the key of pupils' codes goes in, because without it
    results of the same pupil would not meet again.

    Raises:
        BackupImpossibleError: the database's own program is missing.
    """
    data = Path(settings.DATA)
    beside = file.with_name(file.name + ".new")
    with TemporaryDirectory(dir=data) as scratch, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        snapshot = _database_snapshot(Path(scratch))
        store = Store(data)
        numbers, current = store.numbers(), store.current().number
        files = {snapshot.name: _add(archive, snapshot, snapshot.name)}
        for path in _store_files(data, numbers):
            name = path.relative_to(data).as_posix()
            files[name] = _add(archive, path, name)
        description = Description(
            made_at=moment.isoformat(timespec="seconds"),
            opora=__version__,
            database=connection.vendor,
            current=current,
            releases=numbers,
            files=files,
        )
        archive.writestr(DESCRIPTION, json.dumps(description.model_dump(), ensure_ascii=False, indent=1))
    beside.replace(file)
    return description


def _store_files(data: Path, numbers: list[int]) -> Iterator[Path]:
    yield from (data / "releases" / f"{number:06d}.json" for number in numbers)
    if (data / "secret").exists():
        yield data / "secret"
    for folder in _FOLDERS:
        yield from (path for path in sorted((data / folder).rglob("*")) if path.is_file() and path.suffix != ".new")


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    """Put a file into the archive, hashed on the way; Parquet is packed already."""
    packing = zipfile.ZIP_STORED if path.suffix == ".parquet" else zipfile.ZIP_DEFLATED
    info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    info.compress_type = packing
    digest = hashlib.sha256()
    with path.open("rb") as source, archive.open(info, "w") as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _database_snapshot(scratch: Path) -> Path:
    file = scratch / DATABASE[connection.vendor]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as source, sqlite3.connect(file) as target:
            source.backup(target)
        target.close()
        source.close()
    else:
        run_database_program("pg_dump", "--format=custom", "--no-owner", f"--file={file}")
    return file


def run_database_program(program: str, *words: str) -> None:
    """Run a program of PostgreSQL against the site's database.

    Raises:
        BackupImpossibleError: it is not installed, or it refused; its own words are in the message.
    """
    base = settings.DATABASES["default"]
    known = {"PGHOST": base["HOST"], "PGPORT": base["PORT"], "PGUSER": base["USER"], "PGPASSWORD": base["PASSWORD"]}
    environment = {name: str(value) for name, value in known.items() if value}
    try:
        done = subprocess.run(  # noqa: S603 - the program's name is ours, the words are paths
            [program, f"--dbname={base['NAME']}", *words],
            env={**_path(), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise BackupImpossibleError(
            f"Нет программы {program}. Поставьте пакет postgresql-client той же версии, что и сервер."
        ) from None
    if done.returncode:
        raise BackupImpossibleError(f"{program}: {done.stderr.strip()}")


def _path() -> dict[str, str]:
    import os

    return {"PATH": os.environ.get("PATH", "")}
