"""The order about a plan: the plan is its appendix; an amendment says what changes."""

import dataclasses

import pytest

from opora.plans import differences, plan_in
from opora.reports.plan_order import (
    PLAN_CHANGES_FIELDS,
    PlanOrder,
    changes_fields,
    plan_changes_document,
    plan_order_document,
)
from tests.plans.written import plan, row
from tests.reports import word

PLAN = plan(("Нормативная база",), row("1.", "Утвердить перечень", "Март"), row("2.", "Обсудить итоги", "Ежемесячно"))
ORDER = PlanOrder(
    authority="Управление образования", organisation="Речной район", number="", date="", amendment=0, plan=PLAN
)
CHANGED = {"words": "изменено", "number": "2.", "name": "Обсудить итоги", "fields": [("срок", "Ежемесячно", "Май")]}
AMENDMENT = dataclasses.replace(ORDER, number="18-о", date="20.05.2022", amendment=1, changes=[CHANGED])


def test_the_plan_is_the_appendix_of_its_order_and_is_read_back() -> None:
    content = plan_order_document(ORDER)
    said = word.words(word.opened(content))
    assert "Утвердить план «План мероприятий по поддержке школ на 2022 год» (Речной район)" in said
    assert "«____» ____________ 20__ г. № _____" in said
    assert "Что меняется" not in said
    assert "Приложениек приказу" in said, "a single appendix has no number"
    assert differences(PLAN, plan_in("приказ.docx", content, PLAN.period)) == ()


def test_an_amendment_says_what_was_and_what_becomes() -> None:
    said = word.words(word.opened(plan_order_document(AMENDMENT)))
    assert "изменение № 1 согласно приложению 1 (изменено: 1 строка)" in said
    assert said.index("Приложение 1") < said.index("Что меняется") < said.index("Приложение 2")
    assert "20.05.2022 № 18-о" in said
    document = word.opened(plan_changes_document(AMENDMENT))
    assert word.cells(document.tables[0])[1] == ["2.", "изменено", "Обсудить итоги", "срок: Ежемесячно", "срок: Май"]


def test_the_plans_table_is_as_wide_as_its_own_page() -> None:
    document = word.opened(plan_order_document(ORDER))
    section = document.sections[-1]
    page = section.page_width - section.left_margin - section.right_margin
    assert section.page_width > section.page_height
    assert abs(sum(column.width for column in document.tables[-1].columns) - page) < page / 50


def test_the_fields_promised_to_owners_are_the_fields_given() -> None:
    fields = changes_fields(AMENDMENT)
    given = set(fields) | {f"changes.{field}" for field in fields["changes"][0]}
    assert given == set(PLAN_CHANGES_FIELDS)


@pytest.mark.parametrize("hostile", ["{{ title }}", "<b>&", "{% for %}"])
def test_words_of_a_plan_stay_words(hostile: str) -> None:
    order = dataclasses.replace(ORDER, plan=PLAN.model_copy(update={"title": hostile}))
    assert hostile in word.words(word.opened(plan_order_document(order)))
