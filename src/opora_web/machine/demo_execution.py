"""Execution of plans in the demo: most of what was due is done, some proven, some late with a reason, some refused."""

import datetime as dt
from collections.abc import Sequence

from opora_web.accounts.models import Person
from opora_web.machine.demo_life import Story
from opora_web.programme.execution.actions import declare_done, hand_over, postpone
from opora_web.programme.execution.artefacts import named_artefacts
from opora_web.programme.execution.models import Evidence, EvidenceKind, Occurrence, OccurrenceState
from opora_web.programme.execution.proof_actions import accept_evidence, attach_evidence, refuse_evidence

#: What people say of what was done, by turns.
_SAID = (
    "Провели по плану, участвовали все, кого приглашали.",
    "Сделано: обсудили на совещании, решения записаны.",
    "Провели в двух параллелях, разобрали затруднения с учителями.",
)
_PROVES = {
    EvidenceKind.ORDER: "Решение принято и доведено до школ",
    EvidenceKind.MINUTES: "Вопрос обсуждён, решения и сроки названы",
    EvidenceKind.NOTE: "Работа проведена, выводы и рекомендации записаны",
    EvidenceKind.ATTENDANCE: "Учителя участвовали в практикуме",
    EvidenceKind.LESSON_CARD: "Уроки посещены и разобраны с учителем",
    EvidenceKind.BEFORE_AFTER: "Доля не справившихся с пробной работой снизилась, %",
}
_LATE = "Переносили из-за муниципального этапа олимпиады"


def execute_plans(story: Story) -> None:
    """Let the people do what their plans asked for until now, each deed on its day."""
    today = story.now.date()
    _postponed(story, today)
    asked = Occurrence.objects.filter(
        state=OccurrenceState.TO_DO, due_on__lt=today, measure__roadmap__is_template=False
    )  # fmt: skip
    tasks = asked.select_related("measure", "measure__roadmap", "owner").order_by("due_on", "pk")
    for number, task in enumerate(tasks):
        _done(task, number, story)


def _postponed(story: Story, today: dt.date) -> None:
    """Put one task that is due soon off by two weeks, and name who answers for one that nobody answers for."""
    ahead = Occurrence.objects.filter(state=OccurrenceState.TO_DO, due_on__gte=today).select_related(
        "measure", "measure__roadmap"
    )
    soon = ahead.order_by("due_on", "pk").first()
    if soon is not None and soon.due_on + dt.timedelta(days=14) <= soon.measure.roadmap.ends_on:
        said = {"due_on": soon.due_on + dt.timedelta(days=14), "reason": _LATE, "version": soon.version}
        postpone(soon, said, story.people["coordinator"], story.days_ago(3))
    free = ahead.filter(owner__isnull=True, school__isnull=True).order_by("due_on", "pk").first()
    if free is not None:
        said = {"owner": story.people["methodologist"], "why": "ведёт это направление", "version": free.version}
        hand_over(free, said, story.people["coordinator"])


def _done(task: Occurrence, number: int, story: Story) -> None:
    """Do one task: every seventh is left overdue, every fifth was late, every sixth has its proof refused."""
    if number % 7 == 6:  # noqa: PLR2004 - any one of seven
        return
    who = task.owner or story.people["coordinator"]
    late = 4 if number % 5 == 4 else -2  # noqa: PLR2004 - any one of five
    moment = min(dt.datetime.combine(task.due_on + dt.timedelta(days=late), story.now.timetz()), story.days_ago(1))
    said = {"said": _SAID[number % len(_SAID)], "delay": _LATE if late > 0 else "", "version": task.version}
    declare_done(task, said, who, moment)
    if number % 4 != 3:  # noqa: PLR2004 - every fourth has nothing attached yet
        for proof in _proofs(task, number, who, moment):
            _decided(proof, number, story, moment)


def _proofs(task: Occurrence, number: int, who: Person, moment: dt.datetime) -> Sequence[Evidence]:
    """Attach everything the plan names, as papers with a number and a day."""
    kinds = named_artefacts(task.measure) or (EvidenceKind.OTHER,)
    return [
        attach_evidence(task, _paper(kind, number, moment), ("", ""), who, moment + dt.timedelta(minutes=part))
        for part, kind in enumerate(kinds, start=5)
    ]


def _paper(kind: EvidenceKind, number: int, moment: dt.datetime) -> dict[str, object]:
    paper: dict[str, object] = {
        "kind": kind, "proves": _PROVES.get(kind, "Работа проведена"), "number": f"{number + 12}-о",
        "dated": moment.date(),
    }  # fmt: skip
    if kind == EvidenceKind.BEFORE_AFTER:
        paper |= {"before": 31.0, "after": 22.5}
    return paper


def _decided(proof: Evidence, number: int, story: Story, moment: dt.datetime) -> None:
    """Accept or refuse as somebody who may: never the author, nor who answers for the task."""
    own = {proof.author_id, proof.occurrence.owner_id, proof.occurrence.declared_by_id}
    judges = [story.people[name] for name in ("coordinator", "methodologist", "analyst")]
    judge = next(person for person in judges if person.pk not in own)
    day = min(moment + dt.timedelta(days=2), story.now)
    if number % 6 == 5:  # noqa: PLR2004 - every sixth
        refuse_evidence(proof, "На документе нет подписи: приложите подписанный.", judge, day)
    elif number % 6 != 4:  # noqa: PLR2004 - every sixth waits
        proof.refresh_from_db()
        accept_evidence(proof, judge, day)
