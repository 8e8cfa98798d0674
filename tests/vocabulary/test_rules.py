"""Rule sets: complete, documented, and explained in Russian when a key is wrong."""

from datetime import date
from pathlib import Path

import pytest

from opora.vocabulary.authority import BUILT_IN, AuthorityFileMissingError
from opora.vocabulary.authority_reading import AuthorityFileUnreadableError
from opora.vocabulary.rules import METHODS, LowProcedures, RepeatedFailure, RuleProcedure, rule_set, rule_set_names

FEDERAL = (BUILT_IN / "federal-2020.toml").read_text(encoding="utf-8")


def complaint(folder: Path, *changes: tuple[str, str]) -> str:
    text = FEDERAL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "federal-2020.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AuthorityFileUnreadableError) as raised:
        rule_set("federal-2020", (folder, BUILT_IN))
    return str(raised.value)


def test_the_federal_rule_is_the_default_everybody_quotes() -> None:
    rules = rule_set("federal-2020")
    assert isinstance(rules, LowProcedures)
    assert (rules.threshold_percent, rules.least_low_procedures, rules.stable_years) == (30, 2, 2)
    assert (rules.min_participants, rules.small_school) == (10, 20)
    assert [cell.label for cell in rules.procedure] == [
        "ВПР, русский язык, 5 класс", "ВПР, русский язык, 6 класс", "ВПР, математика, 5 класс",
        "ВПР, математика, 6 класс", "ОГЭ, русский язык", "ОГЭ, математика", "ЕГЭ, русский язык", "ЕГЭ, математика",
    ]  # fmt: skip
    assert {"profile", "base"} <= set(rules.procedure[-1].levels)


def test_every_built_in_rule_set_can_be_read_and_says_where_it_comes_from() -> None:
    names = rule_set_names()
    assert names == [
        "decline-risk", "double-failure", "federal-2020", "inspection-risk", "lower-quartile", "three-lists-2020",
    ]  # fmt: skip
    for name in names:
        rules = rule_set(name)
        assert rules.source
        assert rules.review_by > date(2026, 1, 1)


def test_double_failure_asks_for_both_exams_three_years_running() -> None:
    rules = rule_set("double-failure")
    assert isinstance(rules, RepeatedFailure)
    assert (rules.least_low_procedures, rules.years_running, len(rules.procedure)) == (2, 3, 2)


def test_every_parameter_is_explained() -> None:
    unexplained = [
        (model.__name__, name)
        for model in (*METHODS, RuleProcedure)
        for name, field in model.model_fields.items()
        if not field.description
    ]
    assert unexplained == []


def test_a_rule_set_never_changes() -> None:
    rules = rule_set("federal-2020")
    with pytest.raises(ValueError, match="frozen"):
        rules.threshold_percent = 20  # type: ignore[union-attr]


def test_an_authority_keeps_a_rule_of_its_own(tmp_path: Path) -> None:
    own = FEDERAL.replace("threshold_percent = 30", "threshold_percent = 25").replace("federal-2020", "own")
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    rules = rule_set("own", (tmp_path, BUILT_IN))
    assert isinstance(rules, LowProcedures)
    assert rules.threshold_percent == 25
    assert "own" in rule_set_names((tmp_path, BUILT_IN))


def test_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(AuthorityFileMissingError, match="federal-2020"):
        rule_set("federal-2021")


NUMBER = "threshold_percent = 30"
METHOD = 'method = "low-procedures"'
WRONG = (
    (NUMBER, 'threshold_percent = "30"', "federal-2020.toml › threshold_percent: найдено «30», ожидается число."),
    (NUMBER, "threshold_percent = 130", "threshold_percent: найдено «130», ожидается не больше 100."),
    (NUMBER, "threshold_percent = 0", "threshold_percent: найдено «0», ожидается больше 0."),
    (NUMBER, "threshold_percent =", "файл не читается как TOML"),
    ("stable_years = 2", "", "stable_years: ключа нет, ожидается этот ключ. Лет подряд"),
    ("stable_years = 2", "stable_years = 1.5", "stable_years: найдено «1.5», ожидается целое число."),
    ("stable_years = 2", "stable_yeers = 2", "stable_yeers: такого ключа нет. Возможно, имелся в виду stable_years"),
    (METHOD, 'method = "magic"', "method: найдено «magic», ожидается одно из: 'low-procedures'"),
    (METHOD, "", "method: ключа нет, ожидается этот ключ."),
    ("2027-02-01", '"скоро"', "review_by: найдено «скоро», ожидается дата вида 2026-12-31."),
    ('"widely-quoted"', '"sure"', "status: найдено «sure», ожидается одно из: 'confirmed'"),
    ('"russian"', '"rusian"', "procedure[1].subject: найдено «rusian», ожидается одно из: russian"),
    ("paper_grade = 6", "paper_grade = 5", "файл целиком: ожидается каждая процедура, предмет и класс"),
    ("risk_percent = 20", "risk_percent = 40", "risk_percent не больше threshold_percent (30)"),
    ("least_low_procedures = 2", "least_low_procedures = 9", "least_low_procedures не больше числа процедур (8)"),
    ('name = "federal-2020"', 'name = "other"', "name: найдено «other», ожидается имя файла «federal-2020»"),
)


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_wrong_key_is_named_with_what_is_expected(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in complaint(tmp_path, (old, new))


def test_all_wrong_keys_are_named_at_once(tmp_path: Path) -> None:
    text = complaint(
        tmp_path, ("threshold_percent = 30", "threshold_percent = -1"), ("small_school = 20", 'small_school = "да"')
    )
    assert len(text.splitlines()) == 2
    assert all(line.startswith("federal-2020.toml › ") for line in text.splitlines())
