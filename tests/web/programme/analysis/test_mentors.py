"""Mentors beside a school's deficits: the library's proposals, of schools one may see."""

import html
import io

import openpyxl
import pytest

from opora.measuring.mentors import Mentor, Mentors, mentors_of_school
from opora.vocabulary.refusal import AnalysisRefusedError
from opora_web.facts import current_facts
from opora_web.programme.analysis.measured import AnalysisAnswer, Counting, Question, measure
from opora_web.programme.analysis.papers import papers_with_items
from tests.web.personas import MOMENT, People, SignedIn


def _paper_of(school: str) -> str:
    facts = current_facts()
    for code in papers_with_items(facts):
        try:
            mentors_of_school(facts.release, papers_with_items(facts)[code].paper, school, 1)
        except AnalysisRefusedError:
            continue
        return code
    pytest.fail("school 1 wrote no paper with items")


def _mentor(code: str, name: str) -> Mentor:
    return Mentor(
        mentor=code, name=name, better_in=["задание 1"], differences=[0.2], distance=0.5, alike="", growth="above",
        km=None, same_municipality=True, capacity=None, reasons=["Лучше справляется: задание 1."],
    )  # fmt: skip


def test_the_question_asked_is_the_library_s(people: People):
    facts, school = current_facts(), str(people.schools[0].code)
    paper = _paper_of(school)
    asked = measure(facts, Question("mentors", (paper, school)))
    assert asked.answer == mentors_of_school(facts.release, papers_with_items(facts)[paper].paper, school, 30)


@pytest.fixture
def proposed(people: People, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The address of school 1 with two schools proposed: one of its district, one of another."""
    own, code = people.schools[1], str(people.schools[0].code)
    other = people.municipalities["Лесной"].children.first()
    assert other is not None
    told = Mentors(
        school=code, title="Работа", deficits=["задание 1"], notes=["Их не предлагают."],
        mentors=[_mentor(str(one.code), one.name) for one in (own, other)],
    )  # fmt: skip
    from opora_web.programme.analysis import page

    real = page.analysis_answer

    def answered(facts: object, question: Question, moment: object) -> AnalysisAnswer | Counting:
        return AnalysisAnswer(answer=told) if question.method == "mentors" else real(facts, question, moment)  # type: ignore[arg-type]

    monkeypatch.setattr(page, "analysis_answer", answered)
    return f"/analysis/items/?school={code}&paper={_paper_of(code)}", other.name


def test_only_schools_the_person_may_see_are_proposed(signed_in: SignedIn, people: People, proposed: tuple[str, str]):
    address, elsewhere = proposed
    page = html.unescape(signed_in("coordinator").get(address).content.decode())
    assert ">Наставники</h2>" in page
    assert "Лучше справляется: задание 1." in page
    assert people.schools[1].name in page
    assert elsewhere not in page
    everywhere = html.unescape(signed_in("analyst").get(address).content.decode())
    assert elsewhere in everywhere
    book = openpyxl.load_workbook(
        io.BytesIO(signed_in("coordinator").get(address.replace("items/?", "items/table.xlsx?")).content)
    )
    assert [row[0] for row in book["Наставники"].iter_rows(min_row=4, values_only=True)] == [people.schools[1].name]


def test_a_head_is_proposed_nobody_by_name(signed_in: SignedIn, proposed: tuple[str, str]):
    page = html.unescape(signed_in("head").get(proposed[0]).content.decode())
    assert ">Наставники</h2>" not in page
    assert "Их не предлагают." not in page


def test_while_mentors_are_sought_the_deficits_are_there(
    signed_in: SignedIn, proposed: tuple[str, str], monkeypatch: pytest.MonkeyPatch
):
    from opora_web.programme.analysis import page

    before = page.analysis_answer
    monkeypatch.setattr(
        page,
        "analysis_answer",
        lambda facts, question, now: Counting(MOMENT) if question.method == "mentors" else before(facts, question, now),
    )
    answer = signed_in("coordinator").get(proposed[0])
    assert answer.status_code == 200
    assert "Наставники подбираются" in answer.content.decode()
