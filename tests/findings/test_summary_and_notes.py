"""The list in numbers, and what its notes tell of the data behind it."""

from dataclasses import replace

from opora.findings.found import identified_schools
from opora.findings.notes import code_notes, notes, prior_notes, ready_made_notes
from opora.findings.summary import CHANCE_DECIDES, identification
from opora.tables import SCHOOL_CODES, SCHOOLS
from opora.tables.identification import Identification
from tests.drawn_tables import drawn
from tests.findings.judged import FEDERAL, QUARTILE, OneYear, found

LOW: OneYear = [(30, 100), (30, 100)]
SMALL_AND_UNSURE: OneYear = [(3, 10), (3, 10)]
SMALL_AND_SURE: OneYear = [(10, 10), (10, 10)]
FINE: OneYear = [(0, 100), (0, 100)]


def listed(schools: dict[str, list[OneYear]]) -> Identification:
    answer = found(FEDERAL, schools)
    rows = [{"school": code, "name": code, "municipality": None, "in_register": True} for code in schools]
    return identification(7, answer, identified_schools(answer, SCHOOLS.table(rows)), ["Примечание."])


def test_the_summary_counts_each_school_where_it_belongs() -> None:
    summary = listed(
        {"new": [FINE, LOW], "again": [LOW, LOW], "left": [LOW, FINE], "risk": [FINE, [(30, 100), (0, 100)]],
         "none": [FINE, FINE], "tiny": [[], [(1, 4)]]}
    ).summary  # fmt: skip
    assert (summary.schools, summary.listed, summary.first_time, summary.long_standing) == (6, 2, 1, 1)
    assert (summary.at_risk, summary.left, summary.insufficient_data) == (1, 1, 1)
    assert summary.small_schools == 0
    assert summary.share_of_small_schools_decided_by_chance is None


def test_chance_decides_where_the_same_decision_would_come_out_less_than_four_times_in_five() -> None:
    answer = listed(
        {"unsure": [SMALL_AND_UNSURE], "sure": [SMALL_AND_SURE], "large": [LOW], "cannot be judged": [[(9, 9)]]}
    )
    stability = {school.school: school.list_stability for school in answer.schools}
    assert (stability["unsure"] or 0) < CHANCE_DECIDES < (stability["sure"] or 0)
    assert answer.summary.small_schools == 2
    assert answer.summary.small_schools_decided_by_chance == 1
    assert answer.summary.share_of_small_schools_decided_by_chance == 0.5
    assert answer.summary.chance_decides == CHANCE_DECIDES


def test_the_rule_is_said_in_words_with_the_answer() -> None:
    answer = listed({"a": [FINE]})
    assert answer.notes == ["Примечание."]
    assert "не преодолели не менее 30\u00a0% участников" in answer.rule_words[0]
    assert answer.rule_words[1].endswith("не менее чем в 2 процедурах одного года.")


REGISTER = drawn(SCHOOLS, "school | name | in_register\na | Школа | true")
NO_REGISTER = drawn(SCHOOLS, "school | name | in_register\na | Школа | false\nb | Школа | false")
CODES = drawn(SCHOOL_CODES, "school_code | school | joined\na | a | register\n104005 | 104005 | own-code")


def test_codes_outside_the_register_are_named_and_long_lists_are_counted() -> None:
    assert code_notes(REGISTER, CODES) == ["Кодов, которых нет в реестре школ, – 1: 104005."]
    many = drawn(SCHOOL_CODES, "school_code|school|joined\n" + "\n".join(f"c{n}|c{n}|own-code" for n in range(8)))
    assert code_notes(REGISTER, many) == ["Кодов, которых нет в реестре школ, – 8: c0, c1, c2, c3, c4 и ещё 3."]
    known = drawn(SCHOOL_CODES, "school_code | school | joined\na | a | register")
    assert code_notes(REGISTER, known) == []


def test_without_a_register_that_is_said_with_what_to_do() -> None:
    (note,) = code_notes(NO_REGISTER, CODES)
    assert note.startswith("Реестра школ нет: 2 школы стоят под кодами и названиями из файлов.")
    assert "opora template schools" in note


def test_procedures_nobody_has_a_result_in_are_named() -> None:
    said = notes(found(QUARTILE, {"a": [[(1, 12)]]}), REGISTER, CODES)
    assert "За 2024 год нет никаких результатов: ВПР, математика, 4 класс." in said
    assert not any("русский язык" in note and "нет никаких" in note for note in said)


def test_ready_made_statistics_are_said_with_the_schools_they_stand_for() -> None:
    answer = found(QUARTILE, {"a": [[(1, 12), (1, 12)]]})
    assert ready_made_notes(answer) == []
    assert ready_made_notes(replace(answer, ready_made=[2, 0])) == [
        "Индивидуальных результатов нет, взята готовая статистика по отметкам: ВПР, русский язык, 4 класс – 2 школы."
    ]


def test_what_other_schools_could_not_teach_is_said_only_of_procedures_with_results() -> None:
    few = found(QUARTILE, {"a": [[(1, 12)]]})
    (note,) = prior_notes(few)
    assert note.startswith("Учиться у других школ не на чем")
    assert note.endswith(": ВПР, русский язык, 4 класс.")
    alike = found(QUARTILE, {f"{number}": [[(3, 12)]] for number in range(12)})
    (note,) = prior_notes(alike)
    assert note.startswith("Школы различаются не больше, чем объясняет случай")
    apart = found(QUARTILE, {f"{number}": [[(number % 3 * 10, 24)]] for number in range(30)})
    assert prior_notes(apart) == []
