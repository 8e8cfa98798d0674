"""What may be done with a question in which state, and how its standing is said."""

from collections.abc import Iterable

from opora.measuring.sign_words import NAMES
from opora_web.programme.objectivity.models import QuestionState

#: What a result is called while a question stands: not a verdict upon the school.
NOT_RELIABLE = "результат пока нельзя считать надёжным"


def signs_in_words(markers: Iterable[str]) -> list[str]:
    """Return signs as people call them; a sign of a later edition keeps its code."""
    return [NAMES.get(code, code) for code in markers]


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
