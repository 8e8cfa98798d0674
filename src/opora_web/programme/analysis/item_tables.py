"""Tables of items: shared by the page of a municipality and that of a school."""

from collections.abc import Sequence

from opora.measuring.item_scale import ItemScale
from opora.reports.analysis_report import ReportColumn, ReportPicture, ReportTable
from opora.reports.item_words import (
    COMPARED,
    LEVEL_TONES,
    LEVELS,
    TONES,
    by_significance,
    differs_words,
    item_interval,
    item_name,
    state_words,
    thirds_words,
)
from opora.reports.items_plots import ItemDifficulty, ItemOfThirds, difficulty_plot, thirds_plot
from opora.tables.item_answers import ItemRow, ItemsAnswer

_ITEM_COLUMNS = (
    ReportColumn("Задание или умение", 30),
    ReportColumn("Что проверяет", 34),
    ReportColumn("Взято", 9, "percent"),
    ReportColumn("Интервал 95 %", 16),
    ReportColumn("Остальные", 10, "percent"),
    ReportColumn("Разница", 12, "points"),
    ReportColumn("В сравнении", 18, "tag", TONES),
    ReportColumn("Ошиблись", 10, "whole"),
    ReportColumn("Не приступали", 11, "whole"),
    ReportColumn("Нет данных", 10, "whole"),
    ReportColumn("Уровень", 14, "tag", LEVEL_TONES),
)


def items_table(name: str, whose: str, rows: Sequence[ItemRow]) -> ReportTable:
    """Return items by significance against whom they are compared with."""
    compared = COMPARED[rows[0].compared_with] if rows else "–"
    caption = (
        f"{whose}. В сравнении: {compared}. Сначала – отставание, которое не объяснить случайностью. "
        "Скрыты числа учеников от 1 до 4 и те, по которым их можно найти."
    )
    return ReportTable(name, caption, _ITEM_COLUMNS, tuple(_item_row(row) for row in by_significance(rows)))


def _item_row(row: ItemRow) -> tuple[object, ...]:
    about = row.skill or "" if row.kind == "item" else "умение: сумма заданий"
    level = f", {row.difficulty}" if row.difficulty else ""
    return (
        f"{item_name(row)}{level}", about, row.share, item_interval(row), row.others, row.difference,
        differs_words(row), *state_words(row), LEVELS[row.level],
    )  # fmt: skip


def classes_table(rows: Sequence[ItemRow]) -> ReportTable:
    """Return the gaps of classes; of classes without any, a line that says so."""
    columns = (
        ReportColumn("Класс", 10),
        ReportColumn("Учеников", 10, "whole"),
        ReportColumn("Отстаёт больше случайного", 60),
        ReportColumn("Не освоено", 40),
    )
    classes = list(dict.fromkeys(str(row.class_name) for row in rows))
    told = []
    for name in classes:
        own = [row for row in rows if row.class_name == name]
        pupils = max((row.pupils for row in own if row.pupils is not None), default=None)
        gaps = [item_name(row) for row in by_significance(own) if row.is_gap]
        low = [row.item for row in own if row.level == "insufficient"]
        words = "учеников меньше 10, чисел нет" if pupils is None else ", ".join(gaps) or "таких заданий нет"
        told.append((name, pupils, words, ", ".join(low)))
    caption = "Классы. В классе меньше 10 учеников чисел нет; класс – не учитель: причину называют вместе с ним."
    return ReportTable("Классы", caption, columns, tuple(told))


def thirds_table(answer: ItemsAnswer) -> ReportTable:
    """Return what the weak and the strong third do with each item, over all schools."""
    columns = (
        ReportColumn("Задание", 14),
        ReportColumn("Слабая треть", 14, "percent"),
        ReportColumn("Сильная треть", 14, "percent"),
        ReportColumn("Что это значит", 30),
    )
    caption = f"Слабая треть – {answer.weak_pupils} учеников, сильная – {answer.strong_pupils}; все школы вместе."
    rows = tuple((one.item, one.weak, one.strong, thirds_words(one)) for one in answer.thirds)
    return ReportTable("Трети", caption, columns, rows)


def thirds_picture(answer: ItemsAnswer, origin: str) -> list[ReportPicture]:
    """Return the picture of the thirds, where they are large enough."""
    points = [
        ItemOfThirds(one.item, one.weak, one.strong)
        for one in answer.thirds
        if one.weak is not None and one.strong is not None
    ]
    if not points:
        return []
    return [
        ReportPicture(
            "thirds", "Взятая доля баллов каждого задания слабой и сильной третью учеников.", origin,
            f"thirds {points} {answer.title} {origin}",
            lambda width: thirds_plot(points, answer.title, origin, width), "Трети",
        )
    ]  # fmt: skip


def difficulty_table(scale: ItemScale) -> ReportTable:
    """Return the items on one scale of difficulty with errors and fit."""
    columns = (
        ReportColumn("Задание", 14),
        ReportColumn("Трудность, логиты", 14, "signed"),
        ReportColumn("Погрешность", 12, "number"),
        ReportColumn("Средний балл, доля", 14, "percent"),
        ReportColumn("Связь с остальными", 14, "number"),
        ReportColumn("Согласие с моделью (infit)", 14, "number"),
    )
    alpha = "–" if scale.alpha is None else f"{scale.alpha:.2f}".replace(".", ",")
    caption = f"Задания на одной шкале: 0 – средняя трудность. Учеников {scale.n}, альфа {alpha}."
    rows = tuple((one.item, one.difficulty, one.se, one.p, one.item_rest_r, one.infit) for one in scale.items)
    return ReportTable("Трудность", caption, columns, rows)


def difficulty_picture(scale: ItemScale, title: str, origin: str) -> list[ReportPicture]:
    """Return the map of items with errors, of the items that could be estimated."""
    points = [
        ItemDifficulty(one.item, one.difficulty, one.se)
        for one in scale.items
        if one.difficulty is not None and one.se is not None
    ]
    if not points:
        return []
    return [
        ReportPicture(
            "difficulty", "Трудность заданий с погрешностью, от лёгких к трудным.", origin,
            f"difficulty {points} {title} {origin}",
            lambda width: difficulty_plot(points, title, origin, width), "Трудность",
        )
    ]  # fmt: skip
