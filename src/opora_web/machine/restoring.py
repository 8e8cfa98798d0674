"""A backup put back: into an empty data folder, or – told so – over one, whose old content is kept beside."""

import datetime as dt
import hashlib
import shutil
import zipfile
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from django.conf import settings
from django.db import connection

from opora.sources.zip_damages import ZIP_DAMAGES
from opora.store.durable import write_durably
from opora_web.machine.backup import DATABASE, DESCRIPTION, BackupImpossibleError, Description, run_database_program

_CHUNK = 2**20
_SITE_DATABASE = "site.sqlite3"
#: What a restored folder takes over from the one it replaces: the site's own key, never part of a backup.
_KEPT = ("site-key",)


def restore_backup(file: Path, moment: dt.datetime, *, overwrite: bool) -> tuple[Description, Path | None]:
    """Put a backup back and return what it says of itself, and where the replaced folder is kept.

    The archive is unpacked and every file compared with its hash before anything of the old is touched.

    Raises:
        BackupImpossibleError: the file is not a backup or is damaged, the data folder is not empty and `overwrite` was
            not said, or the database is of another kind.
    """
    data = Path(settings.DATA)
    if _is_in_use(data) and not overwrite:
        raise BackupImpossibleError(
            f"Папка данных «{data}» не пуста. Укажите другую (--data) или добавьте --overwrite: "
            "прежнее останется рядом."
        )
    data.parent.mkdir(parents=True, exist_ok=True)
    unpacked = Path(mkdtemp(prefix=f"{data.name}-restore-", dir=data.parent))
    try:
        description = unpack(file, unpacked)
        _put_pointer(unpacked, description)
        replaced = _swap(data, unpacked, moment)
    except BaseException:
        shutil.rmtree(unpacked, ignore_errors=True)
        raise
    _restore_database(data, description)
    return description, replaced


def _is_in_use(data: Path) -> bool:
    return (data / "releases" / "current").exists() or (data / _SITE_DATABASE).exists()


def unpack(file: Path, folder: Path) -> Description:
    """Unpack a backup into a folder, every file compared with its hash.

    Raises:
        BackupImpossibleError: the file is no backup, is damaged, or holds a database of another kind.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            description = Description.model_validate_json(archive.read(DESCRIPTION))
            for name, digest in description.files.items():
                _extract(archive, name, folder, digest)
    except (*ZIP_DAMAGES, RuntimeError, KeyError) as error:
        raise BackupImpossibleError(f"«{file}» – не резервная копия Опоры или повреждена: {error}.") from error
    if description.database != connection.vendor:
        raise BackupImpossibleError(
            f"Копия снята с базы {description.database}, а сайт настроен на {connection.vendor}: "
            "поменяйте OPORA_DATABASE."
        )
    return description


def _extract(archive: zipfile.ZipFile, name: str, folder: Path, expected: str) -> None:
    """Unpack one file; names that lead outside are refused, the content is compared with its hash."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"имя «{name}» ведёт за пределы папки")
    target, digest = folder / path, hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != expected:
        raise ValueError(f"файл «{name}» не тот, что был записан")


def _put_pointer(folder: Path, description: Description) -> None:
    if description.current is not None:
        write_durably(folder / "releases" / "current", str(description.current).encode())
    if (folder / "secret").exists():
        (folder / "secret").chmod(0o600)


def _swap(data: Path, unpacked: Path, moment: dt.datetime) -> Path | None:
    """Put the unpacked folder in the place of the old one, which is kept under another name."""
    replaced = None
    if data.exists():
        for name in _KEPT:
            if (data / name).exists():
                shutil.copy2(data / name, unpacked / name)
        if _is_in_use(data):
            replaced = data.with_name(f"{data.name}-до-{moment:%Y%m%d-%H%M%S}")
            data.rename(replaced)
        else:
            shutil.rmtree(data)
    unpacked.rename(data)
    return replaced


def _restore_database(data: Path, description: Description) -> None:
    snapshot = data / DATABASE[description.database]
    connection.close()
    if description.database == "sqlite":
        snapshot.rename(data / _SITE_DATABASE)
        return
    run_database_program("pg_restore", "--clean", "--if-exists", "--no-owner", str(snapshot))
    snapshot.unlink()
