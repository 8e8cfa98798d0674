"""The explanation letter, reopened and read."""

import pytest

from opora.reports.letter_document import LETTER_FIELDS, evidence_rows, letter_document, letter_fields
from tests.reports import samples, word

SHAMEFUL = ("плох", "отстающ", "неуспешн", "провал", "худш", "нарушен", "виновн")


@pytest.fixture(scope="module")
def document() -> object:
    return word.opened(letter_document(samples.explanation()))


def test_the_letter_is_addressed_to_the_head_and_names_nobody(document: object) -> None:
    said = word.words(document)
    assert "Руководителю" in said
    assert "МКОУ Абанская ООШ № 1" in said
    assert "Уважаемый руководитель!" in said
    assert "50007" not in said, "a pupil's code has no place in a letter"


def test_the_procedures_are_counted_and_judged_in_words(document: object) -> None:
    rows = word.cells(document.tables[1])  # type: ignore[attr-defined]
    assert rows[1] == [
        "ВПР, русский язык, 5 класс", "22", "8", "36,4 %", "19,7–57,0 %", "результат низкий",
    ]  # fmt: skip
    assert rows[3][5] == "низким не считается"
    assert rows[7][1:] == ["–", "–", "–", "–", "не проводилось"]


def test_the_letter_says_why_how_sure_and_what_would_change_it(document: object) -> None:
    said = word.words(document)
    assert "4. Почему школа включена в перечень" in said
    assert "Процедур с низким результатом – 4 из 6 измеренных" in said
    assert "действительно подпадает под правило, – 93 %" in said
    assert "Ещё 3 участника ниже порога по математике в 6 классе." in said
    assert "напишите нам в свободной форме" in said


def test_the_letter_tells_the_rule_to_somebody_who_never_heard_of_it(document: object) -> None:
    said = word.words(document)
    assert "не преодолели не менее 30 % участников" in said
    assert "не менее чем в 2 процедурах одного года" in said


def test_the_letter_says_nothing_twice(document: object) -> None:
    paragraphs = [one.text for one in document.paragraphs if len(one.text) > 30]  # type: ignore[attr-defined]
    assert len(paragraphs) == len(set(paragraphs))


def test_a_school_off_the_list_is_told_so() -> None:
    said = word.words(word.opened(letter_document(samples.explanation(samples.district()[3]))))
    assert "Почему школа не включена в перечень" in said
    assert "данных недостаточно" in said
    assert "не говорит ни за, ни против школы" in said


def test_the_evidence_is_rows_of_files_as_ranges() -> None:
    rows = evidence_rows(samples.explanation().evidence, samples.YEAR)
    assert [(row["file"], row["rows"], row["count"]) for row in rows] == [
        ("vpr/5a_russian.xlsx", "7–19", 13),
        ("vpr/5_mathematics.xlsx", "7–17, 20, 22–31", 22),
        ("oge/статистика.xlsx", "14", 1),
    ]


def test_no_word_of_the_letter_shames(document: object) -> None:
    said = word.words(document).casefold()
    assert not [shameful for shameful in SHAMEFUL if shameful in said]


def test_the_fields_promised_to_owners_are_the_fields_given() -> None:
    fields = letter_fields(samples.explanation())
    given = set(fields)
    for name in ("procedures", "evidence"):
        given |= {f"{name}.{field}" for field in fields[name][0]}
    assert given == set(LETTER_FIELDS)


@pytest.mark.parametrize("name", samples.HOSTILE_NAMES)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    one = samples.district()[0].model_copy(update={"name": name, "reasons": [name], "municipality": name})
    said = word.words(word.opened(letter_document(samples.explanation(one))))
    assert name.replace("\x07", "").replace("\x00", "").strip() in said.replace("\u00a0", " ")
    assert "49" not in said


def test_the_letter_says_how_results_moved_and_what_its_rule_counts() -> None:
    moved = "ВПР, математика, 5 класс: 2023 – 9 из 38, 2024 – 9 из 22: судить о движении нельзя."
    told = samples.explanation().model_copy(update={"over_years": (moved,), "below_words": "в нижней части баллов"})
    document = word.opened(letter_document(told))
    assert "7. Как менялись результаты" in word.words(document)
    assert "судить о движении нельзя" in word.words(document)
    assert word.cells(document.tables[1])[0][2] == "В нижней части баллов"
    alone = word.words(word.opened(letter_document(samples.explanation())))
    assert "Результаты есть только за один год: сравнивать не с чем." in alone
