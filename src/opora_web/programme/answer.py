"""An answer of the first page: what rooms give and the page shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One question of the first page with its answer.

    Attributes:
        title: the question.
        figure: the answer as a number or a word.
        sentences: what stands behind it.
        link: words and address of what is one click deeper; None where there is nothing deeper.
    """

    title: str
    figure: str
    sentences: tuple[str, ...]
    link: tuple[str, str] | None = None
