"""«Why is this school on the list?»: the same as the library says, rows only to whom they are open."""

import io

import docx
import pytest

from opora.pipeline import explain
from opora_web.facts import current_facts, rules_named
from opora_web.programme.schools.procedures import procedure_rows
from opora_web.programme.schools.why import differences, without_rows
from tests.web.personas import People, SignedIn
from tests.web.programme.schools.test_school import text


def address(people: People, ending: str = "") -> str:
    return f"/schools/{people.schools[0].code}/why/2024/federal-2020/{ending}"


def test_the_page_holds_every_sentence_and_the_rule_with_its_source(signed_in: SignedIn, people: People):
    said = text(signed_in("head").get(address(people)).content)
    explained = current_facts().explanation(str(people.schools[0].code), 2024)
    for words in (*explained.sentences, explained.rules_title, explained.rules_edition, explained.rules_source):
        assert " ".join(words.replace("\xa0", " ").split()) in said


def test_rows_are_shown_only_to_whom_they_are_open(signed_in: SignedIn, people: People):
    explained = current_facts().explanation(str(people.schools[0].code), 2024)
    rows = [row for one in explained.evidence for row in one.rows]
    pupils = {row.pupil for row in rows if row.pupil}
    assert pupils
    for name in ("head", "deputy", "coordinator", "methodologist", "curator", "analyst"):
        page = signed_in(name).get(address(people)).content.decode()
        assert all(f"<td>{pupil}</td>" in page for pupil in pupils), name
    for name in ("mentor", "teacher", "observer", "authority-head"):
        page = signed_in(name).get(address(people)).content.decode()
        assert not any(f"<td>{pupil}</td>" in page for pupil in pupils), name
        assert "открывает число строк, но не сами строки" in page


def test_computing_again_agrees_with_what_is_shown(signed_in: SignedIn, people: People):
    answer = signed_in("head").post(address(people, "again/"), {"release": "1"}, follow=True)
    assert "совпало всё" in answer.content.decode()


def test_a_difference_is_named(people: People):
    code = str(people.schools[0].code)
    shown = current_facts().explanation(code, 2024)
    first = shown.identified.procedures[0]
    other = first.model_copy(update={"below": 99})
    changed = shown.identified.model_copy(
        update={"status": "stably-high", "procedures": [other, *shown.identified.procedures[1:]]}
    )
    found = differences(shown, shown.model_copy(update={"identified": changed}))
    assert [one.what for one in found] == ["вывод по правилу", first.label]
    assert "99" in found[1].again
    assert differences(shown, shown) == []
    assert [one.what for one in differences(shown, shown.model_copy(update={"notes": ["новое"]}))] == [
        "формулировки или строки"
    ]


def test_what_was_kept_is_what_the_release_says(people: People):
    facts = current_facts()
    for school in people.schools[:3]:
        code = str(school.code)
        again = explain(facts.release, code, 2024, rules_named("federal-2020"))
        assert facts.explanation(code, 2024) == again == facts.recomputed(code, 2024)


def test_computing_again_is_a_deed_and_no_link(signed_in: SignedIn, people: People):
    assert signed_in("head").get(address(people, "again/")).status_code == 405
    assert signed_in("neighbour-head").post(address(people, "again/")).status_code == 404


def test_the_letter_names_files_only_to_whom_rows_are_open(signed_in: SignedIn, people: People):
    def words(name: str) -> str:
        answer = signed_in(name).get(address(people, "letter.docx"))
        assert answer["Content-Disposition"].startswith("attachment")
        document = docx.Document(io.BytesIO(answer.content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])

    file = current_facts().explanation(str(people.schools[0].code), 2024).evidence[0].rows[0].file
    assert file in words("head")
    assert file not in words("observer")
    assert people.schools[0].name.split()[-1] in words("observer")


@pytest.mark.parametrize(
    "ending", ["2019/federal-2020/", "2024/no-such-rules/", "99999/federal-2020/", "2024/federal-2020/?release=77"]
)
def test_a_year_a_rule_or_a_release_that_is_not_there_is_not_found(signed_in: SignedIn, people: People, ending: str):
    assert signed_in("head").get(f"/schools/{people.schools[0].code}/why/{ending}").status_code == 404


@pytest.mark.parametrize("rules", ["three-lists-2020", "lower-quartile", "double-failure", "decline-risk"])
def test_every_rule_explains_itself(signed_in: SignedIn, people: People, rules: str):
    answer = signed_in("head").get(f"/schools/{people.schools[0].code}/why/2024/{rules}/")
    assert answer.status_code == 200
    assert rules_named(rules).title in answer.content.decode()


def test_a_procedure_nobody_can_judge_stays_grey(people: People):
    facts = current_facts()
    rows = [
        row
        for code in facts.schools
        for row in procedure_rows(facts.identified(2024)[code], 2024, facts.identification(2024).threshold)
    ]
    grey = [row for row in rows if row.verdict in {"мало участников", "не проводилось"}]
    assert grey
    assert {row.tone for row in grey} == {""}


def test_without_rows_nothing_but_rows_is_lost(people: People):
    explained = current_facts().explanation(str(people.schools[0].code), 2024)
    assert without_rows(explained).evidence == []
    assert without_rows(explained).sentences == explained.sentences
