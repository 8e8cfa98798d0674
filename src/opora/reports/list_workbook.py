"""The list as Excel: for those who sort, filter and count for themselves."""

from collections.abc import Iterable, Sequence
from typing import Any

from opora.reports.list_document import chance_sentences, rule_sentences, summary_sentences
from opora.reports.people_decided import NONE, Decisions, decided_schools, schools_on_the_list
from opora.reports.rules_comparison import CHANGE_IN_RUSSIAN, rules_compared
from opora.reports.sheets import NewBook, SheetColumn, new_book
from opora.reports.wording import (
    LISTED_IN_RUSSIAN,
    MOVEMENT_IN_RUSSIAN,
    SHARE_MOVEMENT_IN_RUSSIAN,
    in_list_order,
    interval_text,
    natural_key,
    result_name,
)
from opora.tables.identification import (
    STATUS_IN_RUSSIAN,
    Identification,
    IdentifiedSchool,
    PaperIndicators,
    ProcedureResult,
)
from opora.vocabulary.availability import AVAILABILITY_IN_RUSSIAN

_YES_NO = {True: "да", False: "нет", None: ""}

_SCHOOL = (SheetColumn("Муниципалитет", 21), SheetColumn("Школа", 34), SheetColumn("Код школы", 14))
_DECISION = (
    SheetColumn("Статус", 19),
    SheetColumn("В перечне", 13, "centre"),
    SheetColumn("По сравнению с прошлым годом", 14, "centre"),
    SheetColumn("Низких процедур", 11, "whole"),
    SheetColumn("Вероятность, что дело не в случае", 14, "percent"),
    SheetColumn("Устойчивость вывода", 14, "percent"),
    SheetColumn("Малая школа", 9, "centre"),
    SheetColumn("Почему", 60),
    SheetColumn("Что изменило бы вывод", 44),
)
_PROCEDURE_BELOW = 6  # where the columns of the pupils below stand


def _procedure_columns(below_words: str) -> tuple[SheetColumn, ...]:
    below = (SheetColumn(below_words.capitalize(), 10, "whole"), SheetColumn(f"Доля {below_words}", 11, "percent"))
    return (*_PROCEDURE[:_PROCEDURE_BELOW], *below, *_PROCEDURE[_PROCEDURE_BELOW:])


_PROCEDURE = (
    SheetColumn("Процедура", 32),
    SheetColumn("Год", 7, "centre"),
    SheetColumn("Класс работы", 9, "centre"),
    SheetColumn("Параллель", 11, "centre"),
    SheetColumn("Наличие", 18),
    SheetColumn("Участников", 12, "whole"),
    SheetColumn("Интервал 95\u00a0% от", 12, "percent"),
    SheetColumn("Интервал 95\u00a0% до", 12, "percent"),
    SheetColumn("Низкий результат", 10, "centre"),
    SheetColumn("Вероятность, что доля не меньше порога", 16, "percent"),
    SheetColumn("Прежние годы", 30),
    SheetColumn("Движение доли за годы", 18, "centre"),
    SheetColumn("Годы вместе", 30),
)
_PAPER = (
    SheetColumn("Работа", 34),
    SheetColumn("Год", 7, "centre"),
    SheetColumn("Участников с отметкой", 12, "whole"),
    *(SheetColumn(f"«{mark}»", 7, "whole") for mark in (2, 3, 4, 5)),
    SheetColumn("Успеваемость", 14, "percent"),
    SheetColumn("Качество", 11, "percent"),
    SheetColumn("Средняя отметка", 10, "mark"),
    SheetColumn("СОУ", 9, "percent"),
)
_CHANGE = (
    SheetColumn("Изменение", 18, "centre"),
    SheetColumn("По первому правилу", 26),
    SheetColumn("По второму правилу", 26),
    SheetColumn("Низких процедур, первое", 13, "whole"),
    SheetColumn("Низких процедур, второе", 13, "whole"),
)
_HOW_TO_READ = (
    ("Вероятность, что дело не в случае", ("Вероятность того, что истинные результаты школы отвечают правилу. "
     "Около 50 % – сказать нельзя; пусто – участников слишком мало.")),
    ("Устойчивость вывода", "Вероятность того же вывода, если бы работы писали другие ученики той же школы."),
    ("Интервал 95 %", "Значения доли, которые согласуются с результатами, если учесть случай."),
    ("Наличие", "Нет результата – не ноль: указано, почему его нет."),
    ("Движение доли за годы", ("Выросла – стало хуже. «Судить нельзя» – разница укладывается в случайность: "
     "это не значит, что ничего не изменилось.")),
    ("Годы вместе", "Сведения о работе, которую в этом году писали слишком немногие. Не основание для списка."),
    ("Показатели", ("По отметкам всех работ года, не только тех, на которые смотрит правило. Успеваемость – доля "
     "отметок «3», «4», «5»; качество – доля «4» и «5»; СОУ – степень обученности: "
     "(100·n5 + 64·n4 + 36·n3 + 16·n2) / N.")),
)  # fmt: skip


def list_workbook(
    identification: Identification,
    other: Identification | None = None,
    indicators: Sequence[PaperIndicators] = (),
    decisions: Decisions = NONE,
) -> bytes:
    """Return the list as an .xlsx file.

    Sheets: Список, Все школы, Процедуры, Показатели, Правило, Что изменилось, and Сравнение правил where `other` is
    given.

    Args:
        identification: the list.
        other: the answer of a second rule on the same year and release.
        indicators: marks of every school and paper of the year.
        decisions: what people decided otherwise than the rule; they get a sheet of their own, «Решения».
    """
    with new_book() as (book, stream):
        heading = f"{identification.year} год, выпуск {identification.release}, {identification.rules_title}"
        listed = schools_on_the_list(identification, decisions)
        book.add_table("Список", f"Перечень школ: {heading}", _numbered(_SCHOOL + _DECISION), _numbers(listed))
        everyone = in_list_order(identification.schools)
        book.add_table("Все школы", f"Все школы: {heading}", (*_SCHOOL, *_DECISION), [_school(one) for one in everyone])
        procedures = [[*_who(one), *_procedure(result)] for one in everyone for result in one.procedures]
        book.add_table(
            "Процедуры",
            f"Процедуры правила: {heading}",
            (*_SCHOOL, *_procedure_columns(identification.below_words)),
            procedures,
        )
        _add_indicators(book, indicators, heading)
        book.add_notes("Правило", f"Как составлен перечень: {heading}", _rule_notes(identification))
        _add_movement(book, identification, heading)
        if decisions:
            _add_decisions(book, identification, decisions, heading)
        if other is not None:
            _add_comparison(book, identification, other)
    return stream.getvalue()


def _numbered(columns: Sequence[SheetColumn]) -> tuple[SheetColumn, ...]:
    return (SheetColumn("№", 5, "centre"), *columns)


def _numbers(schools: Iterable[IdentifiedSchool]) -> list[list[Any]]:
    return [[number, *_school(school)] for number, school in enumerate(schools, start=1)]


def _who(school: IdentifiedSchool) -> list[Any]:
    return [school.municipality, school.name, school.shown_code]


def _school(school: IdentifiedSchool) -> list[Any]:
    return [
        *_who(school),
        STATUS_IN_RUSSIAN[school.status],
        LISTED_IN_RUSSIAN[school.listed],
        MOVEMENT_IN_RUSSIAN[school.movement],
        school.low_procedures,
        school.probability_low,
        school.list_stability,
        _YES_NO[school.is_small],
        "\n".join(school.reasons),
        "\n".join(school.would_change),
    ]


def _procedure(result: ProcedureResult) -> list[Any]:
    low, high = result.interval or (None, None)
    return [
        result_name(result),
        result.year,
        result.paper_grade,
        result.pupil_grade,
        AVAILABILITY_IN_RUSSIAN[result.availability],
        result.pupils,
        result.below,
        result.share_below,
        low,
        high,
        _YES_NO[result.is_low],
        result.probability_low,
        *_over_years(result),
    ]


def _over_years(result: ProcedureResult) -> list[Any]:
    """Return earlier years, the verdict on their movement, and the years counted together: texts, never a ground."""
    earlier = "\n".join(f"{one.year}: {one.below} из {one.pupils}" for one in result.earlier)
    moved = SHARE_MOVEMENT_IN_RUSSIAN[result.movement] if result.movement else ""
    if result.pooled is None:
        return [earlier, moved, ""]
    years = f"{result.pooled.first_year}–{result.pooled.last_year}"
    together = f"{result.pooled.below} из {result.pooled.pupils}, {interval_text(result.pooled.interval)}"
    return [earlier, moved, f"{years}: {together}"]


def _add_indicators(book: NewBook, indicators: Sequence[PaperIndicators], heading: str) -> None:
    rows = [
        [one.municipality, one.name, one.school, one.label, one.year, one.pupils,
         one.mark_2, one.mark_3, one.mark_4, one.mark_5, one.share_passed, one.share_good, one.mean_mark, one.sou]
        for one in sorted(indicators, key=lambda one: (one.municipality or "", natural_key(one.name), one.school))
    ]  # fmt: skip
    book.add_table("Показатели", f"Показатели по отметкам: {heading}", (*_SCHOOL, *_PAPER), rows)


def _rule_notes(identification: Identification) -> list[tuple[str, str]]:
    return [
        ("Правило", identification.rules_title),
        ("Код набора правил", identification.rules),
        ("Редакция", identification.rules_edition),
        ("Источник", identification.rules_source),
        ("Год данных", str(identification.year)),
        ("Выпуск", str(identification.release)),
        *(("Как составлен", sentence) for sentence in rule_sentences(identification)),
        *(("Итог", sentence) for sentence in summary_sentences(identification)),
        *(("Роль случая", sentence) for sentence in chance_sentences(identification)),
        *((f"Как читать: {what}", words) for what, words in _HOW_TO_READ),
    ]


def _add_movement(book: NewBook, identification: Identification, heading: str) -> None:
    order = ("entered", "left", "stays")
    moved = sorted(
        (school for school in in_list_order(identification.schools) if school.movement),
        key=lambda school: order.index(school.movement or "stays"),
    )
    columns = (SheetColumn("Изменение", 13, "centre"), *_SCHOOL, SheetColumn("Статус", 26), SheetColumn("Почему", 70))
    rows = [
        [MOVEMENT_IN_RUSSIAN[school.movement], *_who(school), STATUS_IN_RUSSIAN[school.status],
         "\n".join(school.reasons)]
        for school in moved
    ]  # fmt: skip
    book.add_table("Что изменилось", f"По сравнению с прошлым годом: {heading}", columns, rows)


def _add_decisions(book: NewBook, identification: Identification, decisions: Decisions, heading: str) -> None:
    columns = (
        *_SCHOOL,
        SheetColumn("По правилу", 26),
        SheetColumn("Решение", 13, "centre"),
        SheetColumn("Основание", 70),
    )
    rows = [
        [*_who(school), STATUS_IN_RUSSIAN[school.status], decided.words, decided.why]
        for school, decided in decided_schools(identification, decisions)
    ]
    book.add_table("Решения", f"Решено иначе, чем по правилу: {heading}", columns, rows)


def _add_comparison(book: NewBook, first: Identification, second: Identification) -> None:
    rows = [
        [CHANGE_IN_RUSSIAN[one.change], _status(one.first_status), _status(one.second_status),
         one.first_low_procedures, one.second_low_procedures, one.municipality, one.name, one.school]
        for one in rules_compared(first, second)
    ]  # fmt: skip
    title = f"Первое правило: {first.rules_title} ({first.rules}); второе: {second.rules_title} ({second.rules})"
    book.add_table("Сравнение правил", title, (*_CHANGE, *_SCHOOL), rows)


def _status(status: str | None) -> str:
    return STATUS_IN_RUSSIAN[status] if status else "школы нет в ответе"
