"""Files on their way into a draft: opened, recognised, read, checked – and each one's verdict."""

import datetime as dt
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa

from opora.checks import CHECKS, Arrived
from opora.sources import READERS
from opora.sources.arrivals import Arrival, arrivals
from opora.sources.book import Book, UnreadableFileError
from opora.sources.opened import opened
from opora.sources.signs import sign_problem
from opora.sources.taken import Circumstances, Reader, Taken
from opora.store import Draft
from opora.tables import CONTRACTS, FILES, TAKEN_TABLES
from opora.tables.receipt import FileReceipt, Receipt, problem_record
from opora.vocabulary.problem_kinds import Severity
from opora.vocabulary.problems import FileStatus, Place, Problem
from opora.vocabulary.spelling import listed

#: Told (what is being done, how much is done, how much there is).
Progress = Callable[[str, int, int], None]

_ID_LENGTH = 16  # signs of the fingerprint that stand beside each row: enough never to meet twice


@dataclass
class ArrivedFile:
    """One file that arrived and what is known of it so far."""

    file: str
    sha256: str
    source: str | None = None
    year: int | None = None
    rows: int = 0
    status: FileStatus = FileStatus.ACCEPTED
    problems: list[Problem] = field(default_factory=list)

    @property
    def source_file(self) -> str:
        """The fingerprint that stands beside each row of the file."""
        return self.sha256[:_ID_LENGTH]

    @property
    def is_in(self) -> bool:
        """Whether the file's rows go into the release."""
        return self.status in {FileStatus.ACCEPTED, FileStatus.SUPERSEDED_OLDER}

    def refuse(self, *problems: Problem) -> None:
        """Add the problems that keep the file out."""
        self.problems += problems
        unknown = any(problem.code == "not-recognised" for problem in problems)
        self.status = FileStatus.NOT_RECOGNISED if unknown else FileStatus.REFUSED


class Intake:
    """All files of one take-in."""

    def __init__(self, draft: Draft, circumstances: Circumstances) -> None:
        """Take files into the draft."""
        self.files: list[ArrivedFile] = []
        self._draft = draft
        self._circumstances = circumstances
        known = draft.base.relation("files").project("file, sha256, source, year").fetchall()
        self._known = {sha256: ArrivedFile(file, sha256, source, year) for file, sha256, source, year in known}
        self._met: dict[str, ArrivedFile] = {}

    def read(self, found: Sequence[tuple[str, Path]], progress: Progress) -> None:
        """Open, recognise and read every file; rows of files without blocking problems are staged."""
        for arrival, book in opened(self._unknown(found, progress)):
            self._take(self._met[arrival.sha256], book)
        progress("Читаю файлы", len(found), len(found))

    def _unknown(self, found: Sequence[tuple[str, Path]], progress: Progress) -> Iterator[Arrival]:
        """Note every file; yield those whose content has not been met before."""
        for number, (name, path) in enumerate(found):
            progress("Читаю файлы", number, len(found))
            yield from (arrival for arrival in arrivals(name, path) if self._is_new(arrival))

    def _is_new(self, arrival: Arrival) -> bool:
        arrived = ArrivedFile(arrival.file, arrival.sha256)
        self.files.append(arrived)
        if arrival.problem:
            arrived.refuse(arrival.problem)
        elif arrived.sha256 in self._known or arrived.sha256 in self._met:
            before = self._known.get(arrived.sha256, arrived)
            arrived.status, arrived.source, arrived.year = FileStatus.ALREADY_KNOWN, before.source, before.year
        else:
            self._met[arrived.sha256] = arrived
            return True
        return False

    def _take(self, arrived: ArrivedFile, opening: Future[Book]) -> None:
        try:
            book = opening.result()
        except UnreadableFileError as unreadable:
            arrived.refuse(unreadable.problem)
            return
        reader = next((reader for reader in READERS if reader.recognises(book)), None)
        if reader is None:
            arrived.refuse(_not_recognised(book))
            return
        arrived.source = reader.SOURCE
        self._stage(arrived, _read(reader, book, self._circumstances))

    def _stage(self, arrived: ArrivedFile, taken: Taken) -> None:
        arrived.year = taken.year
        blocking = [problem for problem in taken.problems if problem.severity is Severity.BLOCKS]
        if blocking:
            arrived.refuse(*taken.problems)
            return
        arrived.problems += taken.problems
        arrived.rows = sum(batch.rows for batch in taken.batches if batch.table not in _BESIDE_THE_ROWS)
        for batch in taken.batches:
            self._draft.staging.put(arrived.source_file, batch.table, batch.rows, batch.columns)

    def check(self, progress: Progress) -> None:
        """Apply every check to the staged rows; a blocking problem keeps its file out as a whole."""
        staged = {name: self._draft.staging.rows(self._draft.engine, name) for name in self._draft.staging.tables()}
        arrived = Arrived(
            staged=lambda name: _frame(self._draft, staged, name),
            current=self._draft.base.table,
            files={file.source_file: file.file for file in self.files if file.is_in},
            filled=frozenset(staged),
            kept=frozenset(self._draft.base.versions),
            authorities=self._draft.base.authorities,
        )
        for number, check in enumerate(CHECKS):
            progress("Проверяю", number, len(CHECKS))
            self._blame(check(arrived))
        self._blame(self._misfits())
        progress("Проверяю", len(CHECKS), len(CHECKS))

    def _misfits(self) -> list[Problem]:
        names = {file.source_file: file.file for file in self.files if file.is_in}
        return [
            Problem("value-out-of-range", Place(names[source_file], column=CONTRACTS[table].column(column).heading))
            for source_file, table, column in self._draft.staging.misfits
        ]

    def _blame(self, problems: Iterable[Problem]) -> None:
        by_name = {file.file: file for file in self.files if file.is_in or file.status is FileStatus.REFUSED}
        for problem in problems:
            file = by_name[problem.place.file]
            if problem.severity is Severity.BLOCKS:
                file.refuse(problem)
            else:
                file.problems.append(problem)

    def note_replaced(self) -> None:
        """Say of every known file that its rows were since replaced by a corrected one."""
        again = [file for file in self.files if file.sha256 in self._known]
        alive = self._alive() if again else set()
        for file in again:
            if file.source_file not in alive:
                file.problems.append(Problem("replaced-by-newer", Place(file.file)))

    def _alive(self) -> set[str]:
        """Return the files whose rows are still in force."""
        alive: set[str] = set()
        for table in TAKEN_TABLES:
            if table.name not in _BESIDE_THE_ROWS:
                rows = self._draft.base.relation(table.name).project("source_file").distinct().fetchall()
                alive |= {source_file for (source_file,) in rows}
        return alive

    def warn(self, source_file: str, code: str, found: str, expected: str = "") -> None:
        """Add a warning about a file as a whole."""
        for file in self.files:
            if file.source_file == source_file and file.is_in:
                file.problems.append(Problem(code, Place(file.file), found, expected))

    def accept(self) -> bool:
        """Put the rows of all files without blocking problems into the draft; tell whether there were any."""
        accepted = [file for file in self.files if file.is_in]
        replaced: dict[str, set[str]] = defaultdict(set)
        for table in self._draft.staging.tables():
            rows = self._accepted_rows(table, accepted)
            for new, old in self._draft.replaced(table, rows):
                replaced[new].add(old)
            self._draft.put(table, rows)
        self._supersede(replaced)
        if accepted:
            self._draft.put("files", self._draft.engine.from_arrow(self._file_rows(accepted)))
        return bool(accepted)

    def _accepted_rows(self, table: str, accepted: Sequence[ArrivedFile]) -> duckdb.DuckDBPyRelation:
        rows = self._draft.staging.rows(self._draft.engine, table)
        if len(accepted) == len(self._met):
            return rows
        inside = ", ".join(f"'{file.source_file}'" for file in accepted) or "NULL"
        return rows.filter(f"source_file IN ({inside})")

    def _supersede(self, replaced: Mapping[str, set[str]]) -> None:
        """Say of each file which earlier files it replaces, wholly or in part."""
        names = {sha256[:_ID_LENGTH]: known.file for sha256, known in self._known.items()}
        for file in self.files:
            if file.is_in and file.source_file in replaced:
                older = sorted(names[source_file] for source_file in replaced[file.source_file])
                file.status = FileStatus.SUPERSEDED_OLDER
                self.warn(file.source_file, "replaces-older", listed(older))

    def _file_rows(self, accepted: Sequence[ArrivedFile]) -> pa.Table:
        rows = [
            {
                "source_file": file.source_file,
                "sha256": file.sha256,
                "file": file.file,
                "source": file.source,
                "year": file.year,
                "rows": file.rows,
                "release": self._draft.number,
            }
            for file in accepted
        ]
        return FILES.table(rows)

    def receipt(self, release: int | None, schools: Mapping[str, list[str]]) -> Receipt:
        """Return what became of every file; `schools` names the schools of each source_file."""
        files = [
            FileReceipt(
                file=file.file,
                status=file.status,
                source=file.source,
                year=file.year,
                rows=file.rows if file.is_in else 0,
                schools=schools.get(file.source_file, []) if file.is_in else [],
                problems=[problem_record(problem) for problem in file.problems],
            )
            for file in self.files
        ]
        return Receipt(release=release, previous_release=self._draft.base.number, files=files)

    def accepted(self) -> dict[str, str]:
        """Return the files that went in: name → SHA-256."""
        return {file.file: file.sha256 for file in self.files if file.is_in}


#: Tables that describe the rows of a file rather than being them.
_BESIDE_THE_ROWS = frozenset({"items", "school_names"})


def circumstances_at(moment: dt.datetime, secret: bytes) -> Circumstances:
    """Return what readers may know: results can be of next calendar year at the latest."""
    return Circumstances(secret=secret, latest_year=moment.year + 1)


def _not_recognised(book: Book) -> Problem:
    """Return why no reader knows a book: its headings may be formulas nobody has counted."""
    signs = ((sheet.name, sheet.top_sign) for sheet in book.sheets)
    problems = (sign_problem(book.file, sheet, sign) for sheet, sign in signs if sign)
    return next(problems, Problem("not-recognised", Place(book.file)))


def _read(reader: Reader, book: Book, circumstances: Circumstances) -> Taken:
    """Read a recognised book. A fault of ours in one reader must not cost the district its other files."""
    try:
        return reader.read(book, circumstances)
    except Exception as fault:  # noqa: BLE001 - reported in the receipt with its place in the code, never silent
        where = traceback.extract_tb(fault.__traceback__)[-1]
        words = f"{reader.SOURCE}: {type(fault).__name__}, {Path(where.filename).name}:{where.lineno}"
        return Taken(problems=[Problem("reader-stumbled", Place(book.file), words)])


def _frame(draft: Draft, staged: Mapping[str, duckdb.DuckDBPyRelation], name: str) -> nw.LazyFrame[Any]:
    rows = staged.get(name)
    return nw.from_native(draft.engine.from_arrow(CONTRACTS[name].schema.empty_table()) if rows is None else rows)
