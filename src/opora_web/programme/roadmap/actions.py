"""The way of a plan: made, sent to review, approved by an order, amended, ended; each step in the journal."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from opora.deadlines import Period
from opora.plans import differences
from opora.tables.plan import Plan
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, OrganisationKind, Person
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.amendment import bring_back, changes_beside, rows_of
from opora_web.programme.roadmap.deadlines_anew import changed_deadlines
from opora_web.programme.roadmap.models import (
    PlanAmendment,
    PlanEdition,
    PlanKind,
    PlanState,
    Roadmap,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.queries import last_edition, unanswered_remarks
from opora_web.programme.roadmap.record import edition_plan, layout_of, order_words, plan_of
from opora_web.programme.roadmap.rules import ALL_COLUMNS, OF_SCHOOLS, require_open, require_step
from opora_web.programme.roadmap.sections import missing_sections, sections_asked
from opora_web.programme.roadmap.signals import plan_approved
from opora_web.programme.roadmap.writing import Deed, write_measures


@dataclass(frozen=True)
class Order:
    """The paper that approves: its number and day, the signed scan as kept, the ground.

    Attributes:
        despite: why the plan is approved although experts' remarks have no answer.
    """

    number: str
    date: dt.date
    scan: str = ""
    scan_name: str = ""
    why: str = ""
    despite: str = ""


@transaction.atomic
def make_roadmap(organisation: Organisation, said: dict[str, Any], deed: Deed) -> Roadmap:
    """Make an empty draft with the sections its kind must have.

    Args:
        organisation: whose plan it is.
        said: `kind`, `title`, `period` and any other column of `Roadmap`.
        deed: who, when, why.

    Raises:
        RefusedError: only a school has a plan of that kind.
    """
    said = dict(said)
    period = said.pop("period")
    made = Roadmap(
        organisation=organisation, starts_on=period.starts_on, ends_on=period.ends_on, made_by=deed.person,
        made_at=deed.moment, **{"has": list(ALL_COLUMNS)} | said,
    )  # fmt: skip
    if made.kind in OF_SCHOOLS and organisation.kind != OrganisationKind.SCHOOL:
        raise RefusedError(f"«{PlanKind(made.kind).label}» составляет школа: выберите школу или другой вид плана.")
    save_change(made, deed.person, deed.why or "план составлен")
    for position, asked in enumerate(sections_asked(made.kind), start=1):
        section = RoadmapSection(roadmap=made, position=position, title=asked.title, code=asked.code)
        save_change(section, deed.person, "обязательный раздел")
    return made


@transaction.atomic
def change_head(roadmap: Roadmap, said: dict[str, Any], deed: Deed, opened_version: int) -> None:
    """Change a plan's title and days; with the days its deadlines are read anew.

    Raises:
        RefusedError: the state does not allow it.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_open(roadmap)
    period = said["period"]
    changed = changed_deadlines(layout_of(roadmap), period) if _has_other_days(roadmap, period) else []
    roadmap.title, roadmap.starts_on, roadmap.ends_on = said["title"], period.starts_on, period.ends_on
    save_change(roadmap, deed.person, "изменены название или срок плана", opened_version=opened_version)
    why = f"срок прочитан заново: план теперь с {period.starts_on:%d.%m.%Y} по {period.ends_on:%d.%m.%Y}"
    write_measures(changed, Deed(deed.person, deed.moment, why))


def _has_other_days(roadmap: Roadmap, period: Period) -> bool:
    return (roadmap.starts_on, roadmap.ends_on) != (period.starts_on, period.ends_on)


@transaction.atomic
def send_to_review(roadmap: Roadmap, person: Person) -> None:
    """Ask experts for their remarks.

    Raises:
        RefusedError: the state does not allow it, nothing is planned, or a required section says nothing.
    """
    require_step(roadmap, PlanState.REVIEW)
    if not roadmap.measures.filter(trashed_at__isnull=True).exists():
        raise RefusedError("В плане нет ни одного мероприятия: проверять нечего. Добавьте мероприятия.")
    missing = missing_sections(roadmap)
    if missing:
        names = "; ".join(f"«{title}»" for title in missing)
        raise RefusedError(f"Обязательные разделы не заполнены: {names}. Напишите их, потом отправьте на проверку.")
    _go(roadmap, PlanState.REVIEW, person, "отправлен на проверку")


@transaction.atomic
def return_to_draft(roadmap: Roadmap, why: str, person: Person) -> None:
    """Take the plan back from review; remarks stay.

    Raises:
        RefusedError: the state does not allow it.
    """
    require_step(roadmap, PlanState.DRAFT)
    _go(roadmap, PlanState.DRAFT, person, f"возвращён в черновик: {why}")


@transaction.atomic
def approve_plan(roadmap: Roadmap, order: Order, person: Person, moment: dt.datetime) -> PlanEdition:
    """Approve the plan, or its amendment, by an order: its edition is kept whole and comes into force.

    Raises:
        RefusedError: the state does not allow it, the amendment changes nothing, or experts' remarks have no answer and
            nobody has said why the plan is approved with them.
    """
    require_step(roadmap, PlanState.APPROVED)
    unanswered = _unanswered(roadmap, order)
    before, plan = last_edition(roadmap), plan_of(roadmap)
    beside = changes_beside(roadmap)
    if before is not None and not beside and not differences(edition_plan(before), plan):
        raise RefusedError("Изменение ничего не меняет: исправьте план или откажитесь от изменения.")
    edition = keep_edition(roadmap, plan, order, Deed(person, moment), beside)
    PlanAmendment.objects.filter(roadmap=roadmap).delete()
    what = f"утверждено изменение № {edition.number}" if edition.number else "утверждён"
    _go(roadmap, PlanState.APPROVED, person, f"{what} приказом от {order.date:%d.%m.%Y} № {order.number}{unanswered}")
    plan_approved.send(Roadmap, roadmap=roadmap, edition=edition, person=person, moment=moment)
    return edition


def keep_edition(
    roadmap: Roadmap, plan: Plan, order: Order, deed: Deed, beside: Sequence[dict[str, Any]] = ()
) -> PlanEdition:
    """Keep a plan whole as a paper approved it: its next edition."""
    before = last_edition(roadmap)
    if before is None:
        plan = plan.model_copy(update={"approval": order_words(roadmap, order.number, order.date)})
    return PlanEdition.objects.create(
        roadmap=roadmap, number=0 if before is None else before.number + 1, plan=plan.model_dump(mode="json"),
        order_number=order.number, order_date=order.date, scan=order.scan, scan_name=order.scan_name, why=order.why,
        beside=list(beside), approved_by=deed.person, approved_at=deed.moment,
    )  # fmt: skip


def _unanswered(roadmap: Roadmap, order: Order) -> str:
    """Return for the journal how many remarks stay without an answer, and why the plan is approved with them."""
    count = unanswered_remarks(roadmap).count()
    if not count:
        return ""
    if not order.despite.strip():
        raise RefusedError(
            f"Замечаний экспертов без ответа – {count}. Ответьте на каждое или напишите, почему план утверждается с "
            f"замечаниями."
        )
    return f"; утверждён с замечаниями без ответа ({count}): {order.despite.strip()}"


@transaction.atomic
def begin_amendment(roadmap: Roadmap, why: str, person: Person) -> None:
    """Open an approved plan for an amendment; until it is approved the last edition stays in force.

    Raises:
        RefusedError: the state does not allow it.
    """
    require_step(roadmap, PlanState.AMENDED)
    _go(roadmap, PlanState.AMENDED, person, f"начато изменение: {why}")
    PlanAmendment.objects.create(roadmap=roadmap, rows=rows_of(roadmap), why=why)


@transaction.atomic
def drop_amendment(roadmap: Roadmap, deed: Deed) -> None:
    """Make the plan again what it was before the amendment; what was reached meanwhile stays known.

    Raises:
        RefusedError: the plan is not being amended, or signed minutes have made tasks of rows of the amendment.
    """
    amendment = PlanAmendment.objects.select_for_update().filter(roadmap=roadmap).first()
    if roadmap.state != PlanState.AMENDED or amendment is None:
        raise RefusedError("План сейчас не изменяют: возвращаться не от чего.")
    before = [row["id"] for row in amendment.rows[RoadmapMeasure.__name__]]
    if _has_tasks(roadmap.measures.exclude(pk__in=before)):
        raise RefusedError(
            "В изменение вписаны решения подписанных протоколов, по ним уже идут дела. Снимите остальные правки и "
            "утвердите изменение приказом."
        )
    why = f"отказ от изменения: {deed.why}"
    _go(roadmap, PlanState.APPROVED, deed.person, why)
    bring_back(roadmap, amendment, Deed(deed.person, deed.moment, why))
    amendment.delete()
    roadmap.refresh_from_db()


@transaction.atomic
def end_plan(roadmap: Roadmap, why: str, person: Person) -> None:
    """Say that the plan is over.

    Raises:
        RefusedError: the state does not allow it.
    """
    require_step(roadmap, PlanState.ENDED)
    _go(roadmap, PlanState.ENDED, person, f"завершён: {why}")


def _go(roadmap: Roadmap, state: PlanState, person: Person, why: str) -> None:
    roadmap.state = state
    save_change(roadmap, person, why, opened_version=roadmap.version)


@transaction.atomic
def attach_order(edition: PlanEdition, stored: tuple[str, str], person: Person) -> None:
    """Attach the signed order of an edition; the edition's plan never changes, an earlier file of the order is kept."""
    kept = PlanEdition.objects.select_for_update().get(pk=edition.pk)
    if kept.scan and kept.scan != stored[0]:
        kept.earlier_scans = [*kept.earlier_scans, [kept.scan, kept.scan_name]]
    kept.scan, kept.scan_name = stored
    kept.save(update_fields=("scan", "scan_name", "earlier_scans"))
    save_change(edition.roadmap, person, f"к редакции «{edition}» приложен приказ: {stored[1]}")


@transaction.atomic
def trash_roadmap(roadmap: Roadmap, person: Person, moment: dt.datetime) -> None:
    """Put a plan that no order has approved into the trash.

    Raises:
        RefusedError: an order approves it, or signed minutes have made tasks of its rows.
    """
    if PlanEdition.objects.filter(roadmap=roadmap).exists():
        raise RefusedError("План утверждён приказом, в корзину его не убирают. Его можно завершить.")
    if _has_tasks(roadmap.measures.all()):
        raise RefusedError("В плане решения подписанных протоколов, по ним уже идут дела: в корзину его не убирают.")
    roadmap.trashed_at = moment
    save_change(roadmap, person, "убран в корзину", opened_version=roadmap.version)


def _has_tasks(measures: QuerySet[RoadmapMeasure]) -> bool:
    """Tell whether people already do some of these measures: in a plan no order has approved they are decisions."""
    return measures.filter(
        trashed_at__isnull=True, occurrences__trashed_at__isnull=True, occurrences__isnull=False
    ).exists()


@transaction.atomic
def restore_roadmap(roadmap: Roadmap, person: Person) -> None:
    """Bring a plan back from the trash."""
    roadmap.trashed_at = None
    save_change(roadmap, person, "возвращён из корзины", opened_version=roadmap.version)


@transaction.atomic
def set_template(roadmap: Roadmap, person: Person, *, is_template: bool) -> None:
    """Make a draft a template to copy from, or a plan again.

    Raises:
        RefusedError: it is no draft.
    """
    if roadmap.state != PlanState.DRAFT:
        raise RefusedError("Образцом делают черновик. Скопируйте план, потом сделайте образцом копию.")
    roadmap.is_template = is_template
    save_change(roadmap, person, "стал образцом" if is_template else "больше не образец")
