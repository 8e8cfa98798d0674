"""A plan as nested records: the shape of `opora plan --json`, of its Word, Excel and calendar files.

Grain: one measure – one row of the plan's table, whole, however many pages tear it.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from opora.deadlines import Deadline, Period
from opora.vocabulary.problem_kinds import Severity

PartyKind = Literal["body", "role", "person"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Record):
    """Where in the plan's file: table and row as the sender sees them, both counted from 1, headings too."""

    table: int
    row: int


class PlanProblem(_Record):
    """One problem of a plan or one remark of the linter.

    `place` is None where the problem is of the plan as a whole; `measure` is the number of the measure it is about;
    `what` is what is so, with what was found; `text` is the whole sentence with its place, remedy and code.
    """

    code: str
    severity: Severity
    text: str
    place: Place | None = None
    measure: str | None = None
    what: str = ""
    remedy: str = ""


class Party(_Record):
    """Somebody responsible, as one body, role or person.

    `post` is what a person is («директор ИМЦ»), where the plan says it; `by_agreement` is «(по согласованию)».
    """

    text: str
    kind: PartyKind
    post: str | None = None
    by_agreement: bool = False

    @property
    def words(self) -> str:
        """The party as plans write it: «Килина С.А., руководитель МКУ «ИМС» (по согласованию)»."""
        words = f"{self.text}, {self.post}" if self.post else self.text
        return f"{words} (по согласованию)" if self.by_agreement else words


def parties_words(parties: Iterable[Party]) -> str:
    """Return parties so that a person reads them at once, and a program reads the same ones back."""
    return "; ".join(party.words for party in parties)


SHARE = "share"
_YEAR_BEFORE = re.compile(r"^20\d\d(?:\s?/\s?\d{2,4})?\s*(?:г\.?|год[ау]?|уч\w*\.?\s*г\w*\.?)?\s*[-–—:]\s*")
_BARE = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?\s*(?:%|процент\w*)?")


def value_words(value: float | None, unit: str) -> str:
    """Return a value of an indicator as people read it: «33,3 %», «12 школ»; «–» where there is none."""
    if value is None:
        return "–"
    if unit == SHARE:
        return f"{value * 100:.4g}\u00a0%".replace(".", ",")
    return f"{value:.12g} {unit}".strip().replace(".", ",")


class Target(_Record):
    """What an indicator must reach in a year: shares are 0–1, other values in the indicator's unit.

    `schools` are the schools whose turn it is that year, by name; None where nothing is said of schools.
    """

    year: str
    value: float | None
    text: str
    schools: tuple[str, ...] | None = None

    def words(self, unit: str) -> str:
        """The target without its year: a number in its unit, or all that the plan says («не менее 33,3 %»)."""
        said = _YEAR_BEFORE.sub("", self.text.strip())
        is_bare = not said or bool(_BARE.fullmatch(said.removesuffix(unit).strip()))
        return value_words(self.value, unit) if is_bare and self.value is not None else said


class Indicator(_Record):
    """One indicator of a plan with its targets by year.

    `unit` is «share» for percents, else as the plan writes it, «» where it does not; `measure` is the measure it
    belongs to, as `Measure.called`, None where it belongs to none. Its place is the measure's when the expected result
    names the targets, else a row of a table of indicators.
    """

    name: str
    unit: str
    targets: tuple[Target, ...]
    measure: str | None
    place: Place


class Measure(_Record):
    """One measure. `number` and `section` are as the plan writes them, None where it does not.

    `deadline` is None where the plan gives none; `other` are columns whose meaning Opora does not know, by heading.
    """

    number: str | None
    section: str | None
    name: str
    deadline: Deadline | None
    expected: str
    responsible: tuple[Party, ...]
    place: Place
    note: str = ""
    done: str = ""
    other: dict[str, str] = {}

    @property
    def called(self) -> str:
        """How the plan refers to the measure: by its number, or by its name where it has none."""
        return self.number or self.name


class Section(_Record):
    """One section of a plan and how many measures stand right below its heading.

    `text` are the words under the heading, in programmes. A section of words stands above the tables, so its place is
    in table 0; before they were read from files its place was that of a heading.
    """

    title: str
    measures: int
    place: Place
    text: str = ""

    @property
    def is_words(self) -> bool:
        """Whether it is a section of words, outside the tables, and no heading over measures."""
        return not self.measures and (bool(self.text) or self.place.table == 0)


class Approval(_Record):
    """The paper that approved a plan, as far as the plan names it."""

    text: str
    number: str | None
    on: dt.date | None


class Plan(_Record):
    """A plan. `period` is None where neither its title nor its reader says for which years it is.

    `has` are the meanings of its columns (`deadline`, `expected`, …); `problems` are those of reading – the linter's
    remarks are added by `opora.plans.checked`.
    """

    title: str | None
    period: Period | None
    measures: tuple[Measure, ...]
    problems: tuple[PlanProblem, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sections: tuple[Section, ...] = ()
    approval: Approval | None = None
    has: tuple[str, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether the file was refused or holds no plan."""
        return any(problem.severity is Severity.BLOCKS for problem in self.problems)
