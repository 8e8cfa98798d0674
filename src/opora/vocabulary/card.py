"""The card of a method: what its numbers say, what they cannot say and where it comes from, in plain words."""

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
