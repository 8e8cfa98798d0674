"""Deeds upon lists: made, discussed, approved, withdrawn; each leaves its author and reason in the journal."""

import datetime as dt
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from opora.tables.identification import ON_THE_LIST, Identification, IdentifiedSchool
from opora_web.accounts.history import ChangedMeanwhileError, save_change
from opora_web.accounts.models import Organisation, OrganisationKind, Person
from opora_web.facts import Facts
from opora_web.programme.identification.models import (
    ListBasis,
    ListEntry,
    ListState,
    SchoolAnswer,
    SchoolList,
    Track,
)
from opora_web.programme.identification.preview import Run
from opora_web.programme.identification.queries import entries_of, included_codes, previous_approved
from opora_web.programme.identification.rules import (
    RefusedError,
    proposed_track,
    require_open,
    require_step,
    rule_includes,
    takes_answers,
)


@transaction.atomic
def make_list(run: Run, person: Person, moment: dt.datetime) -> SchoolList:
    """Save a run as a draft: every school on the list, at risk or gone from it is copied with its finding.

    Raises:
        YearMissingError: the release has no results of that year.
        AuthorityFileMissingError: there is no such rule set.
    """
    answer = run.answer()
    frame = answer.model_dump(mode="json")
    schools = frame.pop("schools")
    made = SchoolList(
        organisation=run.organisation, year=run.year, rules=run.rules, rules_title=answer.rules_title,
        release=run.facts.number, answer=frame, made_by=person, made_at=moment,
    )  # fmt: skip
    save_change(made, person, "список составлен")
    ListBasis.objects.create(school_list=made, schools=schools)
    bulk_create_with_history(
        _entries(made, answer, run.facts), ListEntry, default_user=person, default_change_reason="из выпуска"
    )
    return made


def _entries(made: SchoolList, answer: Identification, facts: Facts) -> list[ListEntry]:
    before = included_codes(previous_approved(made.organisation, made.year, made))
    known = _organisations([one.school for one in answer.schools])
    return [
        _entry(made, one, known[one.school], facts)
        for one in answer.schools
        if one.school in known and _is_considered(one, before)
    ]


def _is_considered(one: IdentifiedSchool, before: set[str]) -> bool:
    return one.status in ON_THE_LIST | {"at-risk"} or one.movement == "left" or one.school in before


def _organisations(codes: list[str]) -> dict[str, Organisation]:
    return {
        str(one.code): one
        for one in Organisation.objects.filter(kind=OrganisationKind.SCHOOL, trashed_at__isnull=True)
        if one.code in set(codes)
    }


def _entry(made: SchoolList, one: IdentifiedSchool, school: Organisation, facts: Facts) -> ListEntry:
    track, reasons = proposed_track(facts.conditions.get(one.school))
    return ListEntry(
        school_list=made, school=school, finding=one.model_dump(mode="json"), status=one.status,
        listed=one.listed or "", is_included=one.status in ON_THE_LIST, proposed_track=track, track_reasons=reasons,
        track=track,
    )  # fmt: skip


# --- the way of a list ------------------------------------------------------------------------------------------


@transaction.atomic
def discuss_list(school_list: SchoolList, until: dt.date, person: Person, today: dt.date) -> None:
    """Show the list to its schools, who may answer until a day.

    Raises:
        RefusedError: the state does not allow it, the day has passed, or nobody is on the list.
    """
    require_step(school_list, ListState.DISCUSSED)
    if until < today:
        raise RefusedError("Последний день ответов уже прошёл. Назовите сегодняшний или более поздний день.")
    _require_schools(school_list, "обсуждать")
    school_list.state, school_list.answers_until = ListState.DISCUSSED, until
    save_change(school_list, person, "отправлен школам на обсуждение", opened_version=school_list.version)


def _require_schools(school_list: SchoolList, deed: str) -> None:
    if not school_list.entries.filter(is_included=True).exists():
        raise RefusedError(f"В списке нет ни одной школы: {deed} нечего.")


@transaction.atomic
def return_to_draft(school_list: SchoolList, why: str, person: Person) -> None:
    """Take the list back from its schools; their answers stay.

    Raises:
        RefusedError: the state does not allow it.
    """
    require_step(school_list, ListState.DRAFT)
    school_list.state, school_list.answers_until = ListState.DRAFT, None
    save_change(school_list, person, f"возвращён в черновик: {why}", opened_version=school_list.version)


@transaction.atomic
def approve_list(school_list: SchoolList, order: tuple[str, dt.date], person: Person, moment: dt.datetime) -> None:
    """Approve the list by an order.

    Args:
        school_list: a list that has been discussed.
        order: its number and date.
        person: who approves.
        moment: now.

    Raises:
        RefusedError: the state does not allow it, or nobody is on the list.
    """
    require_step(school_list, ListState.APPROVED)
    _require_schools(school_list, "утверждать")
    school_list.state = ListState.APPROVED
    school_list.order_number, school_list.order_date = order
    school_list.approved_by, school_list.approved_at = person, moment
    why = f"утверждён приказом от {order[1]:%d.%m.%Y} № {order[0]}"
    save_change(school_list, person, why, opened_version=school_list.version)


@transaction.atomic
def withdraw_list(school_list: SchoolList, why: str, person: Person) -> None:
    """Withdraw the list; what was opened on it stays.

    Raises:
        RefusedError: the state does not allow it.
    """
    require_step(school_list, ListState.WITHDRAWN)
    school_list.state, school_list.withdrawn_because = ListState.WITHDRAWN, why
    save_change(school_list, person, f"отозван: {why}", opened_version=school_list.version)


@transaction.atomic
def trash_list(school_list: SchoolList, person: Person, moment: dt.datetime) -> None:
    """Put a draft or a withdrawn list into the trash.

    Raises:
        RefusedError: schools know of the list, or an order approves it.
    """
    if school_list.state not in {ListState.DRAFT, ListState.WITHDRAWN}:
        raise RefusedError("В корзину убирают черновики и отозванные списки. Сначала верните список или отзовите его.")
    school_list.trashed_at = moment
    save_change(school_list, person, "убран в корзину", opened_version=school_list.version)


@transaction.atomic
def restore_list(school_list: SchoolList, person: Person) -> None:
    """Bring a list back from the trash."""
    school_list.trashed_at = None
    save_change(school_list, person, "возвращён из корзины", opened_version=school_list.version)


@transaction.atomic
def attach_order(school_list: SchoolList, stored: tuple[str, str], person: Person) -> None:
    """Attach the signed order, kept before; a later one takes the place of the earlier.

    Raises:
        RefusedError: no order approves the list.
    """
    if school_list.state != ListState.APPROVED:
        raise RefusedError("Подписанный приказ прикладывают к утверждённому списку.")
    school_list.order_scan, school_list.order_scan_name = stored
    save_change(school_list, person, f"приложен приказ: {stored[1]}", opened_version=school_list.version)


# --- places on a list -------------------------------------------------------------------------------------------


@transaction.atomic
def decide_entry(
    entry: ListEntry, why: str, person: Person, *, is_included: bool, opened_version: int | None = None
) -> None:
    """Take a school off the list or put it on; against the rule's word only with a reason.

    Raises:
        RefusedError: the list is not open, or the reason is missing.
        ChangedMeanwhileError: somebody else decided meanwhile.
    """
    require_open(entry.school_list)
    if is_included != rule_includes(entry) and not why.strip():
        raise RefusedError(
            "Решение иначе, чем правило, нужно обосновать: основание увидят школа и все, кто видит список."
        )
    entry.is_included, entry.reason = is_included, why.strip()
    word = "включена" if is_included else "исключена"
    save_change(entry, person, f"{word}: {entry.reason or 'по правилу'}", opened_version=opened_version)


@transaction.atomic
def put_school_on(school_list: SchoolList, school: Organisation, why: str, person: Person, facts: Facts) -> ListEntry:
    """Put a school on the list that the rule did not consider; its finding is copied like the others'.

    Args:
        school_list: an open list.
        school: a school of the list's organisation.
        why: the reason.
        person: who decides.
        facts: the release the list was made of, for the school's conditions.

    Raises:
        RefusedError: the list is not open, the reason is missing, or nothing was known of the school.
    """
    require_open(school_list)
    if not why.strip():
        raise RefusedError("Чтобы включить школу вопреки правилу, назовите основание.")
    found = next((one for one in school_list.basis.schools if one["school"] == school.code), None)
    if found is None:
        raise RefusedError("Когда составляли список, об этой школе в выпуске не было сведений.")
    entry = _entry(school_list, IdentifiedSchool.model_validate(found), school, facts)
    entry.is_included, entry.reason = True, why.strip()
    save_change(entry, person, f"включена: {entry.reason}")
    return entry


@transaction.atomic
def choose_track(entry: ListEntry, track: Track, why: str, person: Person, opened_version: int | None = None) -> None:
    """Decide in which conditions a school works; otherwise than the data say only with a reason.

    Raises:
        RefusedError: the list is withdrawn or in the trash, or the reason is missing.
        ChangedMeanwhileError: somebody else decided meanwhile.
    """
    if entry.school_list.state == ListState.WITHDRAWN or entry.school_list.trashed_at is not None:
        raise RefusedError("Список отозван: решать об условиях поздно.")
    if track != entry.proposed_track and not why.strip():
        raise RefusedError("Решение об условиях иначе, чем по данным, нужно обосновать.")
    entry.track, entry.track_reason = track, why.strip()
    save_change(entry, person, f"условия: {Track(track).label}. {why}".strip(), opened_version=opened_version)


# --- answers ----------------------------------------------------------------------------------------------------


@transaction.atomic
def answer_for_school(entry: ListEntry, said: dict[str, Any], person: Person, moment: dt.datetime) -> SchoolAnswer:
    """Keep what a school answers; until the last day it may answer anew.

    Args:
        entry: the school's place on a list.
        said: `agrees`, `text` and – where an answer was there when the person began – its `version`.
        person: who answers for the school.
        moment: now, in the site's time zone.

    Raises:
        RefusedError: answers are not taken, or an objection says nothing.
        ChangedMeanwhileError: a colleague answered meanwhile.
    """
    if not takes_answers(entry.school_list, moment.date()):
        raise RefusedError("Ответы школ по этому списку не принимаются: срок прошёл или обсуждение закончено.")
    if not said["agrees"] and not said["text"].strip():
        raise RefusedError("Напишите, с чем школа не согласна и что нужно перепроверить.")
    kept = SchoolAnswer.objects.select_for_update().filter(entry=entry).first()
    if kept is not None and kept.version != said.get("version"):
        raise ChangedMeanwhileError(kept)
    kept = kept or SchoolAnswer(entry=entry)
    kept.agrees, kept.text = said["agrees"], said["text"].strip()
    kept.author, kept.written_at = person, moment
    save_change(
        kept, person, "школа согласна" if kept.agrees else "школа возражает", opened_version=said.get("version")
    )
    return kept


@transaction.atomic
def reply_to(answer: SchoolAnswer, text: str, person: Person, moment: dt.datetime, opened_version: int) -> None:
    """Reply to a school's answer.

    Raises:
        RefusedError: the reply says nothing.
        ChangedMeanwhileError: the school or a colleague wrote meanwhile.
    """
    if not text.strip():
        raise RefusedError("Напишите ответ школе.")
    answer.reply, answer.replied_by, answer.replied_at = text.strip(), person, moment
    save_change(answer, person, "ответ школе", opened_version=opened_version)


def included_entries(school_list: SchoolList) -> list[ListEntry]:
    """Return the places of the schools that are on the list."""
    return list(entries_of(school_list).filter(is_included=True))
