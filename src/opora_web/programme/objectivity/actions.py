"""Deeds upon questions: asked, answered, decided, withdrawn; each leaves its author and reason in the journal."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.objectivity.models import ObjectivityQuestion, QuestionState
from opora_web.programme.objectivity.rules import QuestionRefusedError, require_answerable, require_words


@dataclass(frozen=True)
class Sign:
    """What a school is asked about: the paper and the signs, copied from one release."""

    release: int
    paper: str
    title: str
    finding: dict[str, Any]


def ask_school(
    school: Organisation, sign: Sign, words: str, person: Person, moment: dt.datetime
) -> ObjectivityQuestion:
    """Ask a school what explains the signs.

    Raises:
        QuestionRefusedError: the library does not ask for an explanation, or the school has been asked already.
    """
    if sign.finding.get("status") != "needs-explanation":
        raise QuestionRefusedError("Признаков, о которых стоит спрашивать, в этой работе нет: спрашивать не о чем.")
    asked = ObjectivityQuestion(
        school=school, release=sign.release, paper=sign.paper, title=sign.title, finding=sign.finding,
        words=words.strip(), asked_by=person, asked_at=moment,
    )  # fmt: skip
    try:
        with transaction.atomic():
            save_change(asked, person, "школу спросили")
    except IntegrityError:
        raise QuestionRefusedError("Школу об этой работе уже спросили.") from None
    return asked


@transaction.atomic
def answer_question(
    one: ObjectivityQuestion, words: str, person: Person, moment: dt.datetime, opened_version: int
) -> None:
    """Keep what the school answers; until the office decides it may answer anew, the earlier words stay in the journal.

    Raises:
        QuestionRefusedError: nothing is said, or the office has decided.
        ChangedMeanwhileError: somebody else wrote meanwhile.
    """
    require_answerable(one.state)
    one.answer = require_words(words, "Напишите, чем школа объясняет результат.")
    one.answered_by, one.answered_at, one.state = person, moment, QuestionState.ANSWERED
    save_change(one, person, "школа ответила", opened_version=opened_version)


@transaction.atomic
def settle_question(
    one: ObjectivityQuestion, said: dict[str, Any], person: Person, moment: dt.datetime, opened_version: int
) -> None:
    """Decide whether the school's answer explains the signs.

    Args:
        one: the question.
        said: `is_explained` and `words`, the reason.
        person: who decides.
        moment: now.
        opened_version: the version the person saw.

    Raises:
        QuestionRefusedError: no reason is given, or the school has not been heard.
        ChangedMeanwhileError: somebody else wrote meanwhile.
    """
    if not said["is_explained"] and not one.answer:
        raise QuestionRefusedError("Сначала выслушайте школу: пока она не ответила, вопрос остаётся вопросом.")
    one.decision = require_words(said["words"], "Напишите, почему решено так.")
    one.state = QuestionState.EXPLAINED if said["is_explained"] else QuestionState.OPEN
    one.decided_by, one.decided_at = person, moment
    save_change(one, person, "объяснено" if said["is_explained"] else "вопрос остался", opened_version=opened_version)


@transaction.atomic
def withdraw_question(one: ObjectivityQuestion, person: Person, moment: dt.datetime) -> None:
    """Take a question back; it stays in the journal, and the school may be asked anew."""
    one.trashed_at = moment
    save_change(one, person, "вопрос отозван")
