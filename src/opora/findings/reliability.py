"""Whether what the list says of a school may be relied on while signs about its results stand.

A status stays what the rule says: nothing is taken off and nobody is put on a list by a sign. It is only shown as not
reliable, with what was asked and what the school answered, until the answer is accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

#: What a result is called while a question about it stands: not a verdict upon the school.
NOT_RELIABLE = "результат пока нельзя считать надёжным"

_PRESUMED = "Это не вывод о школе: у признаков бывают объяснения, в которых никто не виноват."


@dataclass(frozen=True)
class AskedSign:
    """Signs of one paper, and what became of the question about them.

    Attributes:
        paper: title of the paper.
        markers: what the signs are called, in Russian.
        answer: what the school answered; None – not yet.
        is_accepted: whether whoever asked took the answer as the cause.
        question: what was asked in words, beyond the signs.
        decision: what was said of the answer; empty – it is still being considered.
        is_asked: whether the school knows of the signs at all.
    """

    paper: str
    markers: tuple[str, ...]
    answer: str | None = None
    is_accepted: bool = False
    question: str = ""
    decision: str = ""
    is_asked: bool = True


@dataclass(frozen=True)
class Reliability:
    """Whether the status of a school may be relied on, with the sentences that say why."""

    is_reliable: bool
    sentences: tuple[str, ...]


def reliability(asked: Sequence[AskedSign]) -> Reliability:
    """Return whether the status may be relied on: so it is unless some sign has no accepted answer.

    What was asked and what the school answered stand in the sentences whether the answer was accepted or not.
    """
    sentences = [_sentence(one) for one in asked]
    stands = any(not one.is_accepted for one in asked)
    if stands:
        sentences.insert(0, f"{NOT_RELIABLE.capitalize()}: принятого объяснения признакам ещё нет. {_PRESUMED}")
    return Reliability(not stands, tuple(sentences))


def _sentence(one: AskedSign) -> str:
    about = f"{one.paper}: {', '.join(one.markers)}."
    if not one.is_asked:
        return f"{about} Школу об этом ещё не спрашивали."
    asked = f"Школу спросили{_quoted(one.question)}"
    if one.answer is None and one.is_accepted:
        return f"{about} {asked}; признаки объяснены и без её ответа{_quoted(one.decision)}."
    if one.answer is None:
        return f"{about} {asked}{'. Ответа' if one.question else ', ответа'} пока нет."
    return f"{about} {asked}. Ответ школы{_quoted(one.answer)} – {_end(one)}."


def _end(one: AskedSign) -> str:
    if not one.is_accepted and not one.decision:
        return "ответ рассматривают"
    return f"{'ответ принят' if one.is_accepted else 'вопрос остался'}{_quoted(one.decision)}"


def _quoted(words: str) -> str:
    return f": «{words.strip().rstrip('.')}»" if words else ""
