"""A receipt as a page shows it: filtered, counted by kind, page by page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator

from opora.sources import READERS
from opora.tables.receipt import FileReceipt, ProblemRecord, Receipt
from opora.vocabulary.problem_kinds import KINDS, Severity
from opora.vocabulary.problems import FILE_STATUS_IN_RUSSIAN, FileStatus
from opora_web.accounts.models import Organisation
from opora_web.intake.models import SendingState

ON_A_PAGE = 100
SOURCE_IN_RUSSIAN = {reader.SOURCE: reader.RUSSIAN for reader in READERS}
SEVERITY_IN_RUSSIAN = {Severity.BLOCKS: "исправить", Severity.WARNS: "обратить внимание"}
_TONES = {
    FileStatus.ACCEPTED: "good",
    FileStatus.SUPERSEDED_OLDER: "good",
    FileStatus.ALREADY_KNOWN: "info",
    FileStatus.REFUSED: "bad",
    FileStatus.NOT_RECOGNISED: "bad",
}
#: What is said of a file that is good to be taken in, where it is not or no more.
_NOT_IN_FORCE = {SendingState.WITHDRAWN: "отозван", SendingState.UNDONE: "приём отменён"}
_TO_BE_TAKEN = {FileStatus.ACCEPTED: "можно принять", FileStatus.SUPERSEDED_OLDER: "можно принять, заменит прежний"}
_SCHOOLS_SHOWN = 5


@dataclass(frozen=True)
class FileLine:
    """One file of the receipt.

    Attributes:
        number: its place in the receipt, by which addresses name it.
        state: how far its sending is.
        schools: (code, name) of the schools the reader may see, the first ones; more: how many schools besides.
    """

    number: int
    state: SendingState
    file: FileReceipt
    schools: list[tuple[str, str]]
    more: int

    @property
    def status(self) -> str:
        """What became of it, or may yet, in Russian."""
        said = FILE_STATUS_IN_RUSSIAN[self.file.status]
        if self.state == SendingState.ACCEPTED or self.file.status not in _TO_BE_TAKEN:
            return said
        return _NOT_IN_FORCE.get(self.state) or _TO_BE_TAKEN[self.file.status]

    @property
    def tone(self) -> str:
        """The colour that goes with the word."""
        return _TONES[self.file.status]

    @property
    def source(self) -> str:
        """What it was taken for, in Russian."""
        return SOURCE_IN_RUSSIAN.get(self.file.source or "", self.file.source or "–")

    @property
    def can_be_commented(self) -> bool:
        """Whether a copy with comments may be made of it."""
        return bool(self.file.problems) and self.file.file.casefold().endswith((".xlsx", ".xlsm"))


@dataclass(frozen=True)
class KindLine:
    """How often one kind of problem was met."""

    code: str
    title: str
    severity: Severity
    count: int


@dataclass
class ReceiptPage:
    """What is shown of a receipt.

    Attributes:
        state: how far the sending is.
        asked: filters of the address: `severity`, `file` (number in the receipt), `code`, `page`, `files`.
        visible: schools the reader may see, by code.
    """

    receipt: Receipt
    state: SendingState
    asked: Mapping[str, str]
    visible: Mapping[str, Organisation] = field(default_factory=dict)

    @cached_property
    def file_number(self) -> int | None:
        """The file whose problems are asked for."""
        number = self.asked.get("file", "")
        is_there = number.isdecimal() and int(number[:9]) < len(self.receipt.files)
        return int(number) if is_there else None

    @cached_property
    def files(self) -> Page[FileLine]:
        """The files, page by page; those with problems first, the order they were sent in otherwise."""
        lines = [self._line(number, file) for number, file in enumerate(self.receipt.files)]
        lines.sort(key=lambda line: line.file.status not in {FileStatus.REFUSED, FileStatus.NOT_RECOGNISED})
        return Paginator(lines, ON_A_PAGE).get_page(self.asked.get("files"))

    def _line(self, number: int, file: FileReceipt) -> FileLine:
        seen = [(code, self.visible[code].name) for code in file.schools if code in self.visible]
        shown = seen[:_SCHOOLS_SHOWN]
        return FileLine(number, self.state, file, shown, len(file.schools) - len(shown))

    @cached_property
    def _problems(self) -> list[ProblemRecord]:
        files = self.receipt.files if self.file_number is None else [self.receipt.files[self.file_number]]
        return [problem for file in files for problem in file.problems]

    @cached_property
    def kinds(self) -> list[KindLine]:
        """The kinds of problems of the chosen files, what keeps files out first, the frequent before the rare."""
        counts = Counter(problem.code for problem in self._problems)
        lines = [KindLine(code, KINDS[code].title, KINDS[code].severity, count) for code, count in counts.items()]
        return sorted(lines, key=lambda line: (line.severity, -line.count, line.code))

    @cached_property
    def problems(self) -> Page[ProblemRecord]:
        """The problems that pass the filters, page by page."""
        severity, code = self.asked.get("severity"), self.asked.get("code")
        chosen = [
            problem
            for problem in self._problems
            if (not severity or problem.severity == severity) and (not code or problem.code == code)
        ]
        return Paginator(chosen, ON_A_PAGE).get_page(self.asked.get("page"))
