"""Deeds upon cases: opened, led through phases, paused, assessed, visited, given curators."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from opora_web.accounts.actions import appoint, end_post
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person, Post, PostKind
from opora_web.facts import Facts, rules_named
from opora_web.programme.case.models import (
    Case,
    CaseNote,
    CaseStatus,
    CaseTask,
    Direction,
    Phase,
    Rag,
    TaskStatus,
)
from opora_web.programme.case.queries import HELPERS
from opora_web.programme.case.rules import (
    BACK,
    days_from,
    gate_missing,
    next_phase,
    plan_in_force,
    require_running,
    years_from,
)
from opora_web.programme.identification.models import ListEntry, ListState
from opora_web.programme.identification.rules import RefusedError, proposed_track


@transaction.atomic
def open_cases(entries: Iterable[ListEntry], person: Person, moment: dt.datetime) -> int:
    """Take the schools of an approved list on; a school that has an open case is left as it is.

    Args:
        entries: places on approved lists.
        person: who takes them on.
        moment: now, in the site's time zone.

    Returns:
        How many cases were opened.
    """
    opened = 0
    for entry in entries:
        if entry.school_list.state != ListState.APPROVED or not entry.is_included or _has_case(entry.school):
            continue
        whole = entry.school_list
        case = Case(
            school=entry.school, entry=entry, finding=entry.finding, year=whole.year, rules=whole.rules,
            rules_title=whole.rules_title, release=whole.release, track=entry.track,
        )  # fmt: skip
        _begin(case, person, moment, f"по приказу от {whole.order_date:%d.%m.%Y} № {whole.order_number}")
        opened += 1
    return opened


@transaction.atomic
def open_case(school: Organisation, run: tuple[Facts, int, str], person: Person, moment: dt.datetime) -> Case:
    """Take one school on by a finding of a release, without a list.

    Args:
        school: the school.
        run: release, year and rule set of the finding.
        person: who takes it on.
        moment: now, in the site's time zone.

    Raises:
        RefusedError: the school has an open case, or the release does not know it.
    """
    facts, year, rules = run
    if _has_case(school):
        raise RefusedError("Школа уже на сопровождении: откройте её дело.")
    found = facts.identified(year, rules).get(str(school.code)) if year in facts.years else None
    if found is None:
        raise RefusedError("В выпуске нет сведений об этой школе: взять её на сопровождение по данным нельзя.")
    case = Case(
        school=school, finding=found.model_dump(mode="json"), year=year, rules=rules,
        rules_title=rules_named(rules).title, release=facts.number,
        track=proposed_track(facts.conditions.get(found.school))[0],
    )  # fmt: skip
    _begin(case, person, moment, "по выводу")
    return case


def _has_case(school: Organisation) -> bool:
    return Case.objects.filter(school=school, closed_at__isnull=True, trashed_at__isnull=True).exists()


def _begin(case: Case, person: Person, moment: dt.datetime, why: str) -> None:
    case.opened_by, case.opened_at, case.phase_since = person, moment, moment.date()
    save_change(case, person, f"взята на сопровождение {why}")
    _add_tasks(case, person)


def _add_tasks(case: Case, person: Person) -> None:
    for position, task in enumerate(plan_in_force().tasks_of(case.phase)):
        added = CaseTask(
            case=case, phase=case.phase, round=case.round, position=position, title=task.title, who=task.who,
            proof=task.proof, is_gate=task.gate, due_on=days_from(case.phase_since, task.days),
        )  # fmt: skip
        save_change(added, person, "из порядка сопровождения")


# --- the way through phases -------------------------------------------------------------------------------------


@transaction.atomic
def advance_case(case: Case, why: str, person: Person, moment: dt.datetime) -> None:
    """Lead the case into the next phase; after the last it is closed.

    Raises:
        RefusedError: the gate is shut, the case is paused or closed, or watching is not over.
    """
    require_running(case)
    missing = gate_missing(case, case.tasks.all())
    if missing:
        raise RefusedError(f"До следующего этапа не сделано: {'; '.join(task.title for task in missing)}.")
    following = next_phase(case)
    if following is None:
        _close(case, why, person, moment)
        return
    if following == Phase.WATCH and not why.strip():
        raise RefusedError("Выход из сопровождения – решение человека: напишите его основание.")
    _enter(case, following, person, moment.date(), why)


def _enter(case: Case, phase: Phase, person: Person, today: dt.date, why: str) -> None:
    case.phase, case.phase_since = phase, today
    case.watch_until = years_from(today, plan_in_force().watch_years) if phase == Phase.WATCH else None
    save_change(case, person, f"этап «{phase.label}». {why}".strip(), opened_version=case.version)
    _add_tasks(case, person)


def _close(case: Case, why: str, person: Person, moment: dt.datetime) -> None:
    if case.watch_until is not None and moment.date() <= case.watch_until:
        raise RefusedError(f"Наблюдение идёт до {case.watch_until:%d.%m.%Y}: завершить дело можно после этого дня.")
    _end(case, why, person, moment)


@transaction.atomic
def end_case(case: Case, why: str, person: Person, moment: dt.datetime) -> None:
    """End the case of a school that was closed or joined to another, in whatever phase it is.

    Raises:
        RefusedError: the school works on, or the case is closed already.
    """
    if not case.school.is_dropped or case.closed_at is not None:
        raise RefusedError("Завершить раньше можно только дело школы, исключённой из реестра.")
    _end(case, why, person, moment)


def _end(case: Case, why: str, person: Person, moment: dt.datetime) -> None:
    case.closed_at, case.closed_because = moment, why.strip()
    save_change(case, person, f"сопровождение завершено. {why}".strip(), opened_version=case.version)


@transaction.atomic
def return_case(case: Case, phase: Phase, why: str, person: Person, today: dt.date) -> None:
    """Lead the case back: its tasks are asked anew, the old ones stay in the story.

    Raises:
        RefusedError: from here a case does not go back there, or it is paused or closed.
    """
    require_running(case)
    if phase not in BACK.get(Phase(case.phase), ()):
        raise RefusedError("С этого этапа туда не возвращаются.")
    case.round += 1
    _enter(case, phase, person, today, f"возвращено: {why}")


@transaction.atomic
def pause_case(case: Case, why: str, person: Person, moment: dt.datetime) -> None:
    """Pause the case: until it is resumed it can only be read.

    Raises:
        RefusedError: it is paused or closed already.
    """
    require_running(case)
    case.paused_at, case.pause_reason = moment, why
    save_change(case, person, f"приостановлено: {why}", opened_version=case.version)


@transaction.atomic
def resume_case(case: Case, person: Person, moment: dt.datetime) -> None:
    """Resume the case; days of the tasks that are still to do move by as many days as the pause lasted.

    Raises:
        RefusedError: it is not paused.
    """
    if case.paused_at is None:
        raise RefusedError("Сопровождение не приостановлено.")
    pause = moment - case.paused_at
    case.paused_at, case.pause_reason = None, ""
    save_change(case, person, f"возобновлено, пауза {pause.days} дн.", opened_version=case.version)
    for task in case.tasks.filter(status=TaskStatus.TO_DO):
        if task.due_on is None:
            continue
        task.due_on = days_from(task.due_on, pause.days)
        save_change(task, person, f"срок сдвинут на паузу: {pause.days} дн.")


@transaction.atomic
def assess_case(case: Case, said: dict[str, Any], person: Person, moment: dt.datetime) -> None:
    """Say how the case goes, why, and whither it moves: one more line of its timeline.

    Args:
        case: the case.
        said: `rag`, `direction`, `reason`, and the `version` the person saw.
        person: who says it.
        moment: now.

    Raises:
        RefusedError: the case is paused or closed, or the reason is missing.
        ChangedMeanwhileError: somebody else changed the case meanwhile.
    """
    require_running(case)
    if not said["reason"].strip():
        raise RefusedError("Состояние без причины ничего не говорит: напишите почему.")
    case.rag, case.direction, case.rag_reason = Rag(said["rag"]), Direction(said["direction"]), said["reason"].strip()
    words = f"{Rag(said['rag']).label}, {Direction(said['direction']).label}: {case.rag_reason}"
    save_change(case, person, words, opened_version=said["version"])
    CaseStatus.objects.create(
        case=case, at=moment, person=person, rag=case.rag, direction=case.direction, reason=case.rag_reason
    )


# --- tasks, contacts, people ------------------------------------------------------------------------------------


@transaction.atomic
def change_task(task: CaseTask, said: dict[str, Any], person: Person) -> None:
    """Change a task: how far it is, its day, who answers for it, what was done.

    Raises:
        RefusedError: the case is paused or closed, or «not needed» has no reason.
        ChangedMeanwhileError: somebody else changed the task meanwhile.
    """
    require_running(task.case)
    if said["status"] == TaskStatus.NOT_NEEDED and not said["note"].strip():
        raise RefusedError("Напишите, почему задача не нужна.")
    task.status, task.due_on, task.note = said["status"], said["due_on"], said["note"].strip()
    task.responsible = said.get("responsible")
    save_change(task, person, TaskStatus(task.status).label, opened_version=said["version"])


@transaction.atomic
def note_contact(case: Case, said: dict[str, Any], person: Person) -> CaseNote:
    """Record a contact with the school.

    Args:
        case: the case.
        said: `held_on`, `form`, `found`, `next_step`, and `today`.
        person: who writes.

    Raises:
        RefusedError: the case is paused or closed, or the day lies ahead.
    """
    require_running(case)
    _require_past(said)
    note = CaseNote(
        case=case, author=person, held_on=said["held_on"], form=said["form"], found=said["found"].strip(),
        next_step=said["next_step"].strip(),
    )  # fmt: skip
    save_change(note, person, "запись о встрече")
    return note


def _require_past(said: dict[str, Any]) -> None:
    if said["held_on"] > said["today"]:
        raise RefusedError("Запись – о том, что уже было: день не может быть впереди.")


@transaction.atomic
def change_note(note: CaseNote, said: dict[str, Any], person: Person) -> None:
    """Correct the record of a contact.

    Args:
        note: the record.
        said: as in `note_contact`, and the `version` the person saw.
        person: who writes.

    Raises:
        RefusedError: the case is paused or closed, or the day lies ahead.
        ChangedMeanwhileError: somebody else changed the record meanwhile.
    """
    require_running(note.case)
    _require_past(said)
    note.held_on, note.form = said["held_on"], said["form"]
    note.found, note.next_step = said["found"].strip(), said["next_step"].strip()
    save_change(note, person, "запись исправлена", opened_version=said["version"])


@transaction.atomic
def put_note_away(note: CaseNote, person: Person, moment: dt.datetime, why: str) -> None:
    """Put the record of a contact into the trash.

    Raises:
        RefusedError: the case is paused or closed.
    """
    require_running(note.case)
    note.trashed_at = moment
    save_change(note, person, why.strip() or "убрана в корзину")


@transaction.atomic
def restore_note(note: CaseNote, person: Person) -> None:
    """Bring the record of a contact back from the trash.

    Raises:
        RefusedError: the case is paused or closed.
    """
    require_running(note.case)
    note.trashed_at = None
    save_change(note, person, "возвращена из корзины")


@transaction.atomic
def add_task(case: Case, said: dict[str, Any], person: Person) -> CaseTask:
    """Add a task of the school's own to the present phase.

    Args:
        case: the case.
        said: `title`, `who`, `proof`, `due_on`, `is_gate`.
        person: who adds it.

    Raises:
        RefusedError: the case is paused or closed.
    """
    require_running(case)
    last = case.tasks.filter(phase=case.phase, round=case.round).aggregate(last=Max("position"))["last"]
    task = CaseTask(case=case, phase=case.phase, round=case.round, position=(last or 0) + 1, **said)
    save_change(task, person, "своя задача этапа")
    return task


def follow_case(case: Case, person: Person, *, is_followed: bool) -> None:
    """Put the case on a person's own list, or take it off."""
    (case.followers.add if is_followed else case.followers.remove)(person)


@transaction.atomic
def assign_helper(case: Case, helper: Person, kind: PostKind, since: dt.date, author: Person) -> Post:
    """Make somebody the school's curator or mentor; the same twice is the same.

    Raises:
        RefusedError: the kind is neither, or the person is switched off.
    """
    require_running(case)
    if kind not in HELPERS:
        raise RefusedError("Здесь назначают кураторов и наставников.")
    if not helper.is_active:
        raise RefusedError("Учётная запись закрыта. Сначала пригласите человека снова.")
    return appoint(helper, kind, case.school, since, author)


@transaction.atomic
def release_helper(case: Case, post: Post, last_day: dt.date, author: Person) -> None:
    """End a curator's or mentor's post at the school.

    Raises:
        RefusedError: the last day lies before the first.
    """
    if post.kind not in HELPERS or post.organisation_id != case.school_id:
        raise RefusedError("Это не куратор и не наставник этой школы.")
    if last_day < post.since:
        raise RefusedError("Последний день раньше первого.")
    end_post(post, last_day, author, "освобождение от сопровождения школы")
