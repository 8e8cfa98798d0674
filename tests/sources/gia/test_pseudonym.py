"""No name and no document leaves a reader, whatever has happened to the file."""

import pytest

from opora.sources.cells import Cell
from opora.sources.gia.pseudonym import nameless_code, pupil_code
from opora.tables.results import ITEM_COLUMNS
from tests.sources.gia.protocols import (
    HEADING_9,
    HEADING_11,
    HEADING_BASE,
    HEADING_MACHINE,
    PERSONAL,
    PUPIL_9,
    PUPIL_11,
    PUPIL_BASE,
    PUPIL_MACHINE,
    RUSSIAN,
    codes,
    csv,
    protocol,
    rows_of,
    taken,
)

NAMES = ("Кержаков", "Прохор", "Игнатьевич")
KEY = b"a key of one store"

LAYOUTS = [
    (RUSSIAN, HEADING_11, PUPIL_11),
    ("22 - Математика базовая 2022.06.27", HEADING_BASE, PUPIL_BASE),
    (RUSSIAN, HEADING_9, PUPIL_9),
    (RUSSIAN, HEADING_MACHINE, PUPIL_MACHINE),
    (RUSSIAN, [*HEADING_11[:9], "Документ", *HEADING_11[11:]], [*PUPIL_11[:9], "7391 640258", *PUPIL_11[11:]]),
    (RUSSIAN, [*HEADING_11, "Примечание"], [*PUPIL_11, ""]),
    (RUSSIAN, [*HEADING_11[11:], *HEADING_11[:11]], [*PUPIL_11[11:], *PUPIL_11[:11]]),
]


def assert_nobody_is_told(rows: list[list[Cell]]) -> None:
    read = taken(csv(rows))
    items = ["".join(str(row[name]) for name in ITEM_COLUMNS if name in row) for row in rows_of(read)]
    told = repr(read) + "".join(problem.text for problem in read.problems) + " ".join(items)
    assert not [word for word in PERSONAL if word.casefold() in told.casefold()]


def test_the_code_is_a_keyed_fingerprint() -> None:
    code = pupil_code(KEY, NAMES, ("7391", "640258"))
    assert code is not None
    assert code == "p" + code[1:].lower()
    assert len(code) == 1 + 20
    assert code != pupil_code(b"a key of another store", NAMES, ("7391", "640258"))
    assert code != pupil_code(KEY, NAMES, ("7391", "640259"))
    assert code != pupil_code(KEY, NAMES, ())


@pytest.mark.parametrize(
    ("names", "document"),
    [
        (("КЕРЖАКОВ ", "\u00a0прохор", "Игнатьевич"), ("7391", "640258")),
        (("Кержаков Прохор Игнатьевич",), ("7391 640258",)),
        (("Kержаkов", "Прoхор", "Игнатьeвич"), (7391.0, 640258.0)),
        (NAMES, ("73 91 640258",)),
        (NAMES, ("", "", "Паспорт 7391 № 640258")),
        (NAMES, ("7391640258",)),
    ],
)
def test_one_person_written_in_many_ways_is_one_code(names: tuple[Cell, ...], document: tuple[Cell, ...]) -> None:
    assert pupil_code(KEY, names, document) == pupil_code(KEY, NAMES, ("7391", "640258"))


def test_leading_zeros_that_excel_drops_do_not_make_another_person() -> None:
    whole = pupil_code(KEY, NAMES, ("0412", "012345"))
    assert pupil_code(KEY, NAMES, (412.0, 12345)) == whole
    assert pupil_code(KEY, NAMES, (412012345.0,)) == whole


def test_a_row_without_name_and_document_is_told_apart_by_its_place() -> None:
    assert pupil_code(KEY, ("", None, " "), ("", None)) is None
    assert nameless_code(KEY, "111002", "9А", 3) != nameless_code(KEY, "111002", "9А", 4)


def test_a_long_key_is_a_key_and_no_key_is_a_wrong_program() -> None:
    assert pupil_code(b"k" * 100, NAMES, ()) != pupil_code(b"k" * 101, NAMES, ())
    with pytest.raises(ValueError, match="secret must be the key"):
        pupil_code(b"", NAMES, ())


@pytest.mark.parametrize(("title", "heading", "pupil"), LAYOUTS)
def test_a_well_formed_protocol_tells_nobody(title: str, heading: list[str], pupil: list[str]) -> None:
    assert_nobody_is_told(protocol(title, heading, pupil))
    assert len(rows_of(taken(csv(protocol(title, heading, pupil))))) == 1


@pytest.mark.parametrize(("title", "heading", "pupil"), LAYOUTS)
def test_a_row_with_a_cell_too_many_or_too_few_tells_nobody(title: str, heading: list[str], pupil: list[str]) -> None:
    for position in range(len(pupil) - 1):
        for extra in ("", "лишнее", "77"):
            broken = [*pupil[:position], extra, *pupil[position:]]
            assert_nobody_is_told(protocol(title, heading, pupil, broken))
        assert_nobody_is_told(protocol(title, heading, pupil, [*pupil[:position], *pupil[position + 1 :]]))
        assert_nobody_is_told(protocol(title, heading, pupil, pupil[position:]))


@pytest.mark.parametrize(("title", "heading", "pupil"), LAYOUTS[:5])
def test_where_the_score_stands_last_every_shift_is_seen(title: str, heading: list[str], pupil: list[str]) -> None:
    for position in range(len(pupil) - 1):
        for extra in ("", "лишнее", "77"):
            read = taken(csv(protocol(title, heading, pupil, [*pupil[:position], extra, *pupil[position:]])))
            assert (len(rows_of(read)), codes(read)) == (1, ["row-shifted"])
        read = taken(csv(protocol(title, heading, pupil, [*pupil[:position], *pupil[position + 1 :]])))
        assert len(rows_of(read)) == 1
        assert {problem.severity for problem in read.problems} >= {"blocks"}


@pytest.mark.parametrize("shift", [1, 2, 3, 4, 5, 6])
def test_a_surname_under_the_class_or_a_score_refuses_the_row(shift: int) -> None:
    shifted = [*PUPIL_11[shift:], *[""] * shift]
    read = taken(csv(protocol(RUSSIAN, HEADING_11, PUPIL_11, shifted)))
    assert len(rows_of(read)) == 1
    assert [(problem.severity, problem.place.row) for problem in read.problems] == [("blocks", 4)]
    read = taken(csv(protocol(RUSSIAN, HEADING_11, PUPIL_11, [*[""] * shift, *PUPIL_11])))
    assert [problem.code for problem in read.problems] == ["row-shifted"]


@pytest.mark.parametrize("place", range(len(PUPIL_11)))
@pytest.mark.parametrize("words", ["Кержаков", "Кержаков Прохор", "7391 640258"])
def test_a_personal_value_in_any_single_cell_tells_nobody(place: int, words: str) -> None:
    broken = [*PUPIL_11[:place], words, *PUPIL_11[place + 1 :]]
    assert_nobody_is_told(protocol(RUSSIAN, HEADING_11, broken))
    assert_nobody_is_told([[words], HEADING_11, PUPIL_11])
    assert_nobody_is_told([[f"{words} 2022.06.23"], HEADING_11, PUPIL_11, [words], ["", words, words]])


def test_a_protocol_without_its_title_or_headings_tells_nobody() -> None:
    assert_nobody_is_told([HEADING_11, PUPIL_11])
    assert_nobody_is_told([HEADING_11, PUPIL_11, PUPIL_11[6:9], ["Всего участников", *PUPIL_11[6:9]]])
    assert_nobody_is_told([[*HEADING_11, "Кержаков"], [*PUPIL_11, "640258"], PUPIL_11])
