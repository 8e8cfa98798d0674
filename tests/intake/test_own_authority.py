"""An authority's own scales and minimum scores, in its data folder, come before the built-in ones."""

import datetime as dt
from pathlib import Path

from opora.pipeline import identify, take_in
from opora.store import Store
from opora.vocabulary.rules import rule_set
from tests.workbooks import xlsx

OWN_MINIMUM = """
[[minimum]]
procedure = "ege"
subjects = ["russian"]
year_from = 2024
year_to = 2024
score = 40
source = "приказ министерства"
status = "confirmed"
"""

PROTOCOL = [
    ["01 - Русский язык 2024.05.28"],
    ["№", "Код МСУ", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Документ", "Первичный балл", "Балл"],
    *([number, 111, 111002, 11, "Иванов", "Иван", f"Отчество{'ъ' * number}", 1000 + number, 12, 30 + number]
      for number in range(1, 13)),
]  # fmt: skip


def below(data: Path, folder: Path) -> int | None:
    store = Store(data)
    take_in([folder], store, dt.datetime(2024, 7, 1, tzinfo=dt.UTC))
    (school,) = identify(store.current(), 2024, rule_set("federal-2020")).schools
    return next(one.below for one in school.procedures if (one.procedure, one.subject) == ("ege", "russian"))


def test_an_own_minimum_score_comes_before_the_built_in_one(tmp_path: Path) -> None:
    folder = tmp_path / "файлы"
    folder.mkdir()
    (folder / "егэ.xlsx").write_bytes(xlsx({"Протокол": PROTOCOL}))
    assert below(tmp_path / "built-in", folder) == 0  # all have 31–42, the federal minimum is 24
    scales = tmp_path / "own" / "authorities" / "scales"
    scales.mkdir(parents=True)
    (scales / "minimum-scores.toml").write_text(OWN_MINIMUM, encoding="utf-8")
    assert below(tmp_path / "own", folder) == 9  # 31–39
