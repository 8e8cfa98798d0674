"""What each analysis says, what it cannot say and where its method comes from – in plain words, beside its numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """The card of one analysis, in Russian.

    Attributes:
        analysis: its name on the command line.
        title: its name for people.
        says: what its numbers tell, a sentence each.
        cannot_say: what must not be read into them, a sentence each.
        sources: where the method is described.
    """

    analysis: str
    title: str
    says: tuple[str, ...]
    cannot_say: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The card as lines for a screen."""
        return (
            self.title,
            *(f"Говорит: {one}" for one in self.says),
            *(f"Не говорит: {one}" for one in self.cannot_say),
            *(f"Источник: {one}" for one in self.sources),
        )


MIXED_MODEL = Card(
    "mixed-model",
    "Смешанная модель: что связано с результатом и сколько различий лежит между школами",
    says=(
        "насколько результат в среднем отличается при отличии признака на единицу и при прочих равных",
        "сколько разброса – между школами (муниципалитетами), а сколько – между учениками внутри них",
        "оценку каждой школы, тем сильнее стянутую к среднему, чем меньше в ней учеников",
    ),
    cannot_say=(
        "почему школы различаются: связь – не причина, неучтённый признак остаётся в оценке школы",
        "кто из учителей работает лучше: для этого такие данные использовать нельзя",
        "какая из двух соседних по оценке школ выше, если их интервалы накрывают друг друга",
    ),
    sources=(
        "Bates, Mächler, Bolker, Walker (2015). Fitting linear mixed-effects models using lme4. J. Stat. Softw. 67(1)",
    ),
)

#: One card for each analysis; a test checks that each command has its own.
CARDS: tuple[Card, ...] = (MIXED_MODEL,)


def card(analysis: str) -> Card:
    """Return the card of an analysis."""
    return next(one for one in CARDS if one.analysis == analysis)
