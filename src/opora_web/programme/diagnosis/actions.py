"""Deeds of a self-diagnosis: begun, written, submitted, returned, verified."""

import datetime as dt
from collections.abc import Mapping

from opora.analysis.risk_profile import risk_profile
from opora.vocabulary.questionnaire import Answer, Questionnaire
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.diagnosis.models import Diagnosis, DiagnosisState


class NotNowError(Exception):
    """The self-diagnosis is not in the state that the deed needs."""


def begin_diagnosis(
    school: Organisation, school_year: int, asked: Questionnaire, person: Person, moment: dt.datetime
) -> Diagnosis:
    """Begin the self-diagnosis of a school year; one that is begun is returned."""
    found = Diagnosis.objects.filter(school=school, school_year=school_year).first()
    if found is None:
        title = f"{asked.title}, редакция {asked.edition}"
        found = Diagnosis(
            school=school, school_year=school_year, questionnaire=title[:200], author=person, begun_at=moment
        )
        save_change(found, person, "начата")
    return found


def keep_answers(
    diagnosis: Diagnosis, answers: Mapping[str, Answer], asked: Questionnaire, person: Person, opened_version: int
) -> None:
    """Keep what the school has answered so far, and the profile that follows from it.

    Raises:
        NotNowError: the school has sent it already.
        ChangedMeanwhileError: a colleague changed the answers meanwhile.
    """
    if not diagnosis.is_open:
        raise NotNowError("Самодиагностика уже отправлена. Чтобы исправить, попросите куратора вернуть её.")
    diagnosis.answers = dict(answers)
    diagnosis.profile = [one.model_dump(mode="json") for one in risk_profile(answers, asked)]
    save_change(diagnosis, person, "ответы", opened_version=opened_version)


def submit_diagnosis(diagnosis: Diagnosis, person: Person, moment: dt.datetime) -> None:
    """Send it to be verified.

    Raises:
        NotNowError: it is sent already, or nothing can be told from the answers.
    """
    if not diagnosis.is_open:
        raise NotNowError("Самодиагностика уже отправлена.")
    if all(one["level"] == "insufficient" for one in diagnosis.profile):
        raise NotNowError("Ответов мало: ни об одном факторе пока нельзя судить. Ответьте ещё на несколько вопросов.")
    diagnosis.state, diagnosis.submitted_at = DiagnosisState.SUBMITTED, moment
    save_change(diagnosis, person, "отправлена на проверку")


def return_diagnosis(diagnosis: Diagnosis, comment: str, person: Person) -> None:
    """Give it back to the school with a word why.

    Raises:
        NotNowError: it is not being verified, or no word is said.
    """
    if diagnosis.state == DiagnosisState.DRAFT or not comment.strip():
        raise NotNowError("Напишите школе, что поправить." if not comment.strip() else "Школа её ещё не отправила.")
    diagnosis.state, diagnosis.comment = DiagnosisState.RETURNED, comment
    save_change(diagnosis, person, f"возвращена: {comment}")


def verify_diagnosis(
    diagnosis: Diagnosis, verification: Mapping[str, Mapping[str, object]], person: Person, moment: dt.datetime
) -> None:
    """Write down which factors are confirmed; one that is not needs a comment.

    Raises:
        NotNowError: the school has not sent it, or a refusal is not explained.
    """
    if diagnosis.state != DiagnosisState.SUBMITTED:
        raise NotNowError("Проверяют то, что школа отправила.")
    unexplained = [
        one["name"]
        for one in diagnosis.profile
        if not verification[one["code"]]["is_confirmed"] and not str(verification[one["code"]]["comment"]).strip()
    ]
    if unexplained:
        raise NotNowError(f"Объясните, почему не подтверждено: {'; '.join(unexplained)}.")
    diagnosis.verification = {code: dict(words) for code, words in verification.items()}
    diagnosis.state, diagnosis.verified_by, diagnosis.verified_at = DiagnosisState.VERIFIED, person, moment
    save_change(diagnosis, person, "проверена")
