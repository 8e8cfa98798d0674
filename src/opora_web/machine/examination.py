"""The doctor: is everything whole, and what to do where it is not."""

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from opora import __version__
from opora.reports.own_templates import own_template_problems
from opora.store import Release, Store
from opora.store.spark import SparkMissingError
from opora.store.stored_table import stored_files
from opora.vocabulary.own_files import own_file_problems
from opora_web.facts import authority_folders
from opora_web.intake.models import SentFile
from opora_web.programme.execution.models import Evidence
from opora_web.programme.identification.models import SchoolList
from opora_web.programme.roadmap.models import PlanArrival, PlanEdition, Roadmap

Verdict = Literal["good", "attention", "trouble"]
VERDICT_IN_RUSSIAN: dict[Verdict, str] = {"good": "в порядке", "attention": "внимание", "trouble": "беда"}

_LEAST_FREE = 2 * 2**30


def _orders_of_plans() -> Iterator[str]:
    """Yield the signed orders of all editions, those that another took the place of among them."""
    for scan, earlier in PlanEdition.objects.values_list("scan", "earlier_scans"):
        yield scan
        yield from (name for name, _ in earlier)


#: Files that decisions name, earlier ones and those in the trash among them: what they are, which they are.
_PAPERS: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
    ("приказы о списках", lambda: SchoolList.history.values_list("order_scan", flat=True)),
    ("файлы планов", lambda: Roadmap.objects.values_list("source", flat=True)),
    ("присланные планы", lambda: PlanArrival.objects.values_list("file", flat=True)),
    ("приказы о планах", _orders_of_plans),
    ("подтверждения", lambda: Evidence.objects.values_list("file", flat=True)),
)


@dataclass(frozen=True)
class Observation:
    """One thing looked at: what, how it is, what was seen, what to do."""

    what: str
    verdict: Verdict
    seen: str
    remedy: str = ""


def examined() -> list[Observation]:
    """Look at everything and return what was seen, nothing left out."""
    return [one for examination in EXAMINATIONS for one in examination()]


def versions() -> Iterator[Observation]:
    """Look at the versions."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Observation("версии", "good", f"Опора {__version__}, Python {python}, база {connection.vendor}")


def free_space() -> Iterator[Observation]:
    """Look at the room on the disk."""
    free = shutil.disk_usage(settings.DATA).free
    seen = f"свободно {free / 2**30:.1f} ГБ".replace(".", ",")
    if free < _LEAST_FREE:
        yield Observation("место на диске", "attention", seen, "Освободите место: для приёма нужно не меньше 2 ГБ.")
    else:
        yield Observation("место на диске", "good", seen)


def database() -> Iterator[Observation]:
    """Look at the working database: does it answer, is it whole, is it of this version."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check" if connection.vendor == "sqlite" else "SELECT 'ok'")
        answer = cursor.fetchone()[0]
    if answer != "ok":
        yield Observation("рабочая база", "trouble", str(answer), "Восстановите копию: opora restore ФАЙЛ.")
        return
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        seen = f"не применено изменений устройства: {len(waiting)}"
        yield Observation("рабочая база", "attention", seen, "Запустите opora serve: он применит их сам.")
    else:
        yield Observation("рабочая база", "good", "цела, устройство этой версии")


def results() -> Iterator[Observation]:
    """Look at the results store: are the files of every release there."""
    store = Store(Path(settings.DATA))
    numbers = store.numbers()
    if not numbers:
        yield Observation("выпуски", "attention", "ещё нет ни одного", "Примите файлы: на сайте или opora take-in.")
        return
    for number in numbers:
        missing = _missing_files(store.release(number))
        if missing:
            remedy = "Восстановите копию: opora restore ФАЙЛ; до того – opora undo к целому выпуску."
            yield Observation(f"выпуск {number}", "trouble", f"нет файлов: {', '.join(missing)}", remedy)
    current = store.current().number
    yield Observation("выпуски", "good", f"проверено: {len(numbers)}, действует {current}")


def _missing_files(release: Release) -> list[str]:
    missing = []
    for table, version in release.versions.items():
        try:
            files = stored_files(release.folder / table, version)
        except Exception:  # noqa: BLE001 - whatever the storage library says, the table cannot be read
            missing.append(table)
            continue
        missing += [f"{table}/{Path(file).name}" for file in files if not Path(file).exists()]
    return missing


def counting_engine() -> Iterator[Observation]:
    """Look whether the engine that counts answers."""
    engine = settings.ENGINE
    if engine is None:
        yield Observation("движок счёта", "good", "встроенный")
        return
    try:
        engine.lazy(pa.table({"answer": [1]})).collect()
    except SparkMissingError as missing:
        yield Observation("движок счёта", "trouble", "Spark не отвечает", str(missing))
    else:
        yield Observation("движок счёта", "good", "Spark отвечает")


def own_files() -> Iterator[Observation]:
    """Look whether what the authority wrote for itself – rules, words, scales, Word templates – can be used."""
    problems = [*own_file_problems(authority_folders()), *own_template_problems(authority_folders())]
    for problem in problems:
        yield Observation("свои файлы", "trouble", problem, "Поправьте файл в папке authorities и повторите.")
    if not problems:
        yield Observation("свои файлы", "good", "правила, шкалы, справочники и шаблоны читаются")


def uploads() -> Iterator[Observation]:
    """Look whether every file that was sent is still kept as it came."""
    if _is_ready(SentFile):
        names = set(SentFile.objects.values_list("stored_as", flat=True))
        yield _kept("присланные файлы", names) or Observation("присланные файлы", "good", f"на месте: {len(names)}")


def papers() -> Iterator[Observation]:
    """Look whether plans, signed orders and evidence still have the files they name, as they were kept."""
    if not _is_ready(Evidence):
        return
    whole = 0
    for what, named in _PAPERS:
        names = set(named()) - {""}
        trouble = _kept(what, names)
        whole += 0 if trouble else len(names)
        if trouble:
            yield trouble
    yield Observation("файлы планов и подтверждений", "good", f"на месте: {whole}")


def _is_ready(model: type[Model]) -> bool:
    return model._meta.db_table in connection.introspection.table_names()  # noqa: SLF001 - Django's public name for it


def _kept(what: str, names: set[str]) -> Observation | None:
    """Return what is wrong with kept files: which are gone, which are not what their hash says; None – nothing."""
    files = {name: Path(settings.UPLOADS) / name for name in sorted(names)}
    gone = [name for name, file in files.items() if not file.is_file()]
    changed = [name for name, file in files.items() if name not in gone and _digest(file) != file.stem]
    said = [
        f"{words}: {len(found)} из {len(names)}, например {found[0]}"
        for words, found in (("не найдено", gone), ("повреждено", changed))
        if found
    ]
    return Observation(what, "trouble", "; ".join(said), "Восстановите копию: opora restore ФАЙЛ.") if said else None


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def optional_programs() -> Iterator[Observation]:
    """Look for programs that some conveniences lean on."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        yield Observation("LibreOffice", "good", "есть: читаются .doc и .odt")
    else:
        yield Observation("LibreOffice", "attention", "нет", "Без него старые .doc надо сохранить как .docx.")


EXAMINATIONS: tuple[Callable[[], Iterator[Observation]], ...] = (
    versions,
    free_space,
    database,
    results,
    counting_engine,
    own_files,
    uploads,
    papers,
    optional_programs,
)
