"""The journal on the page of a person, whose room stands below the one that reads journals."""

from django import template

from opora_web.accounts.models import Person, Post, PostKind
from opora_web.interface.history import Change, Entry, history_of, journal_of

register = template.Library()

_MOST = 50


@register.simple_tag
def changes_of(person: Person) -> list[Change]:
    """Return what was changed about a person, newest first; coming in, which was once recorded too, is left out."""
    return [one for one in history_of(person, _MOST) if one.fields or one.why]


@register.simple_tag
def appointments_of(person: Person) -> list[Entry]:
    """Return who gave a person which post and who ended it, newest first."""
    records = Post.history.filter(person=person).select_related("organisation")
    return journal_of([(lambda one: f"{PostKind(one.kind).label}, {one.organisation}", records)], _MOST)
