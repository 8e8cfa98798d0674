"""Filters that put a finding's numbers into the words of the reports: the same on the screen and on paper."""

from django import template
from django.utils.safestring import SafeString

from opora.reports.rules_comparison import CHANGE_IN_RUSSIAN
from opora.reports.wording import (
    SHARE_MOVEMENT_IN_RUSSIAN,
    chance_words,
    counts_text,
    interval_text,
    listed_words,
    result_name,
    share_text,
    typeset,
    verdict_words,
)
from opora.tables.identification import IdentifiedSchool, ProcedureResult
from opora_web.interface.templatetags.words import tag
from opora_web.programme.identification.preview import decided_by_chance

register = template.Library()

_CHANGES = {"entered": ("вошла", "warn"), "left": ("вышла", "good"), "stays": ("остаётся", "")}
_LIST_TONES = {"draft": "", "discussed": "info", "approved": "good", "withdrawn": "warn"}

register.filter("chance", chance_words)
register.filter("interval", interval_text)
register.filter("counts", counts_text)
register.filter("procedure_name", result_name)
register.filter("verdict", verdict_words)
register.filter("standing", listed_words)
register.filter("typeset", typeset)


@register.filter
def share(found: ProcedureResult, threshold: float | None = None) -> str:
    """Return a procedure's share so that it never seems to stand on the other side of the threshold."""
    return share_text(found.share_below, threshold)


@register.filter
def chance_tag(school: IdentifiedSchool) -> SafeString | str:
    """Return «решил случай» where other pupils might well have brought another decision."""
    return tag("решил случай", "info") if decided_by_chance(school) else ""


@register.filter
def change_tag(change: str) -> SafeString:
    """Return how a school moved against the list before."""
    return tag(*_CHANGES[change])


@register.filter
def rules_change(change: str) -> str:
    """Return what a second rule set does to a school."""
    return CHANGE_IN_RUSSIAN[change]  # type: ignore[index]


@register.filter
def share_movement(found: ProcedureResult) -> str:
    """Return how the share moved over the years."""
    return SHARE_MOVEMENT_IN_RUSSIAN[found.movement] if found.movement else "–"


@register.filter
def list_state(state: str, label: str) -> SafeString:
    """Return a list's state as a word with a colour."""
    return tag(label, _LIST_TONES.get(state, ""))


@register.filter
def track_tag(track: str, label: str) -> SafeString:
    """Return a track as a word with a colour."""
    return tag(label, {"border": "warn", "unknown": "warn", "unfavourable": "info"}.get(track, ""))
