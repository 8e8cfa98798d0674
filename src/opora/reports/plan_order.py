"""The order that approves a plan or an amendment of it, and the differences of an amendment, as Word drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opora.reports.plan_document import plan_fields
from opora.reports.table_widths import fitted_to_page
from opora.reports.templates import filled
from opora.tables.plan import Plan
from opora.vocabulary.authority import BUILT_IN, authority_file
from opora.vocabulary.spelling import counted

ORDER_TEMPLATE, CHANGES_TEMPLATE = "templates/plan-order.docx", "templates/plan-changes.docx"

_CHANGES = {
    "changes": "чем отличается изменение от действующей редакции, список",
    "changes.number": "номер мероприятия",
    "changes.what": "добавлено, исключено, изменено, переставлено",
    "changes.name": "мероприятие",
    "changes.before": "как было, по столбцам",
    "changes.after": "как стало, по столбцам",
    "number_of_changes": "сколько строк меняется, словами с числом",
    "amendment": "номер изменения; 0 – первая редакция",
    "organisation": "чей план",
    "authority": "орган, который издаёт приказ",
}
_PLAN = {
    "title": "название плана",
    "rows": "строки плана, как в шаблоне plan.docx",
    "rows.section": "название раздела; у мероприятия пусто",
    "rows.number": "номер мероприятия, как в плане",
    "rows.name": "мероприятие",
    "rows.deadline": "срок, как в плане",
    "rows.expected": "ожидаемый результат",
    "rows.responsible": "ответственные через точку с запятой",
    "rows.extra": "примечание и другие столбцы плана, список",
    "extra_headings": "заголовки этих столбцов, список",
    "width": "сколько всего столбцов: на столько растянут заголовок раздела",
    "approval": "чем утверждён план; пусто, если ещё ничем",
}
#: What the template of the order may use: field → meaning in Russian.
PLAN_ORDER_FIELDS = (
    {"order_number": "номер приказа или место для него", "order_date": "дата приказа или место для неё"}
    | _CHANGES
    | _PLAN
)
#: What the template of an amendment's differences may use.
PLAN_CHANGES_FIELDS = _CHANGES | {"title": "название плана", "approval": "чем утверждён план"}


@dataclass(frozen=True)
class PlanOrder:
    """What an order about a plan is made of; number and date are empty until they are given.

    Attributes:
        amendment: the number of the amendment; 0 for the plan itself.
        plan: the plan as it is to be.
        changes: rows that differ from the edition in force: `words`, `number`, `name`, `fields` of (column, was, is).
    """

    authority: str
    organisation: str
    number: str
    date: str
    amendment: int
    plan: Plan
    changes: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


def plan_order_document(order: PlanOrder, where: Sequence[Path] = (BUILT_IN,)) -> bytes:
    """Return the order as a .docx file with the plan as its appendix, from the authority's own template if any.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    fields = plan_fields(order.plan) | changes_fields(order) | {
        "order_number": order.number or "_____",
        "order_date": order.date or "«____» ____________ 20__ г.",
    }  # fmt: skip
    return fitted_to_page(filled(authority_file(ORDER_TEMPLATE, where), fields, PLAN_ORDER_FIELDS))


def plan_changes_document(order: PlanOrder, where: Sequence[Path] = (BUILT_IN,)) -> bytes:
    """Return an amendment's differences as a .docx file, from the authority's own template if any.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    fields = changes_fields(order)
    return fitted_to_page(filled(authority_file(CHANGES_TEMPLATE, where), fields, PLAN_CHANGES_FIELDS))


def changes_fields(order: PlanOrder) -> dict[str, Any]:
    """Return the fields both templates have: PLAN_CHANGES_FIELDS names each."""
    return {
        "authority": order.authority,
        "organisation": order.organisation,
        "title": order.plan.title or "План мероприятий",
        "approval": order.plan.approval.text if order.plan.approval else "",
        "amendment": order.amendment,
        "number_of_changes": counted(len(order.changes), "строка", "строки", "строк"),
        "changes": [_change(one) for one in order.changes],
    }


def _change(one: Mapping[str, Any]) -> dict[str, str]:
    fields = one["fields"]
    return {
        "number": str(one["number"]),
        "what": str(one["words"]),
        "name": str(one["name"]),
        "before": "; ".join(f"{column}: {before or '–'}" for column, before, _ in fields),
        "after": "; ".join(f"{column}: {after or '–'}" for column, _, after in fields),
    }
