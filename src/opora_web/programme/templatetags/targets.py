"""How realistic a plan's targets are, beside its indicators."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils import timezone

from opora_web.facts import current_facts
from opora_web.programme.analysis.plan_targets import Realism, realism_of_plan

register = template.Library()


@register.simple_tag
def realism_of(roadmap: Any, indicators: Sequence[Any]) -> dict[int, Realism]:
    """Return by indicator how realistic the plan's targets are."""
    return realism_of_plan(roadmap, indicators, current_facts(), timezone.now())


@register.inclusion_tag("programme/analysis/realism.html")
def realism_line(found: dict[int, Realism], indicator: Any) -> dict[str, Realism | None]:
    """Return the line beside one indicator; nothing where results cannot judge its targets."""
    return {"realism": found.get(indicator.pk)}
