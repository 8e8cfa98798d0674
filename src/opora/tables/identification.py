"""What identification says, as nested records: the shape of `opora identify --json`, of lists and letters."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from opora.vocabulary.availability import Availability

Status = Literal["low", "stably-low", "at-risk", "stably-high", "none", "insufficient-data"]
Listed = Literal["first-time", "long-standing"]
Movement = Literal["entered", "stays", "left"]
ShareMovement = Literal["rose", "fell", "stably-low", "stable", "cannot-tell"]

STATUS_IN_RUSSIAN: dict[str, str] = {
    "low": "низкие результаты",
    "stably-low": "стабильно низкие результаты",
    "at-risk": "риск снижения результатов",
    "stably-high": "стабильно высокие результаты",
    "none": "признаков нет",
    "insufficient-data": "данных недостаточно",
}

#: Statuses that put a school on the list.
ON_THE_LIST = frozenset({"low", "stably-low"})


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class YearCount(_Record):
    """What one year counted in a procedure; years without a result are left out."""

    year: int
    pupils: int
    below: int
    share_below: float


class PooledYears(_Record):
    """Several years of one procedure counted together: information on a small school, never a ground for listing."""

    first_year: int
    last_year: int
    pupils: int
    below: int
    share_below: float
    interval: tuple[float, float]


class ProcedureResult(_Record):
    """One procedure of the rule for one school and year. Shares are 0–1; what is not known is None.

    `earlier` are the years before, oldest first; `movement` says how the share moved over them and this year, as far
    as chance lets us tell, None where fewer than two years have a result (rose means worse); `change_interval` is the
    95 % interval of that change; `pooled` stands only where this year alone has too few participants.
    """

    procedure: str
    subject: str
    paper_grade: int
    pupil_grade: int | None
    year: int
    pupils: int | None
    below: int | None
    share_below: float | None
    interval: tuple[float, float] | None
    is_low: bool | None
    availability: Availability
    probability_low: float | None = None
    label: str = ""
    earlier: tuple[YearCount, ...] = ()
    movement: ShareMovement | None = None
    change_interval: tuple[float, float] | None = None
    pooled: PooledYears | None = None


class IdentifiedSchool(_Record):
    """What the rule set says of one school, with everything needed to explain it.

    `status` is the rule's word; `listed` tells a first-time school from a long-standing one; `probability_low` is the
    probability that the school's true results meet the rule; `list_stability` is the probability of the same decision
    if other pupils of the same school had written the papers. `reasons` follow from the rule and the counts alone;
    `certainty` says how much of the decision is chance.
    """

    school: str
    name: str
    municipality: str | None
    status: Status
    listed: Listed | None
    movement: Movement | None
    low_procedures: int
    probability_low: float | None
    list_stability: float | None
    is_small: bool
    procedures: list[ProcedureResult]
    reasons: list[str]
    would_change: list[str]
    certainty: list[str] = Field(default_factory=list)
    written_code: str | None = None

    @property
    def shown_code(self) -> str:
        """The code for people: as the register writes it."""
        return self.written_code or self.school


class Summary(_Record):
    """The list in numbers.

    `small_schools` are the schools that can be judged and have few participants in most of their procedures.
    `small_schools_decided_by_chance` are those of them for which the same decision would come out with less than
    `chance_decides` probability if other pupils of the same school had written the papers.
    """

    schools: int
    listed: int
    first_time: int
    long_standing: int
    at_risk: int
    left: int
    insufficient_data: int
    small_schools: int
    small_schools_decided_by_chance: int
    share_of_small_schools_decided_by_chance: float | None
    chance_decides: float = 0.8


class _UnderRule(_Record):
    """What release, year and rule an answer is about, with the rule's numbers and what was not held that year.

    `rule_words` is the rule in sentences; `below_words` what «below» means in it: «ниже порога», «в нижней части
    баллов».
    """

    release: int
    year: int
    rules: str
    rules_title: str
    rules_edition: str
    rules_source: str
    threshold: float | None
    least_low_procedures: int | None
    min_participants: int
    notes: list[str]
    rule_words: tuple[str, ...] = ()
    below_words: str = "ниже порога"


class Identification(_UnderRule):
    """The whole answer of `opora identify`."""

    summary: Summary
    schools: list[IdentifiedSchool]


class SourceRow(_Record):
    """One source row behind a number: a pupil's row of a protocol, or a row of a ready-made statistic."""

    file: str
    sheet: str | None
    row: int | None
    pupil: str | None = None
    mark: int | None = None
    test_score: int | None = None
    primary_score: int | None = None
    pupils: int | None = None
    below: int | None = None


class Evidence(_Record):
    """All source rows of one procedure of a school."""

    procedure: str
    subject: str
    paper_grade: int
    year: int
    label: str
    rows: list[SourceRow]


class PaperIndicators(_Record):
    """Marks of one school in one paper, whatever the rule looks at. Shares are 0–1; the mean is a mark of 2–5."""

    school: str
    name: str
    municipality: str | None
    procedure: str
    subject: str
    paper_grade: int
    level: str
    year: int
    label: str
    pupils: int
    mark_2: int
    mark_3: int
    mark_4: int
    mark_5: int
    share_passed: float
    share_good: float
    mean_mark: float
    sou: float


class Explanation(_UnderRule):
    """The whole answer of `opora why`: `school` is its code, `identified` the same record as in `opora identify`.

    `sentences` is everything to be said of the school, each thing once: reasons, certainty, what would change it, how
    results moved over years; `over_years` are the last of these.
    """

    school: str
    identified: IdentifiedSchool
    sentences: list[str]
    evidence: list[Evidence]
    over_years: tuple[str, ...] = ()
    indicators: tuple[PaperIndicators, ...] = ()
