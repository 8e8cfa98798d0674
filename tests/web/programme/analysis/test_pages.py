"""Pages of analyses: the same numbers as the library's, on screen, in Excel and in Word, each with its card."""

import html
import io
import re

import openpyxl
import pytest
from docx import Document

from opora.analysis.cards import card
from opora.measuring.items import Asked, items_of_paper
from opora.measuring.school_growth import school_growth
from opora.vocabulary.card import Card
from opora_web.facts import current_facts
from opora_web.programme.analysis.analyses import ANALYSES
from opora_web.programme.analysis.papers import growth_choices, papers_with_items
from tests.web.personas import People, SignedIn
from tests.web.shown import shown

#: The two years of these tests hold no pupils with two exams: see test_percentiles.
NAMES = [one.code for one in ANALYSES if one.code != "percentiles"]

pytestmark = pytest.mark.usefixtures("accompanied")


def card_of(name: str) -> Card:
    return card({"effect": "did-it-help"}.get(name, name))


def text_of(answer: object) -> str:
    return html.unescape(shown(answer))


def test_the_list_names_every_analysis_in_a_sentence(signed_in: SignedIn):
    page = text_of(signed_in("coordinator").get("/analysis/"))
    for one in ANALYSES:
        assert one.title in page
        assert one.sentence in page
    assert page.count("данных пока нет") == 1
    assert "коды ВПР каждый год новые" in page.casefold().replace("впр", "ВПР")


@pytest.mark.parametrize("name", NAMES)
def test_each_page_says_what_it_says_and_what_it_cannot(signed_in: SignedIn, name: str):
    answer = signed_in("analyst").get(f"/analysis/{name}/")
    page = text_of(answer)
    assert answer.status_code == 200
    assert all(line in page for line in (*card_of(name).says, *card_of(name).cannot_say, *card_of(name).sources))
    assert f"№ {current_facts().number}" in page
    assert "не означает мест" in page


@pytest.mark.parametrize("name", NAMES)
def test_word_and_excel_carry_the_card_and_the_release(signed_in: SignedIn, name: str):
    browser, wanted = signed_in("analyst"), card_of(name)
    word = Document(io.BytesIO(browser.get(f"/analysis/{name}/section.docx").content))
    words = "\n".join(paragraph.text for paragraph in word.paragraphs).replace("\u00a0", " ")
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"/analysis/{name}/table.xlsx").content))
    cells = "\n".join(str(row[1].value) for row in book.worksheets[0].iter_rows() if row[1].value)
    for line in (*wanted.says, *wanted.cannot_say, *wanted.sources):
        told = re.sub(r"[–—-]", "-", line)
        assert told in re.sub(r"[–—-]", "-", words)
        assert line in cells
    assert f"№ {current_facts().number}" in words
    assert f"№ {current_facts().number}" in cells


def test_the_growth_on_the_page_is_the_growth_of_the_library(signed_in: SignedIn):
    facts = current_facts()
    choice = next(iter(growth_choices(facts).values()))
    answer = school_growth(facts.release, choice.asked, choice.years[:1])
    book = openpyxl.load_workbook(io.BytesIO(signed_in("analyst").get("/analysis/growth/table.xlsx").content))
    rows = {str(row[0]): row for row in book["Школы"].iter_rows(min_row=4, values_only=True)}
    told = [one for one in answer.schools if one.verdict != "cannot-tell"]
    assert told
    for one in told:
        row = rows[facts.schools[one.school].name]
        assert row[2] == one.pupils
        assert row[3] == pytest.approx(one.growth)
    for one in answer.schools:
        if one.verdict == "cannot-tell":
            assert rows[facts.schools[one.school].name][3] is None


def test_deficits_of_a_school_stand_in_the_order_of_significance(signed_in: SignedIn, people: People):
    facts = current_facts()
    code, (paper, held) = str(people.schools[0].code), next(iter(papers_with_items(facts).items()))
    answer = items_of_paper(facts.release, held.paper, Asked(code))
    own = {row.item: row for row in answer.rows if row.area_level == "school"}
    table = signed_in("head").get(f"/analysis/items/table.xlsx?paper={paper}")
    assert table.status_code == 200
    rows = list(openpyxl.load_workbook(io.BytesIO(table.content))["Задания"].iter_rows(min_row=4, values_only=True))
    assert len(rows) == len(own)
    order = ["ниже, не случайно", "отличить нельзя", "выше, не случайно", "учеников мало"]
    places = [order.index(str(row[6])) for row in rows]
    assert places == sorted(places)
    gaps = sum(bool(row.is_gap) for row in own.values())
    assert places.count(0) == gaps


def test_figures_lead_to_the_table_of_their_numbers_and_have_a_picture_of_their_own(signed_in: SignedIn):
    browser = signed_in("analyst")
    page = text_of(browser.get("/analysis/growth/"))
    pictures = re.findall(r'<img src="(/analysis/[^"]+\.svg\?[^"]+)"', page)
    assert len(pictures) == 2
    for address in pictures:
        svg = browser.get(address)
        assert svg.status_code == 200
        assert svg.content.startswith(b"<svg")
    assert re.findall(r"<a href=\"#(table-\d)\">Те же числа – в таблице «(.+?)»", page) == [("table-1", "Школы")] * 2
    spec = browser.get(pictures[0].replace(".svg", ".json")).json()
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite")


@pytest.mark.parametrize(
    "query", ["paper=нет", "sort=99", "sort=-0", "sort=<script>", "page=999", "years=я", "q=%00'--", "municipality=<b>"]
)
@pytest.mark.parametrize("name", NAMES)
def test_whatever_stands_in_the_address_there_is_a_page(signed_in: SignedIn, name: str, query: str):
    answer = signed_in("analyst").get(f"/analysis/{name}/?{query}")
    assert answer.status_code == 200
    assert b"<script>" not in answer.content.split(b"</head>")[1]


def test_columns_can_be_ordered_and_unknown_values_come_last(signed_in: SignedIn):
    page = text_of(signed_in("analyst").get("/analysis/growth/?sort=3"))
    table = page[page.index('aria-label="Таблица: Школы"') :]
    values = re.findall(r'data-label="Прирост, баллов" class="number">\s*([^<]+?)\s*<', table)
    known = [float(value.replace(",", ".").replace("−", "-")) for value in values if value != "–"]
    assert known == sorted(known)
    assert values[len(known) :] == ["–"] * (len(values) - len(known))
    assert 'aria-sort="ascending"' in table


def test_a_filter_travels_into_the_papers(signed_in: SignedIn, people: People):
    place = people.municipalities["Речной"].name
    book = openpyxl.load_workbook(
        io.BytesIO(signed_in("analyst").get("/analysis/context/table.xlsx", {"municipality": place}).content)
    )
    places = {row[1] for row in book["Школы"].iter_rows(min_row=4, values_only=True)}
    assert places == {place}
    notes = [str(row[1].value) for row in book.worksheets[0].iter_rows() if row[1].value]
    assert f"год – 2024; муниципалитет – {place}" in notes


def test_the_page_of_a_school_tells_the_three_shortly(signed_in: SignedIn, people: People):
    browser, address = signed_in("head"), f"/schools/{people.schools[0].code}/"
    page = text_of(browser.get(address))
    for title in ("Дефициты", "Прирост", "Результат в своих условиях"):
        assert f"<h2>{title}</h2>" in page
    assert f"/analysis/items/?school={people.schools[0].code}" in page
    assert "Считается; обновите" not in page


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_questions_to_the_database_does_not_grow_with_schools(
    signed_in: SignedIn, name: str, django_assert_max_num_queries: object
):
    browser = signed_in("analyst")
    browser.get(f"/analysis/{name}/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        browser.get(f"/analysis/{name}/")


def test_what_sets_a_school_apart_is_folded_under_its_name_and_a_column_of_the_book(signed_in: SignedIn):
    browser = signed_in("analyst")
    page = text_of(browser.get("/analysis/context/"))
    table = page[page.index('id="table-1"') :]
    heads = re.findall(r"<th scope=\"col\".*?</th>", table, re.DOTALL)
    assert not any("Чем выделяется" in head for head in heads)
    assert table.count("<summary>Чем выделяется</summary>") > 1
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/analysis/context/table.xlsx").content))
    cells = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert cells.count("Чем выделяется") == 1
