"""Fields of the filters above a list; each shows what the address asks for."""

from collections.abc import Iterable
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("interface/filter_words.html", takes_context=True)
def filter_words(context: dict[str, Any], label: str) -> dict[str, Any]:
    """Return the field for words that are sought."""
    return {"label": label, "words": context["request"].GET.get("q", "")}


@register.inclusion_tag("interface/filter_choice.html", takes_context=True)
def filter_choice(
    context: dict[str, Any], name: str, label: str, choices: Iterable[Any], every: str = "все"
) -> dict[str, Any]:
    """Return the field that chooses one of these values, or of these pairs of a value and its words.

    The first choice is to choose nothing; `every` says what that shows.
    """
    asked = context["request"].GET.get(name, "")
    pairs = (one if isinstance(one, tuple) else (one, one) for one in choices)
    offered = [(value, words, str(value) == asked) for value, words in pairs]
    return {"name": name, "label": label, "every": every, "offered": offered}


@register.inclusion_tag("interface/filter_tick.html", takes_context=True)
def filter_tick(context: dict[str, Any], name: str, label: str) -> dict[str, Any]:
    """Return the box that is ticked or not."""
    return {"name": name, "label": label, "is_ticked": bool(context["request"].GET.get(name))}
