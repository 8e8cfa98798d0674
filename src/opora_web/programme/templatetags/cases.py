"""Words and colours of cases."""

from django import template
from django.utils.safestring import SafeString

from opora_web.interface.templatetags.words import tag
from opora_web.programme.case.models import Case, Direction, Rag

register = template.Library()

_TONES = {Rag.GREEN: "good", Rag.AMBER: "warn", Rag.RED: "bad"}
_ARROWS = {Direction.BETTER: "↗", Direction.SAME: "→", Direction.WORSE: "↘"}


@register.filter
def rag_tag(rag: str) -> SafeString:
    """Return how a case goes as a word with a colour."""
    return tag(Rag(rag).label, _TONES[Rag(rag)])


@register.filter
def direction_words(direction: str) -> str:
    """Return whither a case moves: an arrow and its word."""
    return f"{_ARROWS[Direction(direction)]} {Direction(direction).label}"


@register.filter
def pause_tag(case: Case) -> SafeString | str:
    """Return «приостановлено» or «завершено» where it is so."""
    if case.closed_at is not None:
        return tag("завершено", "info")
    return tag("приостановлено", "warn") if case.paused_at is not None else ""
