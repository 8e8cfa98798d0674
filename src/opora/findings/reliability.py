"""Whether what the list says of a school may be relied on while signs about its results stand.

A status stays what the rule says: nothing is taken off and nobody is put on a list by a sign. It is only shown as not
reliable, with what was asked and what the school answered, until the answer is accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class AskedSign:
    """Signs of one paper a school was asked about.

    Attributes:
        paper: title of the paper.
        markers: what the signs are called, in Russian.
        answer: what the school answered; None – not yet.
        is_accepted: whether whoever asked took the answer as the cause.
    """

    paper: str
    markers: tuple[str, ...]
    answer: str | None = None
    is_accepted: bool = False


@dataclass(frozen=True)
class Reliability:
    """Whether the status of a school may be relied on, with the sentences that say why."""

    is_reliable: bool
    sentences: tuple[str, ...]


def reliability(asked: Sequence[AskedSign]) -> Reliability:
    """Return whether the status may be relied on: so it is unless some sign has no accepted answer.

    The answer of the school stands in the sentences whether it was accepted or not.
    """
    sentences = [_sentence(one) for one in asked]
    stands = any(not one.is_accepted for one in asked)
    if stands:
        first = "Статус показан как ненадёжный: на вопрос о результатах ещё нет принятого ответа. Это не вывод о школе."
        sentences.insert(0, first)
    return Reliability(not stands, tuple(sentences))


def _sentence(one: AskedSign) -> str:
    about = f"{one.paper}: {', '.join(one.markers)}."
    if one.answer is None:
        return f"{about} Школу спросили, ответа пока нет."
    end = "ответ принят" if one.is_accepted else "ответ рассматривают"
    return f"{about} Ответ школы: «{one.answer}» – {end}."
