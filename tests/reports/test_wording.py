"""Numbers and verdicts in words."""

import pytest

from opora.reports import wording
from tests.reports import samples


def test_a_share_just_under_the_threshold_never_looks_like_the_threshold() -> None:
    assert wording.share_text(0.2996, 0.3) == "29,96\u00a0%"
    assert wording.share_text(0.2999, 0.3) == "29,99\u00a0%"
    assert wording.share_text(0.3, 0.3) == "30,0\u00a0%"
    assert wording.share_text(8 / 22, 0.3) == "36,4\u00a0%"
    assert wording.share_text(None) == "–"


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.999, "почти наверняка (больше 99 из 100)"), (0.97, "почти наверняка (97 из 100)"),
        (0.8, "весьма вероятно (80 из 100)"), (0.6, "скорее да (60 из 100)"), (0.5, "сказать нельзя (50 из 100)"),
        (0.2, "скорее нет (20 из 100)"), (0.01, "почти наверняка нет (1 из 100)"),
        (0.0, "почти наверняка нет (меньше 1 из 100)"), (None, "оценить нельзя"),
    ],
)  # fmt: skip
def test_a_probability_is_said_in_words_with_its_number(probability: float | None, words: str) -> None:
    assert wording.chance_words(probability).replace("\u00a0", " ") == words


def test_rows_stand_as_ranges_and_those_left_out_are_counted() -> None:
    assert wording.row_ranges([7, *range(15, 38)]) == "7, 15–37"
    assert wording.row_ranges([1, 3, 5, 7, 8], most=2) == "1, 3 и ещё 3"
    assert wording.row_ranges([]) == ""


def test_a_sentence_keeps_numbers_with_their_nouns_and_dashes_with_the_word_before() -> None:
    assert wording.typeset("По 2 школам - № 1 и № 3") == "По 2\u00a0школам\u00a0– №\u00a01\u00a0и №\u00a03"


def test_characters_no_document_may_hold_are_left_out() -> None:
    assert wording.printable("а\x00б\x07в\ud800г\nд\tё🏫") == "абвг\nд\tё🏫"


def test_schools_stand_by_municipality_and_by_the_number_in_their_names() -> None:
    schools = [samples.school(str(number), f"СОШ № {number}", []) for number in (10, 2, 1)]
    assert [one.school for one in wording.in_list_order(schools)] == ["1", "2", "10"]


def test_a_stably_low_school_says_so() -> None:
    assert wording.listed_words(samples.district()[2]) == "не впервые, стабильно"
    assert wording.listed_words(samples.district()[0]) == "впервые"
    assert wording.listed_words(samples.district()[1]) == "–"


def test_a_long_name_is_cut_at_a_word() -> None:
    assert wording.shortened("Долгомостовская СОШ имени Александра", 26) == "Долгомостовская СОШ имени…"
    assert wording.bare_name("МБОУ «Устьянская СОШ»") == "Устьянская СОШ"
    assert wording.bare_name("МБОУ") == "МБОУ"


def test_a_procedure_without_a_label_has_its_name_and_its_year_only_once() -> None:
    bare = samples.result(1, (1, 20)).model_copy(update={"label": ""})
    dated = bare.model_copy(update={"label": "ВПР, математика, 5 класс, 2024 год"})
    assert wording.result_name(bare) == "ВПР, математика, 5 класс"
    assert wording.result_name(bare, with_year=True) == wording.result_name(dated, with_year=True)
