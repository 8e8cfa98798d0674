"""`opora analyse items`: what schools, classes and pupils can and cannot do, item by item."""

from dataclasses import replace
from typing import Annotated

import typer
from rich.table import Table as ScreenTable

from opora.analysis.cards import ITEMS
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
from opora.cli.russian import UsageError
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.measuring.answered_items import GroupColumns
from opora.measuring.items import Asked, items_answer, items_of_paper, items_table
from opora.measuring.nearest_schools import schools_near, writers
from opora.store import Release, Store
from opora.tables.item_answers import ItemRow, ItemsAnswer, PupilItem
from opora.vocabulary.papers import Paper

School = Annotated[str | None, typer.Option("--school", metavar="ШКОЛА", help="Код школы: карта её и её классов.")]
ClassName = Annotated[str | None, typer.Option("--class", metavar="КЛАСС", help="Класс этой школы, например 5А.")]
Pupil = Annotated[str | None, typer.Option("--pupil", metavar="КОД", help="Код участника: его задания.")]
Similar = Annotated[
    str | None, typer.Option("--similar", metavar="ШКОЛЫ", help="С какими школами ещё сравнить, коды через запятую.")
]
SimilarCount = Annotated[
    int | None,
    typer.Option(
        "--similar-count",
        metavar="ЧИСЛО",
        help="Сравнить со столькими школами в самых похожих условиях из писавших работу; в выпуске нужен контекст.",
        min=1,
        max=50,
    ),
]
SchoolColumn = Annotated[
    str | None, typer.Option("--school-column", metavar="СТОЛБЕЦ", help="Столбец школы в своей таблице.")
]
ClassColumn = Annotated[
    str | None, typer.Option("--class-column", metavar="СТОЛБЕЦ", help="Столбец класса в своей таблице.")
]
MunicipalityColumn = Annotated[
    str | None,
    typer.Option("--municipality-column", metavar="СТОЛБЕЦ", help="Столбец муниципалитета в своей таблице."),
]
PupilColumn = Annotated[
    str | None, typer.Option("--pupil-column", metavar="СТОЛБЕЦ", help="Столбец кода участника в своей таблице.")
]


def items(
    table: Table = None,
    items_: Items = None,
    year: PaperYear = None,
    subject: PaperSubject = None,
    paper_grade: PaperGrade = None,
    procedure: PaperProcedure = "vpr",
    level: PaperLevel = None,
    school: School = None,
    class_name: ClassName = None,
    pupil: Pupil = None,
    similar: Similar = None,
    similar_count: SimilarCount = None,
    municipality_column: MunicipalityColumn = None,
    school_column: SchoolColumn = None,
    class_column: ClassColumn = None,
    pupil_column: PupilColumn = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Составить карту заданий: что умеют школы и классы, где отстают от остальных больше случайного.

    Столбцы результата: area_level, municipality, school, class_name, kind, item, max_score, difficulty, skill,
    availability, pupils, share, se, low, high, earned, wrong, not_started, absent, level, compared_with, others,
    difference, beyond_level, p, q, expected, likely_below, is_gap. Меньше 10 учеников – без чисел.
    """
    screen = Screen(json)
    groups = GroupColumns(municipality_column, school_column, class_column, pupil_column)
    words = PaperWords(year, subject, paper_grade, procedure, level)
    chosen = tuple(code.strip() for code in (similar or "").split(",") if code.strip())
    asked = Asked(school, class_name, pupil, chosen)
    if similar_count is not None and (school is None or table is not None or chosen):
        raise UsageError("--similar-count: назовите --school; с --table и --similar похожих не ищут.")
    if table is None:
        answer = _of_release(Store(data).current(), words.paper(), asked, similar_count)
    else:
        with chosen_answers(table, items_, groups, words, data) as answered:
            answer = items_answer(answered, asked)
    _show(screen, answer, class_name or school)
    if out is not None:
        screen.say(f"Таблица: {written_table(out, items_table(answer))}")
    screen.write_json(answer)
    return 0


def _of_release(release: Release, paper: Paper, asked: Asked, similar_count: int | None) -> ItemsAnswer:
    """Return the map, beside the likest schools where so many are asked for."""
    if similar_count is None or asked.school is None:
        return items_of_paper(release, paper, asked)
    near = schools_near(release, asked.school, paper.year, writers(release, paper))[:similar_count]
    answer = items_of_paper(release, paper, replace(asked, similar=tuple(one.school for one in near)))
    gaps = sum(bool(row.is_gap) for row in answer.rows if row.compared_with == "similar")
    likest = "; ".join(f"{one.school} ({one.alike})" if one.alike else one.school for one in near)
    note = f"Школы в похожих условиях: {likest}. Заданий и умений, где школа отстаёт от них больше случайного: {gaps}."
    return answer.model_copy(update={"notes": [*answer.notes, note]})


def _show(screen: Screen, answer: ItemsAnswer, asked: str | None) -> None:
    screen.say(f"{answer.title}: учеников {answer.pupils}, школ {answer.schools}.")
    table = ScreenTable(box=None, pad_edge=False, header_style="bold")
    table.add_column("задание", overflow="fold")
    for heading in ("взяли", "остальные", "разница", "не приступали"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in _shown_rows(answer, asked):
        table.add_row(*_cells(row))
    screen.console.print(table)
    if asked is None:
        screen.say(*_most_gaps(answer))
    screen.say(*map(_pupil_line, answer.pupil), *answer.notes, "", *ITEMS.lines)


def _shown_rows(answer: ItemsAnswer, asked: str | None) -> list[ItemRow]:
    """Return the rows of the class or school asked about, else those of everybody."""
    if asked is None:
        return [row for row in answer.rows if row.area_level == "all"]
    rows = [row for row in answer.rows if row.class_name == asked]
    return rows or [row for row in answer.rows if row.area_level == "school" and row.compared_with != "similar"]


def _cells(row: ItemRow) -> list[str]:
    if row.share is None:
        return [row.item, "–", "–", "–", "–", "мало участников"]
    shares = [_percent(row.share), _percent(row.others), _percent(row.difference)]
    left = "менее 5" if row.not_started is None else str(row.not_started)
    return [row.item, *shares, left, "отстаёт" if row.is_gap else ""]


def _most_gaps(answer: ItemsAnswer) -> list[str]:
    """Return how many schools lag behind in each item, where any do."""
    lines = []
    for item in dict.fromkeys(row.item for row in answer.rows):
        lagging = [row.school for row in answer.rows if row.item == item and row.area_level == "school" and row.is_gap]
        if lagging:
            lines.append(f"  {item}: отстают школы – {len(lagging)}")
    return ["", "Отстают больше случайного:", *lines] if lines else []


_STATES = {
    "full": "взято полностью", "part": "взято частично", "wrong": "ошибка", "not-started": "не приступал",
    "absent": "нет данных",
}  # fmt: skip


def _pupil_line(one: PupilItem) -> str:
    return f"  {one.item}: {_STATES[one.state]}; в среднем берут {_percent(one.others)}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %".replace("-", "−")
