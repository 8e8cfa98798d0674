"""What may be done with a question in which state, and how its standing is said."""

from collections.abc import Iterable

from opora.findings.reliability import AskedSign, Reliability, reliability
from opora.measuring.objectivity import SchoolAnswer
from opora.measuring.sign_words import NAMES
from opora_web.programme.objectivity.models import ObjectivityQuestion, QuestionState


def signs_in_words(markers: Iterable[str]) -> list[str]:
    """Return signs as people call them; a sign of a later edition keeps its code."""
    return [NAMES.get(code, code) for code in markers]


def reliability_by(questions: Iterable[ObjectivityQuestion]) -> Reliability:
    """Return whether a school's status may be relied on, with what was asked and answered."""
    return reliability([_asked_sign(one) for one in questions])


def _asked_sign(one: ObjectivityQuestion) -> AskedSign:
    told, markers = answer_in(one), signs_in_words(one.finding.get("markers", []))
    return AskedSign(one.title, tuple(markers), told.text, told.is_accepted, told.question, told.decision)


def answer_in(one: ObjectivityQuestion) -> SchoolAnswer:
    """Return what the school answered to a question, as the library keeps it beside the signs."""
    is_accepted = one.state == QuestionState.EXPLAINED
    return SchoolAnswer(one.answer or None, is_accepted, one.words, one.decision)


class QuestionRefusedError(Exception):
    """The deed cannot be done; why, in Russian, for the person."""


def require_answerable(state: str) -> None:
    """Let a school answer until the office has decided.

    Raises:
        QuestionRefusedError: it has.
    """
    if state not in {QuestionState.ASKED, QuestionState.ANSWERED}:
        raise QuestionRefusedError("Вопрос уже решён: ответ школы записан и остаётся. Напишите тому, кто решал.")


def require_words(words: str, missing: str) -> str:
    """Return the words without edges.

    Raises:
        QuestionRefusedError: nothing is said.
    """
    told = words.strip()
    if not told:
        raise QuestionRefusedError(missing)
    return told
