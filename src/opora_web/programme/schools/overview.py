"""What is known of a school at a glance: its procedures this year, how they moved, its conditions."""

from dataclasses import dataclass

from opora.findings.over_years import over_years_sentences
from opora.reports.context_table import ContextRow, Spread, conditions_missing, context_rows, spreads
from opora.reports.wording import MOVEMENT_IN_RUSSIAN
from opora.tables.identification import IdentifiedSchool, PaperIndicators
from opora.vocabulary.spelling import counted
from opora_web.facts import Facts, SchoolFacts
from opora_web.programme.schools.procedures import ProcedureRow, procedure_rows
from opora_web.programme.schools.rows import latest_identified


@dataclass(frozen=True)
class Overview:
    """A school at a glance.

    Attributes:
        procedures: what the rule looks at, the latest year.
        over_years: sentences on how results moved.
        papers: marks in all papers of the latest year that has any.
        context: conditions beside those of all schools; context_year: the year they are of.
        missing: conditions nobody has told.
        left: whether and how the school moved on the list.
    """

    procedures: list[ProcedureRow]
    over_years: list[str]
    papers: list[PaperIndicators]
    context: list[ContextRow]
    context_year: int | None
    missing: list[str]
    moved: str


def overview_of(facts: Facts, school: SchoolFacts) -> Overview:
    """Return a school at a glance."""
    said = latest_identified(facts).get(school.code)
    papers = facts.indicators(school.code)
    return Overview(
        procedures=procedure_rows(said, facts.years[0], facts.rules().threshold) if said else [],
        over_years=over_years_sentences(said.procedures, facts.rules()) if said else [],
        papers=[one for one in papers if one.year == papers[0].year] if papers else [],
        context=context_rows(_conditions(school), _spreads(facts)),
        context_year=school.context.get("year"),
        missing=conditions_missing(_conditions(school)),
        moved=MOVEMENT_IN_RUSSIAN.get(said.movement, "") if said else "",
    )


def _conditions(school: SchoolFacts) -> dict[str, object]:
    """Return register and social passport together; what the passport says stands."""
    passport = {name: value for name, value in school.context.items() if value is not None}
    return school.register | passport


def _spreads(facts: Facts) -> dict[str, Spread]:
    return facts.kept("context-spreads", lambda: spreads(_conditions(one) for one in facts.schools.values()))


def school_in_words(said: IdentifiedSchool | None) -> str:
    """Return what the rule says of a school in a plain sentence, without shame and without jargon."""
    if said is None:
        return "Результатов школы ещё нет."
    measured = sum(one.is_low is not None for one in said.procedures)
    judged = counted(measured, "процедуре", "процедурам", "процедурам")
    if said.status == "insufficient-data":
        return "Участников мало, и судить о результатах нельзя: это не говорит ни за, ни против школы."
    if said.listed:
        times = "впервые" if said.listed == "first-time" else "не первый год"
        return (
            f"Школа отвечает условиям адресной поддержки {times}: низкий результат в {said.low_procedures} из "
            f"{measured} процедур, по которым можно судить."
        )
    if said.status == "at-risk":
        return f"Школа не в списке, но близка к нему: смотрите результаты по {judged}."
    return f"По {judged}, о которых можно судить, условий для адресной поддержки нет."
