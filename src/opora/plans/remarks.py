"""A problem of a plan said in full: place, what is so, what to do."""

from opora.tables.plan import Measure, Place, PlanProblem
from opora.vocabulary.problem_kinds import KINDS

_LONGEST_NAME = 60
_LONGEST_FOUND = 160


def remark(code: str, found: str = "", place: Place | None = None, number: str | None = None) -> PlanProblem:
    """Return a problem of the plan as a whole, or of a row that is no measure.

    Args:
        code: one of the kinds of problems.
        found: what stands there, as words that may follow a colon.
        place: where it is.
        number: number of the measure it is about.
    """
    kind = KINDS[code]
    where = f"Таблица {place.table}, строка {place.row}" if place else "План"
    if number:
        where = f"Мероприятие {number.rstrip('.')} (таблица {place.table}, строка {place.row})" if place else where
    what = f"{kind.title}: {shortened(found, _LONGEST_FOUND)}" if found else kind.title
    return PlanProblem(
        code=code,
        severity=kind.severity,
        text=f"{where}: {what}. {kind.remedy} [{code}]",
        place=place,
        measure=number,
        what=what,
        remedy=kind.remedy,
    )


def remark_on(measure: Measure, code: str, found: str = "") -> PlanProblem:
    """Return a problem of one measure, named by its number, or by its words where it has none."""
    return remark(code, found, measure.place, measure.number or f"«{shortened(measure.name)}»")


def shortened(words: str, longest: int = _LONGEST_NAME) -> str:
    """Return the words, or as many of them as show which ones are meant; a quotation cut short is closed."""
    if len(words) <= longest:
        return words
    head = words[:longest].rsplit(" ", 1)[0].rstrip(" ,.«(") + "…"
    return head + "»" * max(0, head.count("«") - head.count("»"))
