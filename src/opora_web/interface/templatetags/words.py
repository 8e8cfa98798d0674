"""Filters and tags that put numbers and states into Russian words."""

import datetime as dt
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from opora.tables.identification import STATUS_IN_RUSSIAN
from opora.vocabulary.codes import CodeSystem, code_system
from opora.vocabulary.spelling import counted, percent, plural
from opora_web.interface.templatetags.terms import term

register = template.Library()

_TONE_OF_STATUS = {
    "low": "bad",
    "stably-low": "bad",
    "at-risk": "warn",
    "stably-high": "good",
    "none": "",
    "insufficient-data": "",
}
DAYS_BEFORE_DUE = 14


@register.simple_tag
def tag(words: str, tone: str = "") -> SafeString:
    """Return a word with a colour behind it; the word alone says everything."""
    return format_html('<span class="tag{}">{}</span>', f" tag--{tone}" if tone else "", words)


@register.filter
def status_tag(status: str) -> SafeString:
    """Return a school's status under a rule set as a word with a colour."""
    return tag(STATUS_IN_RUSSIAN.get(status, status), _TONE_OF_STATUS.get(status, ""))


_JOINED_IN_RUSSIAN = {
    "register": "так сказано в реестре школ",
    "same-name": "то же название в том же муниципалитете",
    "own-code": "собственный код: реестр о нём не говорит",
}


@register.filter
def joined_words(joined: str) -> str:
    """Return on what ground a code belongs to a school."""
    return _JOINED_IN_RUSSIAN.get(joined, joined)


@register.filter
def code_words(code: str) -> str:
    """Return a school's code as people know it; the key made of a name is told as that."""
    return "название и муниципалитет" if code_system(code) is CodeSystem.NAME else code


@register.filter
def as_percent(share: float | None, digits: int = 0) -> str:
    """Return a share 0–1 as «36 %»; a dash where it is not known."""
    return "–" if share is None else percent(share, int(digits))


@register.filter
def as_chance(probability: float | None) -> str:
    """Return a probability as a whole percentage; never «0 %» nor «100 %»: no estimate is that sure."""
    if probability is None:
        return "–"
    if probability > 0.99:  # noqa: PLR2004 - the last whole hundredth
        return "больше 99\u00a0%"
    return "меньше 1\u00a0%" if probability < 0.01 else percent(probability)  # noqa: PLR2004 - the first


@register.filter
def numbered(number: int, forms: str) -> str:
    """Return a number with its noun: {{ 5|numbered:"школа,школы,школ" }} → «5 школ»."""
    one, few, many = forms.split(",")
    return f"{number} {plural(number, one, few, many)}"


@register.filter
def in_minutes(span: dt.timedelta) -> str:
    """Return a span of time in whole minutes: «30 минут», as after «через»."""
    return counted(max(1, round(span.total_seconds() / 60)), "минуту", "минуты", "минут")


_BROWSERS = {
    "YaBrowser": "Яндекс Браузер", "Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome",
    "Safari": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


@register.filter
def browser_words(agent: str) -> str:
    """Return what a browser calls itself so that its owner knows it: «Firefox, Windows»."""
    found = [next((words for mark, words in names.items() if mark in agent), "") for names in (_BROWSERS, _SYSTEMS)]
    return ", ".join(word for word in found if word) or agent[:80]


@register.simple_tag
def due_tag(due_on: dt.date | None, today: dt.date, *, is_done: bool = False) -> SafeString | str:
    """Return how a deadline stands on a day: done, overdue, within 14 days, or merely the date."""
    if due_on is None:
        return "без срока"
    words = f"{due_on:%d.%m.%Y}"
    if is_done:
        return tag(f"{words}, сделано", "good")
    left = (due_on - today).days
    if left < 0:
        return tag(f"{words}, срок прошёл", "bad")
    return tag(f"{words}, осталось {left} дн.", "warn") if left <= DAYS_BEFORE_DUE else words


@register.simple_tag(takes_context=True)
def address_with(context: dict[str, Any], **changes: Any) -> str:
    """Return this page's query with some values changed; None takes a value out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in {None, ""}:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def page_address(context: dict[str, Any], name: str, number: int) -> str:
    """Return this page's query with another page of one of its lists; everything else chosen stays."""
    return address_with(context, **{name: number})


@register.filter
def near_pages(page: Page[Any]) -> list[int | None]:
    """Return the numbers of the first, the last and the near pages of a list; None stands for those left out."""
    near = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in near]


@register.simple_tag
def query_of(name: str, value: str) -> str:
    """Return one value as a query of an address."""
    return urlencode({name: value})


@register.simple_tag(takes_context=True)
def ordered_heading(context: dict[str, Any], code: str, title: str, look: str = "", meaning: str = "") -> SafeString:
    """Return a column's heading that orders the list by it; a second press turns the order round.

    The list's own order stands in the context as `order`.
    """
    order = context["order"]
    is_here = order.code == code
    is_down = is_here and not order.is_reversed
    way = ("ascending" if is_down else "descending") if is_here else "none"
    return format_html(
        '<th scope="col" aria-sort="{}"{}><a href="{}">{}{}</a>{}</th>',
        way,
        format_html(' class="{}"', look) if look else "",
        address_with(context, sort=f"-{code}" if is_down else code, page=None),
        title,
        format_html('<span aria-hidden="true">{}</span>', " ↓" if is_down else " ↑") if is_here else "",
        term(context, meaning, "?") if meaning else "",
    )
