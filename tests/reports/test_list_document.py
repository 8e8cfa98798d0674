"""The list as Word, reopened and read."""

from pathlib import Path

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from opora.reports.list_document import LIST_FIELDS, list_document, list_fields
from opora.reports.people_decided import Decision
from opora.reports.templates import TemplateUnusableError
from opora.tables.identification import ON_THE_LIST
from opora.vocabulary.authority import BUILT_IN
from tests.reports import samples, word


@pytest.fixture(scope="module")
def document() -> object:
    return word.opened(list_document(samples.identification()))


def test_the_title_names_the_year_and_leaves_number_and_day_blank(document: object) -> None:
    said = word.words(document)
    assert "Проект" in said
    assert "от «____» ____________ 20__ г. № _____" in said
    assert "общеобразовательных организаций с низкими образовательными результатами обучающихся" in said
    assert "по итогам 2024 года" in said


def test_each_listed_school_is_a_row_with_its_procedures(document: object) -> None:
    rows = word.cells(document.tables[0])  # type: ignore[attr-defined]
    assert rows[0][0] == "№"
    assert [row[2] for row in rows[1:]] == [
        "МБОУ «Долгомостовская СОШ имени Александра Помозова»", "МКОУ Абанская ООШ № 1", "МКОУ Березовская СОШ",
        "МБОУ Покатеевская СОШ",
    ]  # fmt: skip
    assert rows[3] == [
        "3", "Абанский район", "МКОУ Березовская СОШ", "впервые", "2",
        "ВПР, математика, 5 класс: 33,3 % (4 из 12)\nОГЭ, математика: 30,0 % (3 из 10)", "сказать нельзя (52 из 100)",
    ]  # fmt: skip
    assert rows[1][3] == "не впервые, стабильно"


def test_the_other_groups_of_schools_have_their_tables(document: object) -> None:
    risk, left, insufficient = (word.cells(table) for table in document.tables[1:4])  # type: ignore[attr-defined]
    assert [row[2] for row in risk[1:]] == ["МБОУ Ирбейская СОШ № 2", "МБОУ Никольская СОШ"]
    assert [row[2] for row in left[1:]] == ["МКОУ Вознесенская СОШ"]
    assert [row[2] for row in insufficient[1:]] == ["МКОУ Апано-Ключинская СОШ", "МКОУ Заозерновская ООШ"]
    assert insufficient[1][3] == "результатов 2 процедур"


def test_a_picture_has_words_for_those_who_cannot_see_it(document: object) -> None:
    described = [shape._inline.docPr.get("descr") or "" for shape in document.inline_shapes]  # type: ignore[attr-defined]
    assert [words.replace("\u00a0", " ").partition(",")[0] for words in described] == [
        "Доля участников ниже порога и число учеников", "Доли школ с 95%-ми интервалами",
    ]  # fmt: skip


def test_the_rule_and_the_role_of_chance_are_said(document: object) -> None:
    said = word.words(document)
    assert "Источник: приказ Рособрнадзора от 19.08.2020 № 847" in said
    assert "не преодолели не менее 30 % участников" in said
    assert "не менее чем в 2 процедурах одного года" in said
    assert "не меньше 10 участников" in said
    assert "Для 2 из них (22 %) решил случай" in said
    assert "решение стало бы другим с вероятностью больше 20 %" in said
    assert "Рисунок 1 –" in said
    assert "Рисунок 2 –" in said
    assert len(document.inline_shapes) == 2  # type: ignore[attr-defined]


def test_the_paper_looks_official(document: object) -> None:
    first, second = document.sections  # type: ignore[attr-defined]
    for section in (first, second):
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert [round(margin / Mm(1)) for margin in margins] == [30, 10, 20, 20]
    assert first.different_first_page_header_footer
    assert not second.different_first_page_header_footer
    assert "PAGE" in "".join(first.header.part.element.itertext())
    assert document.styles["Normal"].font.name == "Times New Roman"  # type: ignore[attr-defined]
    for table in document.tables[:4]:  # type: ignore[attr-defined]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_fields_promised_to_owners_are_the_fields_given() -> None:
    answer = samples.identification()
    fields = list_fields(answer, {answer.schools[0].school: Decision(is_included=False, why="Слита")})
    given = set(fields)
    for name in ("listed", "at_risk", "left", "decided", "insufficient"):
        given |= {f"{name}.{field}" for field in fields[name][0]}
    assert given == set(LIST_FIELDS)


def test_an_empty_list_says_so() -> None:
    calm = [one for one in samples.district() if one.status == "none" and one.movement is None]
    said = word.words(word.opened(list_document(samples.identification(calm))))
    assert "Школ, отвечающих условиям правила, нет." in said
    assert said.count("Таких школ нет.") == 3


def test_one_municipality_stands_in_the_title() -> None:
    own = [one for one in samples.district() if one.municipality == "Абанский район"]
    said = word.words(word.opened(list_document(samples.identification(own))))
    assert "обучающихся (Абанский район)" in said


def test_hostile_names_stand_as_they_are() -> None:
    said = word.words(word.opened(list_document(samples.renamed(samples.HOSTILE_NAMES))))
    assert 'МБОУ «СОШ <b>№ 1</b>» & "К\'о"' in said
    assert "{{ 7*7 }} {% for x in y %}" in said
    assert "49" not in said
    assert "Школа 🏫 «Радость»" in said
    assert "]]><w:t>x</w:t>" in said


def test_what_people_decided_changes_the_list_and_is_said_with_its_reason() -> None:
    answer = samples.identification()
    off = next(one for one in answer.schools if one.status in ON_THE_LIST)
    on = next(one for one in answer.schools if one.status == "none")
    decisions = {
        off.school: Decision(is_included=False, why="Слита"),
        on.school: Decision(is_included=True, why="Просьба"),
    }
    document = word.opened(list_document(answer, decisions=decisions))
    names = {row[2].replace("\u00a0", " ") for row in word.cells(document.tables[0])}
    assert on.name in names
    assert off.name not in names
    assert [row[3:] for row in word.cells(document.tables[4])[1:]] in (
        [["исключена", "Слита"], ["включена", "Просьба"]], [["включена", "Просьба"], ["исключена", "Слита"]],
    )  # fmt: skip


def test_an_authority_may_use_its_own_template(tmp_path: Path) -> None:
    from docx import Document

    (tmp_path / "templates").mkdir()
    own = Document()
    own.add_paragraph("Наш перечень за {{ year }}: {% for row in listed %}{{ row.name }}; {% endfor %}")
    own.save(str(tmp_path / "templates" / "list.docx"))
    said = word.words(word.opened(list_document(samples.identification(), (tmp_path, BUILT_IN))))
    assert said.startswith("Наш перечень за 2024: МБОУ «Долгомостовская")


def test_a_broken_template_is_refused_with_its_problems(tmp_path: Path) -> None:
    from docx import Document

    (tmp_path / "templates").mkdir()
    own = Document()
    own.add_paragraph("{{ yaer }}")
    own.save(str(tmp_path / "templates" / "list.docx"))
    with pytest.raises(TemplateUnusableError, match="Может быть, «year»"):
        list_document(samples.identification(), (tmp_path, BUILT_IN))
