"""What a case allows: gates between phases, a pause, when leaving is proposed. Nothing here asks the database."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from opora.tables.identification import ON_THE_LIST
from opora.vocabulary.phases import PhasePlan, phase_plan
from opora_web.facts import Facts, authority_folders, rule_names
from opora_web.programme.case.models import Case, CaseTask, Phase, TaskStatus
from opora_web.programme.identification.rules import RefusedError

#: A curator with more schools is warned of; so long without a contact a school counts as not visited.
MOST_SCHOOLS, DAYS_WITHOUT_CONTACT = 3, 60
#: Where a case may go back to, and from where.
BACK = {
    Phase.REVIEW: (Phase.EXECUTION, Phase.PROGRAMME),
    Phase.EXIT: (Phase.EXECUTION, Phase.PROGRAMME),
    Phase.WATCH: (Phase.DIAGNOSIS, Phase.EXECUTION),
}


def plan_in_force() -> PhasePlan:
    """Return the authority's plan of phases, its own before the built-in one."""
    return phase_plan("support", authority_folders())


def require_running(case: Case) -> None:
    """Say why the case cannot be changed.

    Raises:
        RefusedError: it is closed or paused.
    """
    if case.closed_at is not None:
        raise RefusedError("Сопровождение завершено: дело можно только читать.")
    if case.paused_at is not None:
        raise RefusedError("Сопровождение приостановлено: дело можно только читать. Сначала возобновите его.")


def next_phase(case: Case) -> Phase | None:
    """Return the phase after the present one; None after the last."""
    phases = list(Phase)
    after = phases.index(Phase(case.phase)) + 1
    return phases[after] if after < len(phases) else None


def gate_missing(case: Case, tasks: Iterable[CaseTask]) -> list[CaseTask]:
    """Return the tasks of the present phase and round that the next phase waits for."""
    return [
        task
        for task in tasks
        if task.is_gate
        and (task.phase, task.round) == (case.phase, case.round)
        and task.status == TaskStatus.TO_DO
        and task.trashed_at is None
    ]


def days_from(day: dt.date, days: int) -> dt.date:
    """Return the day so many days later."""
    return day + dt.timedelta(days=days)


def years_from(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True)
class Outlook:
    """What the release in force says of a school that is accompanied.

    Attributes:
        is_leaving_proposed: it has been off the list under the case's rule for as many years as the plan asks.
        has_relapsed: it is on the list again in a later year than the case's, while being watched.
        sentences: both, in words.
    """

    is_leaving_proposed: bool
    has_relapsed: bool
    sentences: tuple[str, ...]


def outlook(case: Case, facts: Facts, plan: PhasePlan) -> Outlook:
    """Return what the release says of the case now; it proposes, a person decides."""
    if case.rules not in rule_names():
        return Outlook(
            is_leaving_proposed=False,
            has_relapsed=False,
            sentences=("Набора правил, по которому школу взяли, больше нет: о выходе по данным судить нельзя.",),
        )
    years = [year for year in facts.years if year > case.year]
    seen = {year: facts.identified(year, case.rules).get(str(case.school.code)) for year in years}
    if not seen:
        return Outlook(
            is_leaving_proposed=False,
            has_relapsed=False,
            sentences=(f"Результатов после {case.year} года в выпуске нет: о выходе по данным судить рано.",),
        )
    asked = years[: plan.exit_after_years]
    off = [seen[year] for year in asked]
    proposed = len(asked) == plan.exit_after_years and all(
        one is not None and one.status not in ON_THE_LIST | {"insufficient-data"} for one in off
    )
    last = seen[years[0]]
    relapsed = case.phase == Phase.WATCH and last is not None and last.status in ON_THE_LIST
    return Outlook(
        proposed, relapsed, (_leaving_words(plan, years[0], is_proposed=proposed), *_relapse(relapsed, years))
    )


def _leaving_words(plan: PhasePlan, last: int, *, is_proposed: bool) -> str:
    if is_proposed:
        return (
            f"По правилу школа не в списке {plan.exit_after_years} года подряд, последний – {last}. Предлагается выход."
        )
    return (
        f"Чтобы предложить выход, школа должна быть вне списка {plan.exit_after_years} года подряд; последний – {last}."
    )


def _relapse(has_relapsed: bool, years: list[int]) -> tuple[str, ...]:
    return (f"Во время наблюдения школа снова в списке по результатам {years[0]} года.",) if has_relapsed else ()
