"""Deeds upon tasks of plans: said to be done, put off, handed over, taken back. Time and author are arguments."""

import datetime as dt
from typing import Any

from django.db import transaction

from opora_web.accounts.history import save_change
from opora_web.accounts.models import Person
from opora_web.programme.execution.models import Delay, Evidence, Occurrence, OccurrenceState
from opora_web.programme.execution.rules import missing_proofs, require_asked, require_to_do
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.amendment import show_in_force


@transaction.atomic
def declare_done(task: Occurrence, said: dict[str, Any], person: Person, moment: dt.datetime) -> None:
    """Say that a task is done; it is proven once everything its expected result names is accepted.

    Args:
        task: the task.
        said: `said` – what was done; `delay` – why later than its day, where it is; `version` the person saw.
        person: who says it.
        moment: now, in the site's time zone.

    Raises:
        RefusedError: it is done already or not asked for, the words are missing, or so is the reason for the delay.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_to_do(task)
    if not said["said"].strip():
        raise RefusedError("Напишите, что сделано: одного слова «сделано» мало.")
    explain_lateness(task, said.get("delay", ""), person, moment)
    task.state, task.said = OccurrenceState.DECLARED, said["said"].strip()
    task.declared_by, task.declared_at = person, moment
    save_change(task, person, "заявлено: сделано", opened_version=said["version"])
    weigh_proofs(task, person, moment)


def explain_lateness(task: Occurrence, reason: str, person: Person, moment: dt.datetime) -> None:
    """Keep why a task is late, where its day has passed; once explained, the day is explained.

    Raises:
        RefusedError: it is late and nobody has said why.
    """
    if moment.date() <= task.due_on or task.delays.filter(due_before=task.due_on).exists():
        return
    if not reason.strip():
        raise RefusedError(f"Срок был {task.due_on:%d.%m.%Y}: напишите, почему сделано позже.")
    Delay.objects.create(occurrence=task, person=person, at=moment, due_before=task.due_on, reason=reason.strip())


def weigh_proofs(task: Occurrence, person: Person | None, moment: dt.datetime) -> None:
    """Bring a task's state in step with its evidence: what is declared is proven when nothing is missing.

    The task is locked first: of two who accept its last two artefacts at once, the second sees the first's.
    """
    Occurrence.objects.select_for_update().values_list("pk").get(pk=task.pk)
    task.refresh_from_db(fields=("state", "proven_at", "version"))
    show_in_force([task.measure])
    missing = missing_proofs(task, Evidence.objects.filter(occurrence=task))
    if task.state == OccurrenceState.DECLARED and not missing:
        task.state, task.proven_at = OccurrenceState.PROVEN, moment
        save_change(task, person, "подтверждено: всё, что назвал план, принято")
    elif task.state == OccurrenceState.PROVEN and missing:
        task.state, task.proven_at = OccurrenceState.DECLARED, None
        save_change(task, person, f"больше не подтверждено: {'; '.join(missing)}")


@transaction.atomic
def take_back(task: Occurrence, why: str, person: Person) -> None:
    """Take a declaration back: the task is to do again, its evidence stays.

    Raises:
        RefusedError: nothing was declared, or the reason is missing.
    """
    require_asked(task)
    if not task.is_settled:
        raise RefusedError("О выполнении ещё не заявлено: возвращать нечего.")
    if not why.strip():
        raise RefusedError("Напишите, почему дело возвращается в работу.")
    task.state, task.declared_by, task.declared_at, task.proven_at = OccurrenceState.TO_DO, None, None, None
    save_change(task, person, f"возвращено в работу: {why.strip()}", opened_version=task.version)


@transaction.atomic
def postpone(task: Occurrence, said: dict[str, Any], person: Person, moment: dt.datetime) -> None:
    """Put a task off, with a reason; the plan's own days stay beside it, and the delay is kept for good.

    Args:
        task: the task.
        said: `due_on` – the new day; `reason`; `version` the person saw.
        person: who does so.
        moment: now, in the site's time zone.

    Raises:
        RefusedError: the day is not later, lies in the past or behind the plan, or the reason is missing.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_to_do(task)
    day, ends_on = said["due_on"], task.measure.roadmap.ends_on
    if day <= task.due_on or day < moment.date():
        raise RefusedError(f"Новый срок должен быть позже прежнего ({task.due_on:%d.%m.%Y}) и не в прошлом.")
    if day > max(ends_on, task.edition_due_on):
        raise RefusedError(f"План действует до {ends_on:%d.%m.%Y}: перенести дальше может только изменение плана.")
    if not said["reason"].strip():
        raise RefusedError("Перенос без причины не записывается: напишите почему.")
    Delay.objects.create(
        occurrence=task, person=person, at=moment, due_before=task.due_on, due_after=day, reason=said["reason"].strip()
    )
    task.due_on = day
    save_change(task, person, f"срок перенесён: {said['reason'].strip()}", opened_version=said["version"])


@transaction.atomic
def hand_over(task: Occurrence, said: dict[str, Any], person: Person) -> None:
    """Hand a task over to somebody else, or to nobody.

    Args:
        task: the task.
        said: `owner` – a person or None; `why`; `version` the person saw.
        person: who does so.

    Raises:
        RefusedError: it was cancelled, or the new owner may not come in.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_asked(task)
    owner: Person | None = said["owner"]
    if owner is not None and not owner.is_active:
        raise RefusedError("Учётная запись закрыта. Сначала пригласите человека снова.")
    task.owner = owner
    words = f"отвечает {owner}" if owner else "ответственный не назван"
    save_change(task, person, ". ".join(filter(None, (words, said["why"].strip()))), opened_version=said["version"])
