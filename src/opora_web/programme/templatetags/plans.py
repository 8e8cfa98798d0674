"""Filters that put states of plans, values of indicators and changes into words with a colour."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString

from opora.plans.aims import schools_meant
from opora.tables.plan import Indicator, Target, value_words
from opora_web.interface.templatetags.words import tag
from opora_web.programme.roadmap.models import IndicatorTarget, PlanState, ResponsibleParty, Roadmap, RoadmapIndicator
from opora_web.programme.roadmap.queries import roadmaps_visible_to

register = template.Library()

_STATES = {
    PlanState.DRAFT: "", PlanState.REVIEW: "info", PlanState.APPROVED: "good", PlanState.AMENDED: "warn",
    PlanState.ENDED: "",
}  # fmt: skip
_CHANGES = {"added": "good", "removed": "bad", "changed": "warn", "moved": "info"}


@register.filter
def plan_state(roadmap: Roadmap) -> SafeString:
    """Return a plan's state as a word with a colour."""
    if roadmap.is_template:
        return tag("образец", "info")
    state = PlanState(roadmap.state)
    return tag(state.label, _STATES[state])


@register.filter
def change_tag(words: str, change: str) -> SafeString:
    """Return a change as a word with a colour."""
    return tag(words, _CHANGES.get(change, ""))


@register.filter
def said_target(target: Target, indicator: Indicator) -> str:
    """Return a target of a record with the schools it names."""
    words = target.words(indicator.unit)
    return f"{words} ({', '.join(target.schools)})" if target.schools else words


@register.filter
def target_words(target: IndicatorTarget, indicator: RoadmapIndicator) -> str:
    """Return a target as the plan says it: a number in its indicator's unit, or «не менее 60 %»."""
    return Target(year=target.year, value=target.value, text=target.text).words(indicator.unit)


@register.filter
def reached_words(target: Any, indicator: Any) -> str:
    """Return what was reached; a dash where nothing is known."""
    return "–" if target.reached is None else value_words(target.reached, indicator.unit)


@register.filter
def part_reached(target: Any) -> int:
    """Return how much of the target was reached, 0–100, for the bar beside its words."""
    if target.is_met is not False:
        return 100 if target.is_met else 0
    less, more = sorted((target.reached, target.value))
    return max(0, round(100 * less / more)) if more > 0 else 0


@register.filter
def target_question(targets: list[Any]) -> str:
    """Return the address' words that ask whether a group of schools can reach these shares year by year."""
    schools = schools_meant([({school.pk for school in target.schools.all()}, target.value) for target in targets])
    shares = [f"{target.value * 100:.4g}".replace(".", ",") for target in targets if target.value is not None]
    known = {"schools": str(schools)} if schools else {}
    return urlencode({"of": "group", "shares": "; ".join(shares), **known})


@register.filter
def recognised(party: ResponsibleParty) -> str:
    """Return whom a person has recognised in a party; «» for nobody."""
    if party.person:
        return str(party.person)
    if party.organisation:
        return str(party.organisation)
    return f"все: {party.get_post_kind_display()}" if party.post_kind else ""


@register.inclusion_tag("programme/roadmap/section.html", takes_context=True)
def plans_of(context: dict[str, Any], school: Any) -> dict[str, Any]:
    """Return the plans of a school that whoever reads the page may see."""
    found = roadmaps_visible_to(context["request"].user).filter(organisation=school, is_template=False)
    return {"words": {"plans": list(found[:10])}}
