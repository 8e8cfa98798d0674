"""Tables of deadlines read by people, and how a reading is compared with them."""

import csv
from pathlib import Path
from typing import NamedTuple

from opora.deadlines import Deadline, Period, PeriodError, period_of, read_deadline

HERE = Path(__file__).resolve().parent
#: Real deadlines of many plans with their reading; beside the repository where it is developed, absent elsewhere.
COLLECTED = HERE.parents[2] / "shared" / "cases" / "deadlines.tsv"
#: Readings written down by a person before the reader saw them.
BY_HAND = HERE / "read_by_hand.tsv"
#: Readings of the reader itself, looked through by a person line by line: a change of one is a change of meaning.
REVIEWED = HERE / "reviewed.tsv"
#: A thousand spellings of real plans, of lost spaces and broken words; read by a person before the reader saw them.
HOSTILE = HERE / "hostile.tsv"
#: Batches of strings whose reading was written down before the reader first saw them; the first-run agreement of each
#: batch is told in docs/explanation/deadlines.md.
FRESH = HERE.parent / "references" / "fresh_deadlines.tsv"


class Case(NamedTuple):
    """One deadline: what is written, in which plan, and what it means."""

    raw: str
    plan_year: str
    meaning: tuple[str, str, str, str, str]


def cases(file: Path) -> list[Case]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    columns = ("kind", "start", "end", "rrule", "min_count")
    return [Case(row["raw"], row["plan_year"], tuple(row[name] or "" for name in columns)) for row in rows]


def plan(plan_year: str) -> Period | None:
    try:
        return period_of(plan_year)
    except PeriodError:
        return None


def meaning(deadline: Deadline) -> tuple[str, str, str, str, str]:
    days = (deadline.starts_on, deadline.ends_on)
    start, end = (day.isoformat() if day else "" for day in days)
    return (deadline.kind.value, start, end, deadline.rrule or "", str(deadline.min_count or ""))


def read(text: str, plan_year: str = "2022") -> tuple[str, str, str, str, str]:
    return meaning(read_deadline(text, plan(plan_year)))
