"""`opora analyse rasch`: items on one scale, with errors, fit and classical statistics."""

from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table as ScreenTable

from opora.analysis.cards import RASCH
from opora.cli.chosen_answers import (
    Items,
    PaperGrade,
    PaperLevel,
    PaperProcedure,
    PaperSubject,
    PaperWords,
    PaperYear,
    chosen_answers,
)
from opora.cli.options import DEFAULT_DATA, Data, Json, Out, Table
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.measuring.answered_items import GroupColumns
from opora.measuring.item_scale import Item, ItemScale, item_scale, scale_table


class ItemModel(StrEnum):
    """Which model the items are measured by."""

    RASCH = "rasch"
    PCM = "pcm"


ModelName = Annotated[
    ItemModel | None,
    typer.Option("--model", metavar="МОДЕЛЬ", help="rasch – баллы 0 и 1; pcm – баллов за задание больше."),
]


def rasch(
    table: Table = None,
    items: Items = None,
    model: ModelName = None,
    year: PaperYear = None,
    subject: PaperSubject = None,
    paper_grade: PaperGrade = None,
    procedure: PaperProcedure = "vpr",
    level: PaperLevel = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Поставить задания на одну шкалу трудности: модель Раша или частичного зачёта, погрешности, согласие с моделью.

    Одна строка таблицы – ученик, столбцы – баллы за задания с нуля; пусто – задания не было в варианте, −1 – не
    приступал (0 баллов). Столбцы результата: item, difficulty, se (или threshold_1 …), p, item_rest_r, item_total_r,
    alpha_if_dropped, infit, infit_z, state.
    """
    screen = Screen(json)
    words = PaperWords(year, subject, paper_grade, procedure, level)
    with chosen_answers(table, items, GroupColumns(), words, data) as answered:
        # a person with a table says what its answers are; of a paper its items say it
        is_longer = table is None and max(one.maximum for one in answered.items) > 1
        chosen = model or (ItemModel.PCM if is_longer else ItemModel.RASCH)
        answer = item_scale(answered, chosen.value)
    _show(screen, answer)
    if out is not None:
        screen.say(f"Таблица заданий: {written_table(out, scale_table(answer))}")
    screen.write_json(answer)
    return 0


def _show(screen: Screen, answer: ItemScale) -> None:
    alpha = "–" if answer.alpha is None else _number(answer.alpha)
    screen.say(
        f"Учеников {answer.n}, из них различают задания {answer.informative}; вариантов {answer.booklets}; "
        f"альфа {alpha}."
    )
    table = ScreenTable(box=None, pad_edge=False, header_style="bold")
    table.add_column("задание", overflow="fold")
    for heading in ("трудность", "погрешность", "решили", "связь", "infit"):
        table.add_column(heading, justify="right", no_wrap=True)
    for item in answer.items:
        table.add_row(item.item, *_cells(item))
    screen.console.print(table)
    screen.say(*answer.notes, "", *RASCH.lines)


def _cells(item: Item) -> list[str]:
    values = (item.difficulty, item.se, item.p, item.item_rest_r, item.infit)
    return ["–" if value is None else _number(value) for value in values]


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",").replace("-", "−")
