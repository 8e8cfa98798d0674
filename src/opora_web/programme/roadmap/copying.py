"""Plans made of plans: next year's of this year's, a school's of its district's, a programme of a confirmed risk."""

import datetime as dt
import re
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from simple_history.utils import bulk_update_with_history

from opora.deadlines import Period, read_deadline
from opora.deadlines.periods import school_year
from opora.tables.plan import Indicator, Measure, Place, Plan
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation
from opora_web.programme.case.models import Case
from opora_web.programme.diagnosis.models import Diagnosis, DiagnosisState
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.actions import make_roadmap
from opora_web.programme.roadmap.models import PlanKind, ResponsibleParty, Roadmap, RoadmapMeasure, RoadmapSection
from opora_web.programme.roadmap.record import FIRST_ROW, MEASURES_TABLE, layout_of, plan_in_layout
from opora_web.programme.roadmap.rules import ALL_COLUMNS
from opora_web.programme.roadmap.writing import Deed, write_plan

_YEAR = re.compile(r"(?<![\d№])(20\d\d)(?!\d)(?:(\s?/\s?)(\d\d)(?!\d))?")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2}\.\d{1,2}\.)(\d\d)(?!\d)")


def in_later_years(text: str, years: int) -> str:
    """Return a text with every year named in it so many years later: «март 2022 г.», «2021/22», «10.04.22»."""

    def later(found: re.Match[str]) -> str:
        year = str(int(found[1]) + years)
        return f"{year}{found[2]}{(int(found[3]) + years) % 100:02d}" if found[3] else year

    text = _SHORT_YEAR.sub(lambda found: f"{found[1]}{(int(found[2]) + years) % 100:02d}", text)
    return _YEAR.sub(later, text)


def later_period(period: Period, years: int) -> Period:
    """Return the period so many years later; the end of February stays its end."""
    first, last = (day + relativedelta(years=years) for day in (period.starts_on, period.ends_on))
    is_end_of_month = (period.ends_on + dt.timedelta(days=1)).day == 1
    if is_end_of_month:
        last = (last.replace(day=1) + relativedelta(months=1)) - dt.timedelta(days=1)
    return Period(first, last, period.is_school_year)


def later_plan(plan: Plan, years: int) -> Plan:
    """Return a plan for later years: deadlines keep their words and are read anew, numbers and parties stay.

    Marks of execution do not come along; targets do, under their new years.
    """
    period = later_period(plan.period, years) if plan.period else None
    return plan.model_copy(
        update={
            "title": in_later_years(plan.title, years) if plan.title else None,
            "period": period,
            "measures": tuple(_later_measure(one, years, period) for one in plan.measures),
            "indicators": tuple(_later_indicator(one, years) for one in plan.indicators),
            "approval": None,
        }
    )


def _later_measure(measure: Measure, years: int, period: Period | None) -> Measure:
    deadline = measure.deadline
    return measure.model_copy(
        update={
            "deadline": read_deadline(in_later_years(deadline.text, years), period) if deadline else None,
            "expected": in_later_years(measure.expected, years),
            "done": "",
        }
    )


def _later_indicator(indicator: Indicator, years: int) -> Indicator:
    targets = tuple(
        one.model_copy(update={"year": in_later_years(one.year, years), "text": in_later_years(one.text, years)})
        for one in indicator.targets
    )
    return indicator.model_copy(update={"targets": targets})


@transaction.atomic
def copy_roadmap(roadmap: Roadmap, organisation: Organisation, years: int, deed: Deed) -> Roadmap:
    """Make a draft of a plan for later years, or of a template.

    Raises:
        RefusedError: only a school has a plan of that kind.
    """
    layout = layout_of(roadmap)
    plan = later_plan(plan_in_layout(layout), years)
    said = {
        "kind": roadmap.kind, "title": (plan.title or roadmap.title)[:1000], "period": plan.period,
        "copied_from": roadmap, "has": list(plan.has),
    }  # fmt: skip
    made = make_roadmap(organisation, said, Deed(deed.person, deed.moment, f"скопирован с «{roadmap.title}»"[:900]))
    write_plan(made, plan, Deed(deed.person, deed.moment, "скопировано"))
    pairs = list(zip(layout_of(made).measures, layout.measures, strict=True))
    _carry(pairs, deed, {new.pk: {"kind": old.kind, "above": old.above} for new, old in pairs})
    if organisation.pk == roadmap.organisation_id:
        _carry_recognised(pairs)
    return made


def _carry(pairs: list[tuple[RoadmapMeasure, RoadmapMeasure]], deed: Deed, columns: dict[int, dict[str, Any]]) -> None:
    """Set columns that the record does not know on the new measures."""
    changed = [new for new, _ in pairs]
    for new in changed:
        for name, value in columns[new.pk].items():
            setattr(new, name, value)
    if changed:
        bulk_update_with_history(
            changed, RoadmapMeasure, ["kind", "above"], default_user=deed.person, default_change_reason="скопировано"
        )


def _carry_recognised(pairs: list[tuple[RoadmapMeasure, RoadmapMeasure]]) -> None:
    """Let the copy know whom people recognised in the same words."""
    changed = []
    for new, old in pairs:
        for mine, theirs in zip(new.parties.all(), old.parties.all(), strict=True):
            mine.organisation, mine.person, mine.post_kind = theirs.organisation, theirs.person, theirs.post_kind
            changed.append(mine)
    ResponsibleParty.objects.bulk_update(changed, ["organisation", "person", "post_kind"], batch_size=200)


@transaction.atomic
def make_school_plan(roadmap: Roadmap, said: dict[str, Any], deed: Deed) -> Roadmap:
    """Make a school's draft of chosen measures of a higher plan, each linked to the measure it carries out.

    Args:
        roadmap: the higher plan.
        said: `organisation`, `title`, `period`, `measures`.
        deed: who, when, why.

    Raises:
        RefusedError: the school does not stand below the plan's organisation, or nothing was chosen.
    """
    school, chosen = said["organisation"], {one.pk for one in said["measures"]}
    if not school.path.startswith(roadmap.organisation.path) or school.pk == roadmap.organisation_id:
        raise RefusedError("Школа не стоит ниже организации, чей это план.")
    layout = layout_of(roadmap)
    places, rows = layout.places, [one for one in layout.measures if one.pk in chosen]
    if not rows:
        raise RefusedError("Выберите хотя бы одно мероприятие.")
    record = {one.place: one for one in plan_in_layout(layout).measures}
    measures = tuple(
        _for_school(record[places[row.pk]], Place(table=MEASURES_TABLE, row=FIRST_ROW + number), said["period"])
        for number, row in enumerate(rows)
    )
    kinds = {"kind": PlanKind.SCHOOL_PLAN, "title": said["title"], "period": said["period"], "has": list(ALL_COLUMNS)}
    made = make_roadmap(school, kinds, Deed(deed.person, deed.moment, f"по плану «{roadmap.title}»"[:900]))
    plan = Plan(title=said["title"], period=said["period"], measures=measures, has=ALL_COLUMNS)
    write_plan(made, plan, Deed(deed.person, deed.moment, "мероприятия плана выше"))
    pairs = list(zip(layout_of(made).measures, rows, strict=True))
    _carry(pairs, deed, {new.pk: {"kind": above.kind, "above": above} for new, above in pairs})
    return made


def _for_school(measure: Measure, place: Place, period: Period) -> Measure:
    words = measure.deadline.text if measure.deadline else ""
    deadline = read_deadline(words, period) if words else None
    return measure.model_copy(update={"place": place, "deadline": deadline, "done": "", "other": {}})


# --- programmes of confirmed risks --------------------------------------------------------------------------------


def confirmed_factors(diagnosis: Diagnosis) -> list[dict[str, Any]]:
    """Return the risk factors a curator has confirmed, as the profile has them."""
    if diagnosis.state != DiagnosisState.VERIFIED:
        return []
    said = diagnosis.verification
    return [row for row in diagnosis.profile if said.get(row["code"], {}).get("is_confirmed")]


def programmes_of(diagnosis: Diagnosis) -> dict[str, Roadmap]:
    """Return the anti-risk programmes of a school for the diagnosis's year, by factor."""
    year = school_year(diagnosis.school_year)
    found = Roadmap.objects.filter(
        organisation=diagnosis.school, kind=PlanKind.ANTI_RISK, trashed_at__isnull=True, starts_on__lte=year.ends_on,
        ends_on__gte=year.starts_on,
    )  # fmt: skip
    return {one.factor: one for one in found}


@transaction.atomic
def make_anti_risk(diagnosis: Diagnosis, code: str, deed: Deed) -> Roadmap:
    """Make the draft of an anti-risk programme of one confirmed factor.

    Raises:
        RefusedError: the factor is not confirmed, or its programme is there already.
    """
    factor = next((row for row in confirmed_factors(diagnosis) if row["code"] == code), None)
    if factor is None:
        raise RefusedError("Антирисковую программу составляют по фактору, который подтвердил куратор.")
    if code in programmes_of(diagnosis):
        raise RefusedError("По этому фактору программа уже есть.")
    case = Case.objects.filter(school=diagnosis.school, closed_at__isnull=True, trashed_at__isnull=True).first()
    said = {
        "kind": PlanKind.ANTI_RISK, "factor": code, "case": case, "period": school_year(diagnosis.school_year),
        "title": f"Антирисковая программа «{factor['name']}»"[:1000],
    }  # fmt: skip
    made = make_roadmap(diagnosis.school, said, Deed(deed.person, deed.moment, f"по {diagnosis}"))
    _tell_cause(made, diagnosis, factor, deed)
    return made


def _tell_cause(made: Roadmap, diagnosis: Diagnosis, factor: dict[str, Any], deed: Deed) -> None:
    """Begin the section of the cause with what the diagnosis says; the school goes on writing."""
    section = RoadmapSection.objects.filter(roadmap=made, code="cause").first()
    if section is None:
        return
    word = diagnosis.verification.get(factor["code"], {}).get("comment", "").strip()
    year = f"{diagnosis.school_year}/{(diagnosis.school_year + 1) % 100:02d}"
    told = [f"Фактор подтверждён при проверке самодиагностики {year} учебного года."]
    told += [f"Что беспокоит: {worry}" for worry in factor.get("worries", ())]
    section.text = "\n".join([*told, f"Слово проверявшего: {word}"] if word else told)
    save_change(section, deed.person, "по самодиагностике")
