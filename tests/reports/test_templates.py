"""The check of templates, and the templates the repository carries."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from opora.reports.effect_document import EFFECT_FIELDS
from opora.reports.letter_document import LETTER_FIELDS
from opora.reports.list_document import LIST_FIELDS
from opora.reports.minutes_document import MEETING_LETTER_FIELDS, MINUTES_FIELDS
from opora.reports.order_document import ORDER_FIELDS
from opora.reports.period_report import REPORT_FIELDS
from opora.reports.plan_document import PLAN_FIELDS
from opora.reports.plan_order import PLAN_CHANGES_FIELDS, PLAN_ORDER_FIELDS
from opora.reports.templates import filled, template_problems
from opora.vocabulary.authority import authority_file
from tools import build_templates

BUILT = build_templates.TEMPLATES

KNOWN = ("year", "name", "listed", "listed.name", "left", "left.why")


def template(folder: Path, *paragraphs: str, header: str = "") -> Path:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    document.save(str(folder / "own.docx"))
    return folder / "own.docx"


def test_a_right_template_has_no_problems(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ year }}", "{%p for row in listed %}", "{{ row.name }}", "{%p endfor %}")
    assert template_problems(path, KNOWN) == []


def test_a_misspelt_field_is_named_with_the_likely_one(tmp_path: Path) -> None:
    assert template_problems(template(tmp_path, "{{ naem }}"), KNOWN) == [
        "Поле «naem» неизвестно; есть: left, listed, name, year. Может быть, «name»?"
    ]


def test_a_misspelt_field_of_a_row_is_found_too(tmp_path: Path) -> None:
    path = template(
        tmp_path, "{% for row in listed %}{{ row.nme }}{% endfor %}{% for row in left %}{{ row.why }}{% endfor %}"
    )
    assert template_problems(path, KNOWN) == [
        "Поле «listed.nme» неизвестно; есть: listed.name. Может быть, «listed.name»?"
    ]


def test_the_header_is_checked_as_well(tmp_path: Path) -> None:
    assert "nobody" in template_problems(template(tmp_path, "текст", header="{{ nobody }}"), KNOWN)[0]


def test_a_tag_torn_between_paragraphs_is_said(tmp_path: Path) -> None:
    problems = template_problems(template(tmp_path, "Год {{ ye", "ar }}"), KNOWN)
    assert problems[0].startswith("Тег начат и не закончен в одном абзаце: «Год {{ ye».")


def test_braces_with_a_space_between_are_said(tmp_path: Path) -> None:
    assert "стоит пробел" in template_problems(template(tmp_path, "{ { year } }"), KNOWN)[0]


def test_a_loop_without_an_end_is_said_in_russian(tmp_path: Path) -> None:
    problem = template_problems(template(tmp_path, "{% for row in listed %}", "{{ row.name }}"), KNOWN)[0]
    assert problem.startswith("Тег записан с опечаткой")
    assert "endfor" in problem


def test_a_file_that_is_no_document_is_said(tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(b"not a document")
    assert "не открывается как документ Word" in template_problems(tmp_path / "own.docx", KNOWN)[0]


def test_a_tag_split_over_runs_of_one_paragraph_still_works(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ ye", "ar }", "}"):
        paragraph.add_run(piece).bold = piece == "{ ye"
    document.save(str(tmp_path / "own.docx"))
    assert template_problems(tmp_path / "own.docx", KNOWN) == []
    (tmp_path / "out.docx").write_bytes(filled(tmp_path / "own.docx", {"year": 2024}, KNOWN))
    assert Document(str(tmp_path / "out.docx")).paragraphs[0].text == "2024"


def test_a_template_cannot_reach_into_python(tmp_path: Path) -> None:
    from jinja2.exceptions import SecurityError

    path = template(tmp_path, "{{ year.__class__.__mro__ }}")
    with pytest.raises(SecurityError):
        filled(path, {"year": 2024}, KNOWN)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("list.docx", LIST_FIELDS),
        ("letter.docx", LETTER_FIELDS),
        ("order.docx", ORDER_FIELDS),
        ("plan.docx", PLAN_FIELDS),
        ("effect.docx", EFFECT_FIELDS),
        ("plan-order.docx", PLAN_ORDER_FIELDS),
        ("plan-changes.docx", PLAN_CHANGES_FIELDS),
        ("minutes.docx", MINUTES_FIELDS),
        ("meeting-letter.docx", MEETING_LETTER_FIELDS),
        ("execution-note.docx", REPORT_FIELDS),
        ("half-year-report.docx", REPORT_FIELDS),
        ("annual-report.docx", REPORT_FIELDS),
    ],
)
def test_the_built_in_templates_are_right_and_built_by_the_script(
    name: str, fields: dict[str, str], tmp_path: Path
) -> None:
    committed = authority_file(f"templates/{name}")
    assert template_problems(committed, fields) == []
    BUILT[name]().save(str(tmp_path / name))
    for part in ("word/document.xml", "word/header1.xml", "word/styles.xml"):
        with zipfile.ZipFile(tmp_path / name) as built, zipfile.ZipFile(committed) as kept:
            assert built.read(part) == kept.read(part), "run python -m tools.build_templates"
