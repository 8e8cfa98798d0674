"""The order as Word, reopened and read."""

from opora.reports.order_document import Order, OrderedSchool, order_document
from tests.reports import samples, word

SCHOOLS = (
    OrderedSchool("Речной", "МБОУ СОШ № 10", "впервые", "ШНРО"),
    OrderedSchool("Речной", "МБОУ СОШ № 2", "–", "ШНРО, ШНСУ", "включена", "Ходатайство школы"),
)
OFF = (OrderedSchool("Лесной", "МБОУ <b>СОШ</b> № 7", "впервые", "", "исключена", "Школа присоединена к № 2"),)


def order(number: str = "", date: str = "") -> Order:
    return Order("Управление образования", number, date, samples.identification(), SCHOOLS, OFF)


def test_the_schools_stand_in_an_order_without_ranks() -> None:
    rows = word.cells(word.opened(order_document(order())).tables[1])
    assert [row[2].replace("\u00a0", " ") for row in rows[1:]] == ["МБОУ СОШ № 2", "МБОУ СОШ № 10"]


def test_number_and_date_are_places_to_fill_until_they_are_given() -> None:
    assert "№ _____" in word.words(word.opened(order_document(order())))
    assert "02.09.2024 № 15-о" in word.words(word.opened(order_document(order("15-о", "02.09.2024"))))


def test_what_people_decided_otherwise_is_said_with_its_reason() -> None:
    rows = word.cells(word.opened(order_document(order())).tables[2])
    assert [(row[2], row[3]) for row in rows[1:]] == [
        ("исключена", "Школа присоединена к №\u00a02".replace("\u00a0", " ")), ("включена", "Ходатайство школы"),
    ]  # fmt: skip
    assert "<b>" in rows[1][1]


def test_without_such_decisions_their_table_is_not_there() -> None:
    plain = Order("Управление", "", "", samples.identification(), SCHOOLS[:1])
    assert len(word.opened(order_document(plain)).tables) == 2
