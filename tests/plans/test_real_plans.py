"""Two plans of real districts, as pasted from Word: every row, deadline and party. Facts only; skipped where absent."""

from functools import lru_cache
from pathlib import Path

import pytest

from opora.deadlines import period_of
from opora.plans import lint, read_plan
from opora.tables.plan import Plan

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "mission" / "sources"
pytestmark = pytest.mark.skipif(not SOURCES.is_dir(), reason="the districts' documents are not here")

UO, IMS, HEADS = "Управление образования администрации Абанского района", "МКУ «ИМС»", "руководители ОО"
WHOLE_IMS, TEAMS = "МКУ «Информационно-методическая служба»", "административные команды ОО"

#: Number → deadline's kind, first day, last day, parties.
ABANSKY = {
    "1": ("month", "2020-06-01", "2020-06-30", ("УО", IMS)),
    "2": ("month", "2020-06-01", "2020-06-30", ("УО", IMS, "администрация ОО")),
    "3": ("month", "2020-06-01", "2020-06-30", ("УО", IMS)),
    "4": ("month", "2020-06-01", "2020-06-30", ("Коршунова Н.В.", "Килина С.А.", "Шукайло Н.Н.")),
    "5": ("school_year", None, None, (IMS, HEADS)),
    "6": ("quarter", "2020-07-01", "2020-09-30", ("Административные команды ОО",)),
    "7": ("school_year", None, None, ("УО", IMS, HEADS)),
    "8": ("month_list", "2020-09-01", "2021-05-31", ("УО", IMS, HEADS, "рабочая группа")),
    "9": ("year", None, None, ("УО", IMS, HEADS)),
    "10": ("recurring", None, None, (UO, IMS, HEADS, "рабочая группа")),
    "11": ("mixed", "2020-11-01", "2021-05-31", (UO, IMS, HEADS)),
    "12": ("quarter", "2020-07-01", "2020-09-30", ("Руководители ОО", "рабочая группа")),
    "13": ("school_year", None, None, (UO, IMS, HEADS)),
    "14": ("month", "2020-07-01", "2020-07-31", ("КИПК", UO, IMS, HEADS)),
    "15": ("month_range", None, None, (IMS, HEADS)),
    "16": ("school_year", None, None, (UO, IMS, HEADS,
           "руководители профессиональных педагогических сообществ Абанского района")),
    "17": ("mixed", "2020-04-01", "2020-06-30", (IMS, HEADS)),
    "18": ("year", None, None, (IMS, HEADS)),
    "19": ("year", None, None, (IMS, HEADS)),
    "20": ("year", None, None, (UO, IMS, HEADS)),
    "21": ("month_list", "2020-11-01", "2021-05-31", (UO, WHOLE_IMS, HEADS)),
    "22": ("year", None, None, (UO, WHOLE_IMS, HEADS)),
    "23": ("year", None, None, (UO, WHOLE_IMS, HEADS)),
    "24": ("year", None, None, (UO, WHOLE_IMS, HEADS)),
    "25": ("year", None, None, (UO, WHOLE_IMS, HEADS)),
    "26": ("month", "2021-05-01", "2021-05-31", (UO, WHOLE_IMS, HEADS)),
    "27": ("month_list", "2020-09-01", "2021-05-31", (UO, WHOLE_IMS, TEAMS)),
    "29": ("recurring", None, None, (UO, WHOLE_IMS, TEAMS)),
    "30": ("recurring", None, None, (UO, WHOLE_IMS, HEADS)),
    "31": ("recurring", None, None, (UO, WHOLE_IMS, TEAMS)),
}  # fmt: skip
BOTH = ("Руководители ОО", "ИМЦ УО")
TERSKY = {
    "1": ("month", "2022-02-01", "2022-02-28", ("ИМЦ УО", "Шидукова Л.П.")),
    "2": ("month_range", "2022-04-01", "2022-12-31", BOTH),
    "3": ("month_range", "2022-04-01", "2022-12-31", ("Руководители ОО",)),
    "4": ("month_range", "2022-04-01", "2022-12-31", BOTH[::-1]),
    "5": ("month_range", "2022-03-01", "2022-04-30", BOTH),
    "6": ("month", "2022-04-01", "2022-04-30", BOTH),
    "7": ("month_range", "2022-03-01", "2022-04-30", BOTH),
    "8": ("month_range", "2022-04-01", "2022-08-31", BOTH),
    "9": ("by_other_plan", None, None, ("Образовательные организации", "ИМЦ УО")),
    "10": ("continuous", None, None, ("Руководители ОО",)),
    "11": ("year", "2022-01-01", "2022-12-31", ("Методисты ИМЦ УО",)),
    "12": ("continuous", None, None, ("УО",)),
    "13": ("year", "2022-01-01", "2022-12-31", ("Руководители ОО",)),
    "14": ("year", "2022-01-01", "2022-12-31", ("ИМЦ УО",)),
    "15": ("year", "2022-01-01", "2022-12-31", ("ИМЦ УО",)),
    "16": ("month_range", "2022-03-01", "2022-04-30", ("Управление образования",)),
    "17": ("month", "2022-12-01", "2022-12-31", ("Управление образования",)),
    "18": ("recurring", None, None, ("ИМЦ УО",)),
}


@lru_cache
def plan(name: str) -> Plan:
    return read_plan(SOURCES / f"{name}.txt")


@pytest.mark.parametrize(("name", "rows"), [("abansky", ABANSKY), ("tersky", TERSKY)])
def test_every_row_deadline_and_party_is_read(name: str, rows: dict[str, object]) -> None:
    found = {}
    for measure in plan(name).measures:
        deadline = measure.deadline
        assert deadline is not None
        days = tuple(str(day) if day else None for day in (deadline.starts_on, deadline.ends_on))
        parties = tuple(party.text for party in measure.responsible)
        found[(measure.number or "").rstrip(".")] = (str(deadline.kind), *days, parties)
    assert found == rows


def test_abansky_has_thirty_measures_in_five_sections_for_four_years() -> None:
    found = plan("abansky")
    assert found.period == period_of("2020-2023")
    assert [section.measures for section in found.sections] == [3, 11, 8, 1, 7]
    assert found.has == ("deadline", "expected", "name", "number", "responsible")
    assert [measure.number for measure in found.measures if not measure.expected] == ["16."]


def test_abansky_names_people_with_their_posts() -> None:
    (measure,) = (one for one in plan("abansky").measures if one.number == "4.")
    assert [(party.kind, party.post) for party in measure.responsible] == [
        ("person", "муниципальный координатор"),
        ("person", "руководитель МКУ «ИМС»"),
        ("person", "начальник отдела общего и дополнительного образования Управления образования"),
    ]


def test_abansky_has_one_indicator_with_four_targets() -> None:
    (indicator,) = plan("abansky").indicators
    assert indicator.measure == "6."
    assert [(target.year, target.value) for target in indicator.targets] == [
        ("2020", 0.333),
        ("2021", 0.555),
        ("2022", 0.777),
        ("2023", 1.0),
    ]


def test_the_linter_finds_what_is_wrong_in_abansky() -> None:
    found = {(problem.code, (problem.measure or "").rstrip(".")) for problem in lint(plan("abansky"))}
    assert {
        ("number-skipped", "29"),
        ("result-missing", "16"),
        ("group-name-doubtful", "26"),
        ("group-named-differently", ""),
        ("result-not-provable", "23"),
        ("deadline-ambiguous", "9"),
    } <= found
    assert not {code for code, _ in found} & {
        "owner-missing", "deadline-missing", "number-repeated", "number-out-of-order", "reference-broken",
        "target-falls", "target-jumps", "section-empty", "deadline-outside-period", "year-doubtful", "measure-repeated",
    }  # fmt: skip
    (skipped,) = (problem for problem in lint(plan("abansky")) if problem.code == "number-skipped")
    assert "нет номера 28" in skipped.text


def test_tersky_has_eighteen_measures_in_five_sections_and_the_analysis_below_is_none_of_them() -> None:
    found = plan("tersky")
    assert [section.measures for section in found.sections] == [4, 6, 3, 2, 3]
    assert found.title is not None
    assert found.title.startswith("ПЛАН МЕРОПРИЯТИЙ")
    assert found.title.endswith("на 2022 год")
    assert found.period == period_of("2022")
    assert found.measures[9].name.endswith("адресной помощи в преодолении образовательных трудностей")
    assert [problem.code for problem in lint(found)] == ["result-column-missing"]
