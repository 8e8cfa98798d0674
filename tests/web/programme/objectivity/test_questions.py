"""Questions about signs: asked with cause only, answered by the school, decided after it was heard, kept for ever."""

import html
import io
from typing import Any

import docx
import pytest

from opora.findings.reliability import NOT_RELIABLE
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.accounts.models import Organisation
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.programme.analysis.measured import AnalysisAnswer, Question, measure
from opora_web.programme.analysis.papers import papers_with_scores
from opora_web.programme.case.models import Case
from opora_web.programme.identification.models import ListBasis, ListEntry, ListState, SchoolList
from opora_web.programme.objectivity.actions import (
    Sign,
    answer_question,
    ask_school,
    settle_question,
    withdraw_question,
)
from opora_web.programme.objectivity.models import ObjectivityQuestion, QuestionState
from opora_web.programme.objectivity.queries import questions_visible_to, standing_by_school
from opora_web.programme.objectivity.rules import QuestionRefusedError
from tests.web.personas import MOMENT, People, SignedIn

FINDING: dict[str, Any] = {
    "status": "needs-explanation", "pupils": 31, "markers": ["bunching"],
    "explanations": ["эксперты перепроверяли работы, которым до отметки не хватило балла"],
}  # fmt: skip
SIGN = Sign(1, "vpr-mathematics-5-2024", "ВПР, математика, 5 класс, 2024 год", FINDING)


@pytest.fixture
def question(people: People) -> ObjectivityQuestion:
    return ask_school(people.schools[0], SIGN, "Как проверяли работы?", people["methodologist"], MOMENT)


def test_without_signs_nobody_is_asked(people: People):
    clear = Sign(1, SIGN.paper, SIGN.title, FINDING | {"status": "no-signs"})
    with pytest.raises(QuestionRefusedError, match="спрашивать не о чем"):
        ask_school(people.schools[0], clear, "", people["methodologist"], MOMENT)


def test_a_school_is_asked_once_about_a_paper(people: People, question: ObjectivityQuestion):
    with pytest.raises(QuestionRefusedError, match="уже спросили"):
        ask_school(people.schools[0], SIGN, "", people["methodologist"], MOMENT)
    withdraw_question(question, people["methodologist"], MOMENT)
    again = ask_school(people.schools[0], SIGN, "", people["methodologist"], MOMENT)
    assert again.pk != question.pk


def test_the_answers_of_a_school_are_all_kept(people: People, question: ObjectivityQuestion):
    answer_question(question, "Класс углублённый.", people["head"], MOMENT, question.version)
    answer_question(question, "Класс углублённый, учебник другой.", people["head"], MOMENT, question.version)
    assert question.state == QuestionState.ANSWERED
    told = [one.answer for one in question.history.order_by("history_date", "history_id")]
    assert told == ["", "Класс углублённый.", "Класс углублённый, учебник другой."]


def test_a_question_does_not_stay_open_before_the_school_was_heard(people: People, question: ObjectivityQuestion):
    with pytest.raises(QuestionRefusedError, match="выслушайте школу"):
        settle_question(question, {"is_explained": False, "words": "так"}, people["coordinator"], MOMENT, 1)


def test_after_the_decision_the_answer_stays_as_it_is(people: People, question: ObjectivityQuestion):
    answer_question(question, "Перепроверяли.", people["head"], MOMENT, question.version)
    said = {"is_explained": True, "words": "Протоколы видели."}
    settle_question(question, said, people["coordinator"], MOMENT, question.version)
    assert not question.stands
    with pytest.raises(QuestionRefusedError, match="уже решён"):
        answer_question(question, "Ещё раз.", people["head"], MOMENT, question.version)


def test_who_was_slower_is_told(people: People, question: ObjectivityQuestion):
    answer_question(question, "Раз.", people["head"], MOMENT, 1)
    with pytest.raises(ChangedMeanwhileError):
        answer_question(ObjectivityQuestion.objects.get(pk=question.pk), "Два.", people["deputy"], MOMENT, 1)


@pytest.mark.parametrize(
    ("who", "status"),
    [("analyst", 200), ("authority-head", 200), ("coordinator", 200), ("head", 200), ("deputy", 200),
     ("neighbour-head", 404), ("stranger", 404), ("curator", 403), ("mentor", 403), ("teacher", 403),
     ("observer", 403), ("administrator", 403), ("outsider", 403)],
)  # fmt: skip
def test_the_question_is_for_the_office_and_the_school(
    signed_in: SignedIn, question: ObjectivityQuestion, who: str, status: int
):
    assert signed_in(who).get(f"/questions/{question.pk}/").status_code == status


def test_the_school_answers_and_the_office_decides_by_forms(
    signed_in: SignedIn, people: People, question: ObjectivityQuestion
):
    head, office = signed_in("head"), signed_in("coordinator")
    page = html.unescape(head.get(f"/questions/{question.pk}/").content.decode())
    assert NOT_RELIABLE in page
    assert FINDING["explanations"][0] in page
    assert "Записать решение" not in page
    answer = head.post(f"/questions/{question.pk}/answer/", {"words": "<b>Углублённый</b> класс", "version": 1})
    assert answer.status_code == 302
    page = office.get(f"/questions/{question.pk}/").content.decode()
    assert "&lt;b&gt;Углублённый" in page
    assert office.post(f"/questions/{question.pk}/answer/", {"words": "я", "version": 2}).status_code == 403
    assert head.post(f"/questions/{question.pk}/settle/", {"is_explained": "yes", "words": "я"}).status_code == 403
    said = {"is_explained": "yes", "words": "Верим", "version": 2}
    assert office.post(f"/questions/{question.pk}/settle/", said).status_code == 302
    assert ObjectivityQuestion.objects.get(pk=question.pk).state == QuestionState.EXPLAINED


def test_an_old_form_shows_both_texts(signed_in: SignedIn, people: People, question: ObjectivityQuestion):
    answer_question(question, "Слова завуча", people["deputy"], MOMENT, 1)
    answer = signed_in("head").post(f"/questions/{question.pk}/answer/", {"words": "Слова директора", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Слова завуча" in page
    assert "Слова директора" in page


def test_a_standing_question_marks_the_result_for_those_who_may_know(
    signed_in: SignedIn, people: People, question: ObjectivityQuestion
):
    code = people.schools[0].code
    assert standing_by_school(people["coordinator"], 2024) == {code: [question]}
    assert standing_by_school(people["coordinator"], 2023) == {}
    for who, sees in (
        ("coordinator", True),
        ("head", True),
        ("teacher", False),
        ("observer", False),
        ("curator", False),
    ):
        for address in ("/schools/", f"/schools/{code}/"):
            assert (NOT_RELIABLE in signed_in(who).get(address).content.decode()) is sees, (who, address)
    answer_question(question, "Объяснение.", people["head"], MOMENT, question.version)
    said = {"is_explained": True, "words": "Да."}
    settle_question(question, said, people["coordinator"], MOMENT, question.version)
    assert standing_by_school(people["coordinator"], 2024) == {}
    assert NOT_RELIABLE not in signed_in("coordinator").get("/schools/").content.decode()


def test_a_withdrawn_question_is_seen_by_nobody(signed_in: SignedIn, people: People, question: ObjectivityQuestion):
    assert signed_in("methodologist").post(f"/questions/{question.pk}/withdraw/").status_code == 302
    assert not questions_visible_to(people["coordinator"]).exists()
    assert signed_in("head").get(f"/questions/{question.pk}/").status_code == 404


def test_the_page_asks_only_by_those_who_may_and_of_papers_there_are(signed_in: SignedIn, people: People):
    address = f"/analysis/objectivity/ask/{people.schools[0].code}/"
    assert signed_in("methodologist").post(address, {"paper": "нет такой"}).status_code == 404
    assert signed_in("head").post(address, {"paper": SIGN.paper}).status_code == 403
    assert signed_in("stranger").post(address, {"paper": SIGN.paper}).status_code == 404


def test_only_a_school_with_signs_can_be_asked_from_the_page(signed_in: SignedIn, people: People):
    facts = current_facts()
    told = {
        one.status: (paper, one)
        for paper in papers_with_scores(facts)
        for one in measure(facts, Question("objectivity", (paper,))).answer.schools
        if Organisation.objects.filter(code=one.school).exists()
    }
    paper, without = told["no-signs"]
    browser = signed_in("analyst")
    page = browser.post(f"/analysis/objectivity/ask/{without.school}/", {"paper": paper}, follow=True).content.decode()
    assert "спрашивать не о чем" in page
    assert not ObjectivityQuestion.objects.exists()


def test_what_is_asked_from_the_page_is_copied_from_the_release(
    signed_in: SignedIn, people: People, monkeypatch: pytest.MonkeyPatch
):
    """The small made-up region has no such signs: one school's answer is given some."""
    facts = current_facts()
    paper = next(iter(papers_with_scores(facts)))
    answer = measure(facts, Question("objectivity", (paper,))).answer
    first, *others = answer.schools
    noted = first.model_copy(update={"status": "needs-explanation", "markers": ["journal-gap"]})
    doctored = AnalysisAnswer(answer=answer.model_copy(update={"schools": [noted, *others]}))
    monkeypatch.setattr("opora_web.programme.analysis.page.analysis_answer", lambda *_: doctored)
    browser = signed_in("analyst")
    reply = browser.post(f"/analysis/objectivity/ask/{noted.school}/", {"paper": paper, "words": "Как проверяли?"})
    made = ObjectivityQuestion.objects.get()
    assert reply.url == f"/questions/{made.pk}/"  # type: ignore[attr-defined]
    assert (made.school.code, made.paper, made.release) == (noted.school, paper, facts.number)
    assert made.finding["markers"] == ["journal-gap"]
    page = html.unescape(browser.get(f"/analysis/objectivity/?paper={paper}").content.decode())
    assert "школу спросили" in page
    assert "Спросить школу" not in page


def test_the_first_page_tells_a_head_of_a_question_and_the_office_of_an_answer(
    signed_in: SignedIn, people: People, question: ObjectivityQuestion
):
    assert "О чём спрашивают школу" in signed_in("head").get("/").content.decode()
    assert "О чём спрашивают школу" not in signed_in("neighbour-head").get("/").content.decode()
    assert "Школы объяснили результаты" not in signed_in("coordinator").get("/").content.decode()
    answer_question(question, "Объяснение.", people["head"], MOMENT, question.version)
    assert "О чём спрашивают школу" not in signed_in("head").get("/").content.decode()
    assert "Школы объяснили результаты" in signed_in("coordinator").get("/").content.decode()
    assert "Школы объяснили результаты" not in signed_in("curator").get("/").content.decode()


def pages_of_status(people: People, school: Organisation) -> dict[str, str]:
    """Return the address of each page that shows what a rule says of a school in 2024."""
    moment = {"made_by": people["coordinator"], "made_at": MOMENT}
    rules = {"year": 2024, "rules": DEFAULT_RULES, "rules_title": "правила", "release": current_facts().number}
    rule = current_facts().identification(2024).model_dump(mode="json", exclude={"schools"})
    finding = current_facts().identified(2024)[str(school.code)].model_dump(mode="json")
    made = SchoolList.objects.create(
        organisation=school.parent,
        answer=rule,
        state=ListState.DISCUSSED,
        answers_until=MOMENT.date(),
        **rules,
        **moment,
    )
    ListBasis.objects.create(school_list=made)
    entry = ListEntry.objects.create(school_list=made, school=school, finding=finding, status=finding["status"])
    case = Case.objects.create(
        school=school, finding=finding, opened_by=people["coordinator"], opened_at=MOMENT, phase_since=MOMENT.date(),
        **rules,
    )  # fmt: skip
    return {
        "list": f"/lists/{made.pk}/",
        "entry": f"/lists/entries/{entry.pk}/",
        "case": f"/cases/{case.pk}/",
        "why": f"/schools/{school.code}/why/2024/{DEFAULT_RULES}/",
    }


def test_wherever_the_status_stands_what_was_asked_and_answered_stands_beside_it(
    signed_in: SignedIn, people: People, question: ObjectivityQuestion
):
    pages = pages_of_status(people, people.schools[0])
    answer_question(question, "<i>Углублённый</i> класс", people["head"], MOMENT, question.version)
    office = signed_in("coordinator")
    for name, address in pages.items():
        page = office.get(address).content.decode()
        assert NOT_RELIABLE in page.lower(), name
        assert f"/questions/{question.pk}/" in page, name
        if name != "list":
            assert "Как проверяли работы?" in page, name
            assert "Ответ школы: «&lt;i&gt;Углублённый" in page, name
            assert "Это не вывод о школе" in page, name
    for name in ("entry", "why"):
        assert "Это не вывод о школе" in signed_in("head").get(pages[name]).content.decode()
    assert "Это не вывод о школе" not in signed_in("curator").get(pages["why"]).content.decode()
    said = {"is_explained": True, "words": "Протоколы видели."}
    settle_question(question, said, people["coordinator"], MOMENT, question.version)
    for name, address in pages.items():
        page = office.get(address).content.decode()
        assert NOT_RELIABLE not in page.lower(), name
        assert name == "list" or "ответ принят: «Протоколы видели»" in page, name


def test_a_question_about_another_year_says_nothing_of_this_one(
    signed_in: SignedIn, people: People, question: ObjectivityQuestion
):
    code = people.schools[0].code
    assert (
        "Это не вывод о школе"
        in signed_in("analyst").get(f"/schools/{code}/why/2024/{DEFAULT_RULES}/").content.decode()
    )
    earlier = signed_in("analyst").get(f"/schools/{code}/why/2023/{DEFAULT_RULES}/").content.decode()
    assert NOT_RELIABLE not in earlier.lower()


def test_the_letter_says_what_was_asked_and_answered_to_those_who_may_know(
    signed_in: SignedIn, people: People, question: ObjectivityQuestion
):
    answer_question(question, "Углублённый класс", people["head"], MOMENT, question.version)
    address = f"/schools/{people.schools[0].code}/why/2024/{DEFAULT_RULES}/letter.docx"
    letter = words_of(signed_in("coordinator").get(address).content)
    assert NOT_RELIABLE in letter.lower()
    assert "Ответ школы: «Углублённый класс» – ответ рассматривают." in letter
    assert NOT_RELIABLE not in words_of(signed_in("curator").get(address).content).lower()


def words_of(content: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs).replace("\u00a0", " ")


def test_the_analysis_keeps_the_answer_beside_the_signs(
    signed_in: SignedIn, people: People, monkeypatch: pytest.MonkeyPatch
):
    """The small made-up region has no such signs: two schools' answers are given some."""
    facts = current_facts()
    paper = next(code for code, one in papers_with_scores(facts).items() if one.paper.year == 2024)
    answer = measure(facts, Question("objectivity", (paper,))).answer
    codes = [str(one.code) for one in people.schools]
    signs = {"status": "needs-explanation", "markers": ["bunching"]}
    schools = [one.model_copy(update=signs if one.school in codes[:2] else {}) for one in answer.schools]
    told = AnalysisAnswer(answer=answer.model_copy(update={"schools": schools}))
    monkeypatch.setattr("opora_web.programme.analysis.page.analysis_answer", lambda *_: told)
    asked = ask_school(
        people.schools[0], Sign(1, paper, answer.title, FINDING), "Кто проверял?", people["analyst"], MOMENT
    )
    answer_question(asked, "Взаимная проверка", people["head"], MOMENT, asked.version)
    page = html.unescape(signed_in("analyst").get("/analysis/objectivity/", {"paper": paper}).content.decode())
    assert "Школу спросили: «Кто проверял?». Ответ школы: «Взаимная проверка» – ответ рассматривают." in page
    assert "Школу об этом ещё не спрашивали." in page
