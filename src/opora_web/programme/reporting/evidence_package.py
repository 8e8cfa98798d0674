"""Everything that proves a period's measures as one zip: the files and an Excel index of what each of them proves."""

import datetime as dt
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from opora.reports.sheets import SheetColumn, new_book
from opora_web.accounts.models import Organisation
from opora_web.accounts.rules import Verb
from opora_web.programme.execution.evidence_files import kept_evidence
from opora_web.programme.execution.models import Evidence, OccurrenceState
from opora_web.programme.execution.queries import evidence_where

#: A zip that can still be sent and opened; what does not go in is named in the index.
LARGEST, MOST_FILES = 300 * 2**20, 2_000
INDEX = "index.xlsx"
_IN_MEMORY = 8 * 2**20
_EPOCH = (2020, 1, 1, 0, 0, 0)
_TOO_MUCH = "не вошёл: пакет был бы слишком велик, возьмите срок короче"
_COLUMNS = (
    SheetColumn("№", 6),
    SheetColumn("Файл в пакете", 34),
    SheetColumn("Что это", 20),
    SheetColumn("Номер", 12),
    SheetColumn("Дата документа", 12, "centre"),
    SheetColumn("Что доказывает", 40),
    SheetColumn("Мероприятие", 40),
    SheetColumn("План", 28),
    SheetColumn("Школа", 26),
    SheetColumn("Срок", 11, "centre"),
    SheetColumn("Принято", 22),
    SheetColumn("Кто приложил", 24),
    SheetColumn("Где опубликовано", 30),
)


@dataclass(frozen=True)
class Piece:
    """One artefact of the package.

    Attributes:
        file: where its file is kept; None for a paper that is only named, or whose file does not go in.
        words: the name of the file in the package, or why there is none.
    """

    evidence: Evidence
    file: Path | None
    words: str


def evidence_of_period(person: Any, organisation: Organisation, period: tuple[dt.date, dt.date]) -> QuerySet[Evidence]:
    """Return what proves the tasks of an organisation and below it with a last day in the period.

    Only what the person may see; what was refused or put away proves nothing and is left out.
    """
    path = organisation.path
    here = Q(occurrence__measure__roadmap__organisation__path__startswith=path)
    here |= Q(occurrence__school__path__startswith=path) | Q(occurrence__organisation__path__startswith=path)
    found = evidence_where(person, Verb.SEE_PLANS).filter(
        here, occurrence__due_on__range=period, trashed_at__isnull=True, refused_because=""
    )
    asked = found.exclude(occurrence__state=OccurrenceState.CANCELLED)
    return asked.order_by("occurrence__measure__roadmap", "occurrence__measure__position", "occurrence__due_on", "pk")


def evidence_package(evidence: Iterable[Evidence], title: str) -> IO[bytes]:
    """Return the zip, opened at its beginning; large ones lie on the disk, never whole in memory."""
    pieces = list(_pieces(evidence))
    content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever answers with it closes it
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(INDEX, _EPOCH), _index(pieces, title))
        for piece in pieces:
            if piece.file is not None:
                with piece.file.open("rb") as source, archive.open(zipfile.ZipInfo(piece.words, _EPOCH), "w") as target:
                    shutil.copyfileobj(source, target)
    content.seek(0)
    return content


def _pieces(evidence: Iterable[Evidence]) -> Iterator[Piece]:
    """Yield the artefacts with the file of each, until the package is full."""
    room, count = LARGEST, 0
    for number, one in enumerate(evidence, start=1):
        if not one.file:
            yield Piece(one, None, "файла нет: назван документ")
            continue
        try:
            file, sort = kept_evidence(one.file)
        except FileNotFoundError:
            yield Piece(one, None, "файл не найден на сайте")
            continue
        size = file.stat().st_size
        if size > room or count >= MOST_FILES:
            yield Piece(one, None, _TOO_MUCH)
            continue
        room, count = room - size, count + 1
        stem = slugify(PurePosixPath(one.file_name).stem, allow_unicode=True)[:60]
        yield Piece(one, file, f"{number:04d}-{stem or 'file'}{sort.suffix}")


def _index(pieces: list[Piece], title: str) -> bytes:
    with new_book() as (book, stream):
        rows = [_cells(number, piece) for number, piece in enumerate(pieces, start=1)]
        book.add_table("Подтверждения", title, _COLUMNS, rows)
    return stream.getvalue()


def _cells(number: int, piece: Piece) -> list[object]:
    one, task = piece.evidence, piece.evidence.occurrence
    return [
        number,
        piece.words,
        one.get_kind_display(),
        one.number,
        f"{one.dated:%d.%m.%Y}" if one.dated else "",
        one.proves,
        str(task.measure),
        task.measure.roadmap.title,
        task.school.name if task.school else "",
        f"{task.due_on:%d.%m.%Y}",
        f"{timezone.localdate(one.accepted_at):%d.%m.%Y}" if one.accepted_at else "ждёт приёмки",
        one.author.get_short_name(),
        one.place,
    ]
