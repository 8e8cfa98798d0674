"""Words of meetings."""

from django import template

from opora_web.programme.meetings.matters import SORTS, Matter

register = template.Library()


@register.filter
def matter_tag(matter: Matter) -> str:
    """Return a matter's sort in two or three words."""
    return SORTS[matter.sort][1]
