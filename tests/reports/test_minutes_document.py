"""Minutes and letters as Word, reopened and read."""

import datetime as dt
from dataclasses import replace

from opora.reports.minutes_document import (
    EarlierDecision,
    MeetingLetter,
    Minutes,
    MinutesDecision,
    MinutesItem,
    decision_words,
    meeting_letter,
    minutes_document,
)
from tests.reports import word

DAY, DUE = dt.date(2026, 11, 20), dt.date(2026, 12, 25)
SHOWN = MinutesDecision("1.1", "Показать урок", "Лаптева О. Ю.", DUE)
NOTED = MinutesDecision("1.2", "Принять к сведению.")
MINUTES = Minutes(
    authority="Управление образования",
    kind="заседания рабочей группы",
    title="О плане",
    number="",
    held_on=DAY,
    place="",
    chair="Орлова М. В.",
    secretary="",
    present=("Орлова М. В., координатор", "Зимин А. П., куратор"),
    absent=("Носова В. Н. (болезнь)",),
    items=(MinutesItem("О <b>сроке</b> {{ 7*7 }}", "Лаптева О. Ю.", "Сделано три.\n\nОсталось два.", (SHOWN, NOTED)),),
    earlier=(EarlierDecision("Составить план", "Орлова М. В.", DAY, "подтверждено"),),
)


def said(minutes: Minutes) -> str:
    return word.words(word.opened(minutes_document(minutes))).replace("\u00a0", " ")


def test_the_minutes_say_who_was_there_what_was_heard_and_what_was_decided() -> None:
    text = said(MINUTES)
    for words in (
        "заседания рабочей группы", "от 20.11.2026 № _____", "Присутствовали (2 человека):", "Носова В. Н. (болезнь)",
        "Осталось два.", "1.1. Показать урок. Ответственный: Лаптева О. Ю. Срок: 25.12.2026.",
        "1.2. Принять к сведению.",
    ):  # fmt: skip
        assert words in text


def test_what_people_typed_is_never_markup_nor_a_tag() -> None:
    text = said(MINUTES)
    assert "<b>сроке</b>" in text
    assert "{{ 7*7 }}" in text


def test_what_became_of_earlier_decisions_is_a_table_that_is_not_there_without_any() -> None:
    table = word.cells(word.opened(minutes_document(MINUTES)).tables[0])
    assert table[1] == ["Составить план", "Орлова М. В.", "20.11.2026", "подтверждено"]
    bare = word.opened(minutes_document(replace(MINUTES, earlier=())))
    assert len(bare.tables) == 1
    assert "прежних решений" not in word.words(bare)


def test_a_decision_that_asks_nobody_names_neither_owner_nor_day() -> None:
    assert decision_words(NOTED).replace("\u00a0", " ") == "1.2. Принять к сведению."


def test_a_letter_brings_only_what_concerns_its_addressee() -> None:
    letter = MeetingLetter("Управление", "МБОУ СОШ № 3", "часа контроля", DAY, "7", "Орлова М. В.", (SHOWN,))
    document = word.opened(meeting_letter(letter))
    text = word.words(document).replace("\u00a0", " ")
    assert "Протоколом часа контроля от 20.11.2026 № 7 принято решение" in text
    assert [row[0] for row in word.cells(document.tables[1])] == ["№", "1.1"]
    assert "СОШ № 3" in text
