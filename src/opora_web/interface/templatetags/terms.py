"""Tags for what stands beside a measure: its meaning, and the address of the scripts that draw it."""

from importlib.metadata import version
from itertools import count
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opora_web.interface.terms import TERMS

register = template.Library()


@register.simple_tag(takes_context=True)
def term(context: dict[str, Any], code: str, word: str = "") -> SafeString:
    """Return a measure's name as a button that opens its meaning; without scripts it works as well."""
    page = context["request"]
    if not hasattr(page, "term_numbers"):
        page.term_numbers = count(1)
    known, place = TERMS[code], f"term-{code}-{next(page.term_numbers)}"
    caution = format_html("<br>{}", known.caution) if known.caution else ""
    return format_html(
        '<button type="button" class="term" popovertarget="{0}"{5}>{1}</button>'
        '<span class="term__meaning" popover id="{0}"><strong>{2}.</strong> {3}{4}</span>{6}',
        place,
        word or known.word,
        known.word,
        known.meaning,
        caution,
        format_html(' aria-label="{}: что это"', known.word) if word == "?" else "",
        "\u2060",  # a comma that follows stays on the line
    )


@register.simple_tag
def chart_library_address() -> str:
    """Return where the scripts live that draw charts; a new version of them has a new address."""
    return f"{reverse('chart_library')}?v={version('vl-convert-python')}"
