"""A plan as Word: a table to approve, with a row for each section and each measure."""

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from opora.plans import plan_in
from opora.reports.plan_document import PLAN_FIELDS, plan_document, plan_fields
from opora.reports.templates import TemplateUnusableError
from opora.tables.plan import Indicator, Place, Plan, Section, Target
from opora.vocabulary.authority import BUILT_IN
from tests.plans.written import HEADING, docx, plan, row
from tests.reports import word

PLAN = plan(
    ("Нормативная база",),
    row("1.", "Утвердить перечень", "Март", responsible="УО, МКУ «ИМС»"),
    ("Кадры",),
    ("Мониторинг",),
    row("2.", "Обсудить итоги", "Ежемесячно", expected="Протокол"),
)


WHOLE = PLAN.model_copy(
    update={
        "sections": (
            *PLAN.sections,
            Section(title="Цель", measures=0, place=Place(table=1, row=0), text="Поднять результаты.\nСохранить их."),
        ),
        "indicators": (
            Indicator(
                name="Доля школ, чья программа успешна", unit="share", measure=None, place=Place(table=2, row=2),
                targets=(
                    Target(year="2022", value=0.333, text="33,3 %", schools=("МБОУ «СОШ № 1»",)),
                    Target(year="2023", value=1.0, text="100 %", schools=()),
                ),
            ),
        ),
    }
)  # fmt: skip


def rows(found: Plan) -> list[list[str]]:
    return word.cells(word.opened(plan_document(found)).tables[0])


def test_rows_stand_in_the_order_of_the_plan_and_empty_sections_are_kept() -> None:
    assert [cells[0] if len(set(cells)) == 1 else cells[1] for cells in rows(PLAN)] == [
        "Мероприятие", "Нормативная база", "Утвердить перечень", "Кадры", "Мониторинг", "Обсудить итоги",
    ]  # fmt: skip
    assert rows(PLAN)[2] == ["1.", "Утвердить перечень", "Март", "Приказ УО", "УО; МКУ «ИМС»"]


def test_the_table_looks_official() -> None:
    document = word.opened(plan_document(PLAN))
    table = document.tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(one._tr.trPr.find(qn("w:cantSplit")) is not None for one in table.rows)
    assert len(table.rows[1]._tr.tc_lst) == 1
    assert "PAGE" in "".join(document.sections[0].header.part.element.itertext())
    assert document.sections[0].page_width > document.sections[0].page_height


def test_the_last_rows_go_with_the_signature_so_that_no_page_is_signed_empty() -> None:
    table = Document(io.BytesIO(plan_document(plan(*(row(f"{number}.") for number in range(1, 6)))))).tables[0]
    kept = [all(one.paragraph_format.keep_with_next for one in cell.paragraphs) for cell in table.columns[1].cells]
    assert kept == [False, False, False, False, True, True]


def test_columns_of_the_plans_own_follow_and_the_table_is_no_wider_than_the_page() -> None:
    heading = (*HEADING, "Форма работы", "Примечание")
    found = plan_in(
        "п.docx", docx([heading, (*row(1), "очно", "уточнить"), (*row(2, "Отчёт"), "", "")], "План на 2022 год")
    )
    document = word.opened(plan_document(found))
    table = document.tables[0]
    assert word.cells(table)[0][5:] == ["Форма работы", "Примечание"]
    assert word.cells(table)[1][5:] == ["очно", "уточнить"]
    section = document.sections[0]
    page = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(column.width for column in table.columns) - page) < page / 100
    assert len(table.columns) == 7


def test_the_paper_that_approved_the_plan_stands_above_it() -> None:
    found = plan_in(
        "п.docx", docx([HEADING, row(1)], "Утверждён", "приказом УО от 12.01.2022 № 5-од", "", "План на 2022 год")
    )
    assert found.approval is not None
    assert (str(found.approval.on), found.approval.number) == ("2022-01-12", "5-од")
    said = word.words(word.opened(plan_document(found)))
    assert said.startswith("УТВЕРЖДЁН\nприказом УО от 12.01.2022 № 5-од")
    assert "УТВЕРЖДЁН" not in word.words(word.opened(plan_document(PLAN)))


def test_the_fields_promised_to_owners_are_the_fields_given() -> None:
    fields = plan_fields(WHOLE)
    given = set(fields) | {f"{name}.{field}" for name in ("rows", "texts", "indicators") for field in fields[name][0]}
    assert given == set(PLAN_FIELDS)


def test_texts_stand_above_the_table_and_indicators_below_it_and_are_read_back() -> None:
    content = plan_document(WHOLE)
    said = word.words(word.opened(content))
    assert said.index("Поднять результаты.") < said.index("Показатели")
    found = plan_in("план.docx", content)
    assert [one.name for one in found.measures] == [one.name for one in PLAN.measures]
    assert found.indicators == WHOLE.indicators
    assert len(word.opened(plan_document(PLAN)).tables) == 2


def test_an_authority_may_use_its_own_template(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = Document()
    own.add_paragraph("{{ title }}: {% for row in rows %}{{ row.name }}; {% endfor %}")
    own.save(str(tmp_path / "templates" / "plan.docx"))
    said = word.words(word.opened(plan_document(PLAN, (tmp_path, BUILT_IN))))
    assert "Утвердить перечень; ; ; Обсудить итоги;" in said


def test_a_misspelt_field_of_an_own_template_is_refused(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = Document()
    own.add_paragraph("{% for row in rows %}{{ row.nmae }}{% endfor %}")
    own.save(str(tmp_path / "templates" / "plan.docx"))
    with pytest.raises(TemplateUnusableError, match=r"Может быть, «rows\.name»"):
        plan_document(PLAN, (tmp_path, BUILT_IN))
