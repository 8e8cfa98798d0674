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


#: One card for each analysis; a test checks that each command has its own.
CARDS: tuple[Card, ...] = ()


def card(analysis: str) -> Card:
    """Return the card of an analysis."""
    return next(one for one in CARDS if one.analysis == analysis)
