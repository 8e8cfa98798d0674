"""Whose answers an analysis of items is about: a paper of the current release, or somebody's table."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from opora.cli.engine import counting_store
from opora.cli.opened_table import opened_table
from opora.cli.russian import UsageError
from opora.measuring.answered_items import AnsweredItems, GroupColumns, items_of_release, items_of_table
from opora.vocabulary.papers import Paper
from opora.vocabulary.refusal import AnalysisRefusedError, require_different
from opora.vocabulary.subjects import subject_named

Items = Annotated[
    str | None,
    typer.Option(
        "--items",
        metavar="СТОЛБЦЫ",
        help="Столбцы баллов за задания через запятую, название с запятой – в кавычках; нужны с --table.",
    ),
]
PaperYear = Annotated[
    int | None, typer.Option("--year", metavar="ГОД", help="Год работы из выпуска.", min=2010, max=2100)
]
PaperSubject = Annotated[
    str | None, typer.Option("--subject", metavar="ПРЕДМЕТ", help="Предмет работы: mathematics или «математика».")
]
PaperGrade = Annotated[int | None, typer.Option("--paper-grade", metavar="КЛАСС", help="Класс работы.", min=1, max=11)]
PaperProcedure = Annotated[str, typer.Option("--procedure", metavar="ПРОЦЕДУРА", help="Код процедуры: vpr, oge, ege …")]
PaperLevel = Annotated[
    str | None, typer.Option("--level", metavar="УРОВЕНЬ", help="standard, base, profile или advanced.")
]


@dataclass(frozen=True)
class PaperWords:
    """A paper as a person names it."""

    year: int | None
    subject: str | None
    grade: int | None
    procedure: str
    level: str | None

    def paper(self) -> Paper:
        """Return the paper.

        Raises:
            UsageError: year, subject or grade is not said.
            AnalysisRefusedError: the subject is not known.
        """
        if self.year is None or self.subject is None or self.grade is None:
            raise UsageError("Какую работу разобрать? Назовите --year, --subject и --paper-grade – или --table.")
        known = subject_named(self.subject)
        if known is None:
            raise AnalysisRefusedError(f"Предмет «{self.subject}» не узнан. Назовите код, например mathematics.")
        return Paper(self.year, self.procedure, known[0], self.grade, self.level or known[1])


def item_columns(items: str | None) -> list[str]:
    """Return the columns that `--items` names; a name with a comma stands in quotes.

    Raises:
        AnalysisRefusedError: one is named twice.
    """
    names = [name.strip() for name in next(csv.reader([items or ""], skipinitialspace=True), []) if name.strip()]
    require_different(names)
    return names


@contextmanager
def chosen_answers(
    table: Path | None, items: str | None, groups: GroupColumns, words: PaperWords, data: Path
) -> Iterator[AnsweredItems]:
    """Open the answers of a table or of a paper; they can be read until the block is left.

    Raises:
        UsageError: neither is named.
        AnalysisRefusedError: what is named is not there.
    """
    if table is None:
        yield items_of_release(counting_store(data).current(), words.paper())
        return
    names = item_columns(items)
    if not names:
        raise UsageError("Какие столбцы – баллы за задания? Назовите их через запятую: --items a,b,c.")
    with opened_table(table) as opened:
        yield items_of_table(opened.rows, names, groups, table.name)
