"""`opora analyse objectivity`: signs that results may not be what pupils know, and what else explains them."""

from pathlib import Path
from typing import Annotated

import typer

from opora.analysis.cards import OBJECTIVITY
from opora.cli.chosen_answers import (
    Items,
    PaperGrade,
    PaperLevel,
    PaperProcedure,
    PaperSubject,
    PaperWords,
    PaperYear,
    item_columns,
)
from opora.cli.engine import counting_store
from opora.cli.opened_table import opened_table
from opora.cli.options import DEFAULT_DATA, Data, Json, Out, Table
from opora.cli.own_files import own_file
from opora.cli.russian import UsageError
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.measuring.objectivity import Objectivity, SchoolAnswer, objectivity, objectivity_table
from opora.measuring.written_papers import ResultColumns, paper_of_table, written_paper
from opora.vocabulary.refusal import require_columns

SchoolColumn = Annotated[
    str | None, typer.Option("--school-column", metavar="СТОЛБЕЦ", help="Столбец школы; нужен с --table.")
]
ScoreColumn = Annotated[
    str | None,
    typer.Option("--score-column", metavar="СТОЛБЕЦ", help="Столбец первичного балла; без него – сумма заданий."),
]
MarkColumn = Annotated[str | None, typer.Option("--mark-column", metavar="СТОЛБЕЦ", help="Столбец отметки за работу.")]
ContextColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--context",
        metavar="СТОЛБЕЦ",
        help="Что о школе известно до работы: условия, прежний результат. Можно повторять.",
    ),
]
Answers = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="ТАБЛИЦА",
        help="Ответы школ: столбцы school, answer и accepted (1 – ответ принят). Они остаются рядом с признаками.",
        dir_okay=False,
        callback=own_file,
    ),
]
JournalColumn = Annotated[
    str | None, typer.Option("--journal-column", metavar="СТОЛБЕЦ", help="Столбец отметки по журналу.")
]


def objectivity_signs(
    table: Table = None,
    items: Items = None,
    school_column: SchoolColumn = None,
    score_column: ScoreColumn = None,
    mark_column: MarkColumn = None,
    journal_column: JournalColumn = None,
    context: ContextColumns = None,
    answers: Answers = None,
    year: PaperYear = None,
    subject: PaperSubject = None,
    paper_grade: PaperGrade = None,
    procedure: PaperProcedure = "vpr",
    level: PaperLevel = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Посмотреть признаки необъективности одной работы – с невинными объяснениями; меньше 20 учеников – нельзя сказать.

    Признаки: сгусток у границы отметки, лёгкие задания хуже и трудные лучше, расхождение с журналом, скачок того же
    поколения, расхождение с его экзаменом, похожие ответы в классе; выше ожидаемого в таких условиях – только рядом с
    другим признаком. Столбцы результата: school, pupils, status, chance, q, bunching, inversion, journal_gap,
    cohort_jump, exam_gap, above_expected, alike_answers, markers, explanations, is_reliable, sentences.
    """
    screen = Screen(json)
    told = _answers(answers) if answers is not None else {}
    if table is None:
        paper = PaperWords(year, subject, paper_grade, procedure, level).paper()
        answer = objectivity(written_paper(counting_store(data).current(), paper), told)
    else:
        if school_column is None:
            raise UsageError("Какой столбец – школа? Назовите его: --school-column.")
        names = tuple(item_columns(items))
        columns = ResultColumns(school_column, score_column, mark_column, journal_column, names, tuple(context or ()))
        with opened_table(table) as opened:
            answer = objectivity(paper_of_table(opened.rows, columns, table.name), told)
    _show(screen, answer)
    if out is not None:
        screen.say(f"Таблица школ: {written_table(out, objectivity_table(answer))}")
    screen.write_json(answer)
    return 0


def _answers(file: Path) -> dict[str, SchoolAnswer]:
    """Return what schools answered, by school."""
    with opened_table(file) as opened:
        require_columns(("school", "answer", "accepted"), opened.columns)
        rows = opened.rows.collect("pyarrow").to_native().to_pylist()
    return {
        str(row["school"]): SchoolAnswer(str(row["answer"]), str(row["accepted"]).casefold() in _YES)
        for row in rows
        if row["school"] is not None and row["answer"] is not None
    }


_YES = ("1", "1.0", "true", "да")


def _show(screen: Screen, answer: Objectivity) -> None:
    screen.say(
        f"{answer.title}: школ {len(answer.schools)}; спросить объяснение – {answer.needs_explanation}; "
        f"нельзя сказать – {answer.cannot_tell}."
    )
    for one in answer.schools:
        if one.status == "needs-explanation":
            screen.say(f"  {one.school}: учеников {one.pupils}; признаки: {', '.join(one.markers)}")
            screen.say(*(f"    возможно: {words}" for words in one.explanations))
            screen.say(*(f"    {words}" for words in one.sentences))
    screen.say(*answer.notes, "", *OBJECTIVITY.lines)
