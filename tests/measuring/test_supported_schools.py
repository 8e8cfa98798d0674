"""Who was supported, as people write it."""

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from opora.analysis.lazy import Lazy
from opora.analysis.support_effect import Support
from opora.measuring.supported_schools import kinds_of, support_of_columns, supported_of_table
from opora.vocabulary.refusal import AnalysisRefusedError


def table(**columns: list[object]) -> Lazy:
    return nw.from_native(duckdb.connect().from_arrow(pa.table(columns)))


def test_headings_may_be_russian_or_english() -> None:
    russian = supported_of_table(table(Школа=["а", "б"], Год=[2022, 2023], Виды=["наставник, семинары", None]))
    assert russian.support == {"а": Support(2022, frozenset({"наставник", "семинары"})), "б": Support(2023)}
    assert supported_of_table(table(school=["а"], year=[2022])).support == {"а": Support(2022)}


def test_a_school_named_twice_keeps_its_first_year_and_all_kinds_and_is_said_so() -> None:
    found = supported_of_table(table(school=["а", "а"], year=[2023, 2022], kinds=["x", "y"]))
    assert found.support == {"а": Support(2022, frozenset({"x", "y"}))}
    assert found.notes == ("Стоят в списке не раз, взят первый год, виды мер сложены: а.",)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"school": ["а", None], "year": [2022, 2022]}, "Строка 3: школа не названа"),
        ({"school": ["а"], "year": ["весной"]}, "Строка 2, год: найдено «весной», ожидается первый год"),
        ({"school": ["а", "б"], "year": [2022, None]}, "Строка 3, год: найдено пусто"),
        ({"school": ["а"], "год поддержки": [2022]}, "Столбца «year» в таблице нет"),
    ],
)
def test_what_cannot_be_read_is_answered_with_its_row(columns: dict[str, list[object]], said: str) -> None:
    with pytest.raises(AnalysisRefusedError, match=said):
        supported_of_table(table(**columns))


def test_codes_that_are_numbers_stay_whole() -> None:
    assert set(supported_of_table(table(school=[101.0], year=[2022])).support) == {"101"}


def test_kinds_are_divided_by_commas_semicolons_and_bars() -> None:
    assert kinds_of("наставник; семинары,курсы|  ") == {"наставник", "семинары", "курсы"}
    assert kinds_of(None) == frozenset()


def test_columns_of_the_results_name_support_and_two_years_of_one_school_are_asked_about() -> None:
    cells = (("а", 2022, "x"), ("б", None, None), ("а", 2022, "y"))
    rows = [dict(zip(("s", "since", "k"), cell, strict=True)) for cell in cells]
    assert support_of_columns(rows, ("s", "since", "k")).support == {"а": Support(2022, frozenset({"x", "y"}))}
    said = "Строка 3: у школы «а» поддержка с 2023 года, а раньше в таблице – с 2022"
    with pytest.raises(AnalysisRefusedError, match=said):
        support_of_columns([rows[0], rows[2] | {"since": 2023}], ("s", "since", None))
