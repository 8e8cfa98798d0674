"""All analyses the site shows, in one list: adding one is one entry here."""

from collections.abc import Callable
from dataclasses import dataclass

from opora_web.accounts.rules import Verb
from opora_web.facts import Facts
from opora_web.programme.analysis import context, effect, forecast, growth, items, objectivity, percentiles, targets
from opora_web.programme.analysis.context import context_page
from opora_web.programme.analysis.effect import effect_page
from opora_web.programme.analysis.exam_ways import exam_ways
from opora_web.programme.analysis.forecast import forecast_page, has_years_to_compare
from opora_web.programme.analysis.growth import growth_page
from opora_web.programme.analysis.items import items_page
from opora_web.programme.analysis.objectivity import objectivity_page
from opora_web.programme.analysis.page import Asked, Page
from opora_web.programme.analysis.papers import growth_choices, papers_with_items, papers_with_scores
from opora_web.programme.analysis.percentiles import percentiles_page
from opora_web.programme.analysis.targets import target_page


@dataclass(frozen=True)
class Analysis:
    """One analysis of the list.

    Attributes:
        code: its word in addresses.
        title: its name for people.
        sentence: what it answers.
        verb: what a person needs at a school to see it there.
        has_data: whether the release holds what it needs.
        needed: which file to send where it does not.
        page: makes its page.
    """

    code: str
    title: str
    sentence: str
    verb: Verb
    has_data: Callable[[Facts], bool]
    needed: str
    page: Callable[[Asked], Page]


def _has_context(facts: Facts) -> bool:
    return any(one.context for one in facts.schools.values())


ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "growth", "Прирост",
        "Что школа прибавляет к прежним результатам своих учеников – и насколько это надёжно.",
        Verb.SEE_SCHOOLS, lambda facts: bool(growth_choices(facts)), growth.NEEDED, growth_page,
    ),
    Analysis(
        "percentiles", "Процентили роста",
        "Как ученики школы выросли от ОГЭ к ЕГЭ рядом со сверстниками, у которых был такой же результат.",
        Verb.SEE_SCHOOLS, lambda facts: bool(exam_ways(facts)), percentiles.NEEDED, percentiles_page,
    ),
    Analysis(
        "items", "Дефициты по заданиям и умениям",
        "Чего не умеют больше, чем объяснит случай: муниципалитет, школа, класс – и с чего начать поддержку.",
        Verb.SEE_SCHOOLS, lambda facts: bool(papers_with_items(facts)), items.NEEDED, items_page,
    ),
    Analysis(
        "context", "Контекст и устойчивость",
        "В каких условиях работает школа, какой результат в них ожидается и какие школы держатся вопреки им.",
        Verb.SEE_SCHOOLS, _has_context, context.NEEDED, context_page,
    ),
    Analysis(
        "objectivity", "Объективность",
        "Каким результатам пока рано верить: школу спрашивают, её ответ хранится, никого не обвиняют.",
        Verb.SEE_OBJECTIVITY, lambda facts: bool(papers_with_scores(facts)), objectivity.NEEDED, objectivity_page,
    ),
    Analysis(
        "forecast", "Прогноз",
        "Какие школы могут войти в список через год или выйти из него – и чего такие прогнозы стоили прежде.",
        Verb.SEE_CASES, has_years_to_compare, forecast.NEEDED, forecast_page,
    ),
    Analysis(
        "effect", "Помогло ли",
        "Что изменилось у школ с сопровождением сверх того, что было бы и так, – четырьмя методами рядом.",
        Verb.SEE_CASES, has_years_to_compare, effect.NEEDED, effect_page,
    ),
    Analysis(
        "target", "Цели",
        "Достижима ли цель плана: сколько таких школ приходили к ней прежде и сколько из них – случайно.",
        Verb.SEE_PLANS, has_years_to_compare, targets.NEEDED, target_page,
    ),
)  # fmt: skip


def analysis_named(code: str) -> Analysis | None:
    """Return the analysis of that word; None where there is none."""
    return next((one for one in ANALYSES if one.code == code), None)
