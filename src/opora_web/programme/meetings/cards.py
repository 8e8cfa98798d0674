"""What the head of a school brings to a reporting session: results, execution, decisions – and what to speak of."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from opora.reports.wording import procedure_phrase
from opora.tables.identification import IdentifiedSchool
from opora.vocabulary.spelling import counted, listed
from opora_web.accounts.models import Organisation
from opora_web.facts import Facts
from opora_web.programme.case.models import Case, CaseNote
from opora_web.programme.case.rules import DAYS_WITHOUT_CONTACT
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.execution.rules import is_overdue
from opora_web.programme.meetings.models import MeetingDecision
from opora_web.programme.meetings.queries import signed_decisions
from opora_web.programme.meetings.rules import Fate, fate_of
from opora_web.programme.roadmap.models import PlanKind, PlanState
from opora_web.programme.schools.rows import latest_identified
from opora_web.programme.schools.rules import is_falling, is_rising

_NAMED = 5
_IN_FORCE = (PlanState.APPROVED, PlanState.AMENDED)


@dataclass(frozen=True)
class Advice:
    """One thing to speak of, with what in the data asks for it."""

    text: str
    because: str


@dataclass(frozen=True)
class SchoolCard:
    """What is known of a school before its head speaks.

    Attributes:
        identified: what the rule in force says of its results; None where there are none.
        year: of those results.
        tasks: what it was to do in plans in force, decisions left out, the soonest first.
        counts: how many of them stand in each state; «overdue» apart from «to-do».
        decisions: decisions of meetings addressed to it, with their fate.
        case, contact: its case and the last contact.
    """

    school: Organisation
    identified: IdentifiedSchool | None
    year: int | None
    tasks: list[Occurrence]
    counts: Counter[str]
    decisions: list[tuple[MeetingDecision, Fate]]
    case: Case | None
    contact: CaseNote | None
    today: dt.date

    @property
    def advice(self) -> list[Advice]:
        """What to speak of, each with its ground; a person says what of it matters."""
        return [*_on_results(self), *_on_execution(self), *_on_decisions(self), *_on_contact(self)]


def school_card(school: Organisation, facts: Facts, today: dt.date) -> SchoolCard:
    """Return the card of a school on a day."""
    tasks = list(tasks_of(school))
    decided = signed_decisions().filter(organisation=school, occurrence__isnull=False).order_by("-meeting__held_at")
    case = Case.objects.filter(school=school, trashed_at__isnull=True).order_by("closed_at", "-opened_at").first()
    notes = CaseNote.objects.filter(case__school=school, trashed_at__isnull=True)
    return SchoolCard(
        school=school,
        identified=latest_identified(facts).get(str(school.code)) if facts.years else None,
        year=facts.years[0] if facts.years else None,
        tasks=tasks,
        counts=Counter("overdue" if is_overdue(task, today) else str(task.state) for task in tasks),
        decisions=[(one, fate_of(one, today)) for one in decided],
        case=case,
        contact=notes.order_by("-held_on").first(),
        today=today,
    )


def tasks_of(school: Organisation) -> Iterator[Occurrence]:
    """Yield what a school is to do in plans in force: its own plan's and others' that name it."""
    place = Q(school=school) | Q(organisation=school) | Q(measure__roadmap__organisation=school)
    found = Occurrence.objects.filter(
        place, trashed_at__isnull=True, measure__trashed_at__isnull=True, measure__roadmap__trashed_at__isnull=True,
        measure__roadmap__is_template=False, measure__roadmap__state__in=_IN_FORCE,
    ).exclude(measure__roadmap__kind=PlanKind.DECISIONS)  # fmt: skip
    related = found.select_related("measure", "measure__roadmap", "owner").order_by("due_on", "pk")
    yield from related.distinct()


def _on_results(card: SchoolCard) -> Iterator[Advice]:
    one = card.identified
    if one is None:
        return
    low = [procedure_phrase(it, None) for it in one.procedures if it.is_low]
    if low:
        yield Advice(
            f"Что делается по предметам, где результат низкий: {listed(low, _NAMED)}.",
            f"Результаты {card.year} года, правило выявления.",
        )
    if is_rising(one):
        yield Advice(
            "Что помогло: доля участников ниже порога снизилась, и это не случайность.",
            f"Сравнение с прошлыми годами, {card.year} год.",
        )
    if is_falling(one):
        yield Advice(
            "Почему доля участников ниже порога выросла, и это не случайность.",
            f"Сравнение с прошлыми годами, {card.year} год.",
        )


def _on_execution(card: SchoolCard) -> Iterator[Advice]:
    total = sum(card.counts.values()) - card.counts[OccurrenceState.CANCELLED]
    if not total:
        yield Advice("Есть ли у школы план и что в нём главное.", "Мероприятий этой школы в утверждённых планах нет.")
        return
    proven = card.counts[OccurrenceState.PROVEN]
    yield Advice(
        f"Что сделано и что это дало: подтверждено {proven} из {counted(total, 'дела', 'дел', 'дел')} плана.",
        "Счёт мероприятий школы по срокам.",
    )
    late = [task for task in card.tasks if is_overdue(task, card.today)]
    if late:
        names = [f"«{task.measure.name}» ({task.due_on:%d.%m.%Y})" for task in late]
        yield Advice(
            f"Почему не в срок и когда будет: {listed(names, _NAMED)}.", "Срок прошёл, о выполнении не сказано."
        )
    said = [f"«{task.measure.name}»" for task in card.tasks if task.state == OccurrenceState.DECLARED]
    if said:
        yield Advice(f"Чем подтверждается: {listed(said, _NAMED)}.", "Сказано, что сделано; подтверждение не принято.")


def _on_decisions(card: SchoolCard) -> Iterator[Advice]:
    late = [one.text for one, fate in card.decisions if fate.code == "overdue"]
    if late:
        yield Advice(f"Что с решениями: {listed(late, _NAMED)}.", "Срок решения прошёл.")


def _on_contact(card: SchoolCard) -> Iterator[Advice]:
    if card.case is None or card.case.closed_at is not None:
        return
    last = card.contact.held_on if card.contact else card.case.opened_at.date()
    if (card.today - last).days > DAYS_WITHOUT_CONTACT:
        yield Advice(
            "Какая помощь куратора нужна и когда он приедет.",
            f"Последняя встреча {last:%d.%m.%Y}." if card.contact else "Встреч ещё не было.",
        )
