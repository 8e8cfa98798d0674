"""The check of templates, and the templates the repository carries."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from opora.reports.own_templates import WORD_TEMPLATES, own_template_problems
from opora.reports.templates import TemplateUnusableError, filled, template_problems
from opora.vocabulary.authority import authority_file, folders
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
    path = template(tmp_path, "{{ year.__class__.__mro__ }}")
    with pytest.raises(TemplateUnusableError, match="unsafe"):
        filled(path, {"year": 2024}, KNOWN)


# --- templates of earlier versions ------------------------------------------------------------------------------


def test_a_template_that_lacks_what_came_later_is_still_filled(tmp_path: Path) -> None:
    path = template(tmp_path, "Год {{ year }}")
    document = Document(io.BytesIO(filled(path, {"year": 2024, "listed": [{"name": "СОШ"}]}, KNOWN)))
    assert [one.text for one in document.paragraphs] == ["Год 2024"]


@pytest.mark.parametrize(
    "tags", [("{% for row in listed %}{% for part in row.parts %}{{ part.owner }}{% endfor %}{% endfor %}",),
             ("{{ listed[0].owner }}",), ("{% for part in listed[0].name %}{{ part.owner }}{% endfor %}",)],
    ids=["rows of rows", "one of the rows", "what has become plain words"],
)  # fmt: skip
def test_a_field_that_is_no_more_is_named_even_where_it_only_shows_while_filling(
    tmp_path: Path, tags: tuple[str, ...]
) -> None:
    known = (*KNOWN, "listed.parts")
    with pytest.raises(TemplateUnusableError, match="Поле «owner» неизвестно; есть: ") as refused:
        filled(template(tmp_path, *tags), {"listed": [{"name": "СОШ", "parts": [{"text": "слово"}]}]}, known)
    assert "own.docx" in str(refused.value)


def test_a_tag_that_cannot_be_carried_out_is_said(tmp_path: Path) -> None:
    with pytest.raises(TemplateUnusableError, match="Тег не выполняется"):
        filled(template(tmp_path, "{% for row in year %}{{ row }}{% endfor %}"), {"year": 2024}, KNOWN)


def test_every_template_an_authority_has_is_looked_through(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    for name in ("minutes", "minuets", "~$minutes"):
        template(tmp_path, "{{ naem }}").rename(tmp_path / "templates" / f"{name}.docx")
    unknown_name, unknown_field = own_template_problems(folders(tmp_path))
    assert unknown_name.startswith("minuets.docx: такого шаблона нет; есть: list.docx")
    assert unknown_field.startswith("minutes.docx: Поле «naem» неизвестно")


# --- the signature ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", ["text", "table"])
def test_what_stands_before_a_signature_stays_on_its_page(tmp_path: Path, last: str) -> None:
    document = Document()
    document.add_paragraph("Много текста {{ year }}")
    if last == "table":
        table = document.add_table(rows=2, cols=1)
        table.cell(1, 0).text = "итого"
    document.add_paragraph("").paragraph_format.keep_with_next = True
    document.add_paragraph("Руководитель")
    document.save(str(tmp_path / "own.docx"))
    made = Document(io.BytesIO(filled(tmp_path / "own.docx", {"year": 2024}, KNOWN)))
    assert made.paragraphs[0].paragraph_format.keep_with_next == (True if last == "text" else None)
    if last == "table":
        kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in made.tables[0].rows]
        assert kept == [None, True]


@pytest.mark.parametrize(("name", "fields"), WORD_TEMPLATES.items())
def test_the_built_in_templates_are_right_and_built_by_the_script(
    name: str, fields: dict[str, str], tmp_path: Path
) -> None:
    committed = authority_file(f"templates/{name}")
    assert template_problems(committed, fields) == []
    BUILT[name]().save(str(tmp_path / name))
    for part in ("word/document.xml", "word/header1.xml", "word/styles.xml"):
        with zipfile.ZipFile(tmp_path / name) as built, zipfile.ZipFile(committed) as kept:
            assert built.read(part) == kept.read(part), "run python -m tools.build_templates"
