"""The procedures of a rule in one year: what is there, what is not and why, levels together, whole-number verdicts."""

import pyarrow as pa
import pytest

from opora.analysis.cells import (
    Counted,
    YearMissingError,
    prior_kinds,
    ready_made_schools,
    rule_cells,
    rule_chances,
    weighed_cells,
    years_up_to,
)
from opora.analysis.shares import wilson_interval
from opora.tables import BELOW_THRESHOLD
from opora.vocabulary.rules import rule_set
from tests.drawn_tables import drawn

RULES = rule_set("federal-2020")
PAPERS = """
school | year | procedure | subject     | paper_grade | level    | pupil_grade | pupils | below | is_ready_made
a      | 2024 | vpr       | russian     | 5           | standard | 5           | 10     | 3     | false
a      | 2024 | vpr       | russian     | 6           | standard | 7           | 10     | 2     | true
a      | 2024 | vpr       | mathematics | 5           | standard |             | 9      | 9     | false
a      | 2024 | ege       | mathematics | 11          | profile  | 11          | 7      | 1     | false
a      | 2024 | ege       | mathematics | 11          | base     | 11          | 5      | 3     | false
a      | 2024 | ege       | mathematics | 11          | advanced | 11          | 50     | 50    | false
a      | 2023 | oge       | russian     | 9           | standard | 9           | 30     | 30    | false
a      | 2024 | vpr       | biology     | 5           | standard | 5           | 30     | 30    | false
b      | 2024 | vpr       | russian     | 5           | standard | 5           | 30     | 30    | true
"""
WITHHELD = """
a | 2024 | vpr | mathematics | 6 | standard
a | 2024 | vpr | russian     | 5 | standard
a | 2023 | oge | mathematics | 9 | standard
"""


def counted() -> Counted:
    heading = "school | year | procedure | subject | paper_grade | level\n"
    return Counted(drawn(BELOW_THRESHOLD, PAPERS), drawn(BELOW_THRESHOLD, heading + WITHHELD.strip()))


def cells(*schools: str, year: int = 2024) -> pa.Table:
    return weighed_cells(rule_cells(counted(), pa.array(schools), RULES, year), RULES)


def test_schools_times_procedures_in_the_order_of_the_rule() -> None:
    table = cells("b", "a", "nowhere")
    assert table["school"].to_pylist() == ["b"] * 8 + ["a"] * 8 + ["nowhere"] * 8
    first = list(zip(*(table[name].to_pylist()[:8] for name in ("procedure", "subject", "paper_grade")), strict=True))
    assert first == [(one.procedure, one.subject, one.paper_grade) for one in RULES.procedure]


def test_codes_of_a_school_are_added_up_and_their_grade_is_theirs_only_where_all_share_it() -> None:
    rows = """
        school | year | procedure | subject     | paper_grade | level    | pupil_grade | pupils | below | is_ready_made
        a      | 2024 | vpr       | russian     | 5           | standard | 5           | 6      | 2     | false
        a      | 2024 | vpr       | russian     | 5           | standard | 5           | 7      | 3     | false
        a      | 2024 | vpr       | mathematics | 5           | standard | 5           | 6      | 1     | false
        a      | 2024 | vpr       | mathematics | 5           | standard | 6           | 4      | 0     | false
        a      | 2024 | vpr       | mathematics | 5           | standard |             | 1      | 1     | false
    """
    below = drawn(BELOW_THRESHOLD, rows)
    found = rule_cells(Counted(below, below.slice(0, 0)), pa.array(["a"]), RULES, 2024).to_pylist()
    assert [(row["pupils"], row["below"], row["pupil_grade"]) for row in found if row["pupils"]] == [
        (13, 5, 5),
        (11, 2, None),
    ]


def test_each_absence_has_its_reason() -> None:
    assert cells("a")["availability"].to_pylist() == [
        "measured", "measured", "too-few", "withheld", "not-held", "not-held", "not-held", "measured",
    ]  # fmt: skip
    assert cells("nowhere")["availability"].to_pylist() == ["not-held"] * 8
    assert cells("a", year=2023)["availability"].to_pylist()[4:6] == ["measured", "withheld"]


def test_absent_is_null_and_never_zero() -> None:
    for row in cells("a").to_pylist():
        has_result = row["availability"] in {"measured", "too-few"}
        for name in ("pupils", "below", "share_below", "interval_low", "interval_high", "probability_low", "stability"):
            assert (row[name] is not None) is has_result, (row["availability"], name)
        assert (row["is_low"] is not None) is (row["availability"] == "measured")


def test_three_of_ten_is_low_two_of_ten_is_not_and_nine_of_nine_is_not_judged() -> None:
    assert cells("a")["is_low"].to_pylist()[:3] == [True, False, None]


def test_levels_of_ege_mathematics_that_the_rule_names_are_one_procedure() -> None:
    ege = cells("a").to_pylist()[7]
    assert (ege["below"], ege["pupils"], ege["pupil_grade"]) == (4, 12, 11)
    assert ege["is_low"] is True
    low, high = wilson_interval(4, 12)
    assert (ege["interval_low"], ege["interval_high"]) == (pytest.approx(float(low)), pytest.approx(float(high)))


def test_the_grade_of_the_pupils_is_theirs_and_unknown_where_it_is_mixed() -> None:
    assert cells("a")["pupil_grade"].to_pylist()[:3] == [5, 7, None]


def test_chances_leave_out_procedures_without_enough_participants_only_where_the_rule_does() -> None:
    table = cells("a", "nowhere")
    (known, unknown) = rule_chances(table, RULES).to_pylist()
    assert (unknown["probability_low"], unknown["probability_listed"]) == (None, None)
    assert known["probability_low"] > known["probability_listed"], "nine of nine speak for a true share, not for a list"


def test_a_lone_school_teaches_nothing_of_others() -> None:
    assert prior_kinds(cells("a"), RULES) == ["weak"] * 8


def test_ready_made_statistics_are_counted_by_procedure_and_year() -> None:
    assert ready_made_schools(counted(), pa.array(["a", "b"]), RULES, 2024) == [1, 1, 0, 0, 0, 0, 0, 0]
    assert ready_made_schools(counted(), pa.array(["a"]), RULES, 2024)[0] == 0
    assert ready_made_schools(counted(), pa.array(["a", "b"]), RULES, 2023) == [0] * 8


def test_the_years_are_whole_and_a_missing_one_is_named_with_those_there_are() -> None:
    below = drawn(BELOW_THRESHOLD, "school | year\na | 2021\na | 2023\na | 2024")
    assert years_up_to(below, 2023) == [2021, 2022, 2023]
    with pytest.raises(YearMissingError, match=r"за 2022 год нет\. Есть годы: 2021, 2023, 2024"):
        years_up_to(below, 2022)
    with pytest.raises(YearMissingError, match="примите файлы"):
        years_up_to(BELOW_THRESHOLD.table([]), 2024)
