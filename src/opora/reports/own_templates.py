"""All Word templates an authority may own, looked through at once: what cannot be filled is told before it is asked."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from opora.reports.effect_document import EFFECT_FIELDS
from opora.reports.letter_document import LETTER_FIELDS
from opora.reports.list_document import LIST_FIELDS
from opora.reports.minutes_document import MEETING_LETTER_FIELDS, MINUTES_FIELDS
from opora.reports.order_document import ORDER_FIELDS
from opora.reports.period_report import REPORT_FIELDS
from opora.reports.plan_document import PLAN_FIELDS
from opora.reports.plan_order import PLAN_CHANGES_FIELDS, PLAN_ORDER_FIELDS
from opora.reports.templates import template_problems

#: Template → what it may use.
WORD_TEMPLATES = {
    "list.docx": LIST_FIELDS,
    "letter.docx": LETTER_FIELDS,
    "order.docx": ORDER_FIELDS,
    "plan.docx": PLAN_FIELDS,
    "effect.docx": EFFECT_FIELDS,
    "plan-order.docx": PLAN_ORDER_FIELDS,
    "plan-changes.docx": PLAN_CHANGES_FIELDS,
    "minutes.docx": MINUTES_FIELDS,
    "meeting-letter.docx": MEETING_LETTER_FIELDS,
    "execution-note.docx": REPORT_FIELDS,
    "half-year-report.docx": REPORT_FIELDS,
    "annual-report.docx": REPORT_FIELDS,
}


def own_template_problems(where: Sequence[Path]) -> Iterator[str]:
    """Yield a sentence for every slip in an authority's templates, and for every one nothing is written from.

    Args:
        where: its folders, as `authority.folders` returns them; files that Word keeps while it is open are none.
    """
    for file in sorted(file for folder in where for file in (folder / "templates").glob("[!~]*.docx")):
        fields = WORD_TEMPLATES.get(file.name)
        if fields is None:
            yield f"{file.name}: такого шаблона нет; есть: {', '.join(WORD_TEMPLATES)}."
        else:
            yield from (f"{file.name}: {problem}" for problem in template_problems(file, fields))
