"""`opora identify` and `opora why`: the list of schools, and why one of them is on it or is not."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from opora.cli.engine import counting_store
from opora.cli.options import DEFAULT_DATA, DEFAULT_RULES, Data, Json, Rules, Year
from opora.cli.screen import Screen, write_file
from opora.findings.sentences import likelihood
from opora.pipeline import explain, indicate
from opora.pipeline import identify as identify_schools
from opora.reports.wording import in_list_order, listed_schools, listed_words
from opora.tables.identification import Identification, IdentifiedSchool, PaperIndicators
from opora.vocabulary.in_force import authority_in_force
from opora.vocabulary.rules import rule_set
from opora.vocabulary.spelling import counted, percent

Other = Annotated[
    str | None,
    typer.Option(
        "--compare-rules", metavar="НАБОР", help="Сравнить с другим набором правил: кто войдёт в список, кто выйдет."
    ),
]
Xlsx = Annotated[
    Path | None, typer.Option("--xlsx", metavar="ФАЙЛ", help="Записать список книгой Excel.", dir_okay=False)
]
Docx = Annotated[Path | None, typer.Option("--docx", metavar="ФАЙЛ", help="Записать документ Word.", dir_okay=False)]
Charts = Annotated[
    Path | None,
    typer.Option(
        "--charts", metavar="ПАПКА", help="Записать в папку графики: воронку и интервалы, .svg и .png.", file_okay=False
    ),
]


def identify(
    year: Year,
    data: Data = DEFAULT_DATA,
    rules: Rules = DEFAULT_RULES,
    compare_rules: Other = None,
    xlsx: Xlsx = None,
    docx: Docx = None,
    charts: Charts = None,
    json: Json = None,
) -> int:
    """Выявить школы с низкими результатами: список, причины по каждой школе и доля случайности в нём."""
    screen, where = Screen(json), authority_in_force()
    release = counting_store(data).current()
    answer = identify_schools(release, year, rule_set(rules, where))
    other = identify_schools(release, year, rule_set(compare_rules, where)) if compare_rules else None
    _show(screen, answer)
    if other is not None:
        _show_comparison(screen, answer, other)
    indicators = indicate(release, year) if xlsx is not None else []
    write_list(screen, answer, other, {"xlsx": xlsx, "docx": docx, "charts": charts}, indicators)
    screen.write_json(_as_json(answer, other))
    return 0


def write_list(
    screen: Screen,
    answer: Identification,
    other: Identification | None,
    to: dict[str, Path | None],
    indicators: Sequence[PaperIndicators] = (),
) -> None:
    """Write the list where it is wanted: a workbook, a Word document, pictures of the charts."""
    if to.get("xlsx") is not None:
        from opora.reports.list_workbook import list_workbook

        _write(screen, "Список, Excel", to["xlsx"], list_workbook(answer, other, indicators))
    if to.get("docx") is not None:
        from opora.reports.list_document import list_document

        _write(screen, "Список, Word", to["docx"], list_document(answer, authority_in_force()))
    folder = to.get("charts")
    if folder is not None:
        _write_charts(screen, answer, folder)


def _write_charts(screen: Screen, answer: Identification, folder: Path) -> None:
    from opora.reports.charts import caterpillar_plot, funnel_plot, picture

    for name, chart in {"воронка": funnel_plot(answer), "интервалы": caterpillar_plot(answer)}.items():
        for form in ("svg", "png"):
            write_file(folder / f"{name}.{form}", picture(chart, form))
    screen.say(f"Графики, .svg и .png: {folder}")


def _write(screen: Screen, what: str, file: Path | None, content: bytes) -> None:
    if file is not None:
        write_file(file, content)
        screen.say(f"{what}: {file}")


def _show(screen: Screen, answer: Identification) -> None:
    summary = answer.summary
    screen.say(f"{answer.rules_title}, {answer.year} год, выпуск {answer.release}.")
    listed = listed_schools(answer.schools)
    if listed:
        screen.console.print(_table(listed))
    school_words = ("школа", "школы", "школ")
    screen.say(
        f"Всего {counted(summary.schools, *school_words)}; в списке {summary.listed}: впервые {summary.first_time}, "
        f"не впервые {summary.long_standing}. Группа риска – {summary.at_risk}, вышли – {summary.left}, "
        f"данных недостаточно – {summary.insufficient_data}."
    )
    if summary.share_of_small_schools_decided_by_chance is not None:
        screen.say(
            f"Малых школ, о которых можно судить, – {summary.small_schools}; "
            f"у {summary.small_schools_decided_by_chance} из них "
            f"({percent(summary.share_of_small_schools_decided_by_chance)}) решил случай: у других учеников "
            f"той же школы решение было бы другим с вероятностью больше {percent(1 - summary.chance_decides)}."
        )
    screen.say(*answer.notes)


def _table(listed: list[IdentifiedSchool]) -> Table:
    """Return the list as a table that fits a narrow window: each municipality once, above its schools."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("школа", "код", "в перечне"):
        table.add_column(heading, overflow="fold", vertical="top")
    for heading in ("низких\nпроцедур", "вероят-\nность", "устой-\nчивость"):
        table.add_column(heading, justify="right", no_wrap=True)
    place = None
    for school in listed:
        if school.municipality and school.municipality != place:
            place = school.municipality
            table.add_row(Text(place, style="italic"))
        chances = (_likelihood(school.probability_low), _likelihood(school.list_stability))
        when = (
            "стабильно" if (school.status, school.listed) == ("stably-low", "long-standing") else listed_words(school)
        )
        words = (Padding(Text(school.name), (0, 0, 0, 2)), Text(school.shown_code), Text(when))
        table.add_row(*words, str(school.low_procedures), *chances)
    return table


def _likelihood(probability: float | None) -> str:
    words = "–" if probability is None else likelihood(probability)
    return words.replace("больше ", ">").replace("меньше ", "<")


def _show_comparison(screen: Screen, answer: Identification, other: Identification) -> None:
    first, second = ({school.school: school for school in one.schools if school.listed} for one in (answer, other))
    screen.say("", f"По правилам «{other.rules_title}» в списке {len(second)}:")
    for title, schools in (
        ("войдут", [second[code] for code in second if code not in first]),
        ("выйдут", [first[code] for code in first if code not in second]),
    ):
        screen.say(f"  {title} – {len(schools)}" + (":" if schools else ""))
        screen.say(*(f"    {one.name}, {one.municipality or '–'} ({one.shown_code})" for one in in_list_order(schools)))


def _as_json(answer: Identification, other: Identification | None) -> object:
    if other is None:
        return answer
    compared = {
        "rules": other.rules,
        "enters": _codes(other) - _codes(answer),
        "leaves": _codes(answer) - _codes(other),
        "stays": _codes(answer) & _codes(other),
    }
    lists = {name: sorted(value) if isinstance(value, set) else value for name, value in compared.items()}
    return answer.model_dump(mode="json") | {"compared": lists}


def _codes(answer: Identification) -> set[str]:
    return {school.school for school in answer.schools if school.listed}


def _show_indicators(screen: Screen, indicators: Sequence[PaperIndicators]) -> None:
    if not indicators:
        return
    screen.say("", "Показатели по отметкам за все работы года")
    table = Table(box=None, pad_edge=False)
    table.add_column("  работа", overflow="fold", vertical="top")
    for heading in ("отметок", "успевае-\nмость", "качество", "средняя", "СОУ"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in indicators:
        shares = (percent(one.share_passed, 1), percent(one.share_good, 1))
        mean = f"{one.mean_mark:.2f}".replace(".", ",")
        table.add_row(Padding(Text(one.label), (0, 0, 0, 2)), str(one.pupils), *shares, mean, percent(one.sou, 1))
    screen.console.print(table)


Asked = Annotated[str, typer.Argument(metavar="ШКОЛА", help="Любой код школы или её название.", show_default=False)]


def why(
    school: Asked,
    year: Year,
    data: Data = DEFAULT_DATA,
    rules: Rules = DEFAULT_RULES,
    docx: Docx = None,
    json: Json = None,
) -> int:
    """Объяснить, почему школа в списке или не в списке: предложения, правило, числа и строки файлов."""
    screen, where = Screen(json), authority_in_force()
    explanation = explain(counting_store(data).current(), school, year, rule_set(rules, where))
    from opora.reports.explanation_text import explanation_lines

    screen.say(*explanation_lines(explanation))
    _show_indicators(screen, explanation.indicators)
    if docx is not None:
        from opora.reports.letter_document import letter_document

        _write(screen, "Письмо", docx, letter_document(explanation, where))
    screen.write_json(explanation)
    return 0
