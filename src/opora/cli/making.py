"""`opora template`, `opora generate`, `opora demo`: forms to fill, made-up results, the whole path on them."""

import datetime as dt
import io
import itertools
from pathlib import Path
from typing import Annotated, Literal

import typer

from opora.cli.engine import counting_store
from opora.cli.identifying import write_list
from opora.cli.options import DEFAULT_DATA, DEFAULT_RULES, Data
from opora.cli.screen import STANDARD_OUTPUT, Screen, write_file
from opora.cli.serving import Port, is_free, site_command
from opora.intake import Progress
from opora.pipeline import explain, identify, indicate, take_in
from opora.reports.wording import grouped, in_list_order, listed_schools
from opora.sources.forms.templates import TEMPLATES, write_template
from opora.store import Store
from opora.synthetic import RegionPlan, write_region, write_region_tables
from opora.tables.identification import Identification
from opora.tables.receipt import Receipt
from opora.vocabulary.authority import folders
from opora.vocabulary.rules import rule_set
from opora.vocabulary.spelling import counted, plural

Kind = Annotated[
    str,
    typer.Argument(
        metavar="ВИД",
        help=f"Что за шаблон: {', '.join(f'{kind} – {title}' for kind, title in TEMPLATES.items())}.",
        show_default=False,
    ),
]
TemplateFile = Annotated[
    Path, typer.Argument(metavar="ФАЙЛ.xlsx", help="Куда записать.", dir_okay=False, show_default=False)
]


def template(kind: Kind, file: TemplateFile, data: Data = DEFAULT_DATA) -> int:  # noqa: ARG001 - its procedures are offered
    """Записать шаблон для заполнения: с объяснениями, примером и списками выбора."""
    if kind not in TEMPLATES:
        raise typer.BadParameter(f"шаблона «{kind}» нет. Есть: {', '.join(TEMPLATES)}.")
    content = io.BytesIO()
    write_template(kind, content)
    write_file(file, content.getvalue())
    Screen(None).say(
        f"Шаблон «{TEMPLATES[kind]}»: {file}", "Заполненный файл принимается так же, как выгрузки: opora take-in."
    )
    return 0


Schools = Annotated[int, typer.Option("--schools", metavar="N", help="Сколько школ.", min=1, max=60_000)]
PupilsPerGrade = Annotated[
    float | None,
    typer.Option(
        "--pupils-per-grade", metavar="N", help="Сколько учеников в параллели школы в среднем.", min=1, max=500
    ),
]
Years = Annotated[str, typer.Option("--years", metavar="ГОДЫ", help="Годы через запятую или дефис: 2022-2024.")]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", help="Начальное число: при том же числе получаются те же данные.")
]
Out = Annotated[Path, typer.Option("--out", metavar="ПАПКА", help="Папка, куда записать.", file_okay=False)]
Form = Annotated[
    Literal["workbooks", "parquet"],
    typer.Option("--as", help="Чем записать: workbooks – книгами, как у района; parquet – таблицами."),
]


def generate(
    out: Out, schools: Schools = 180, pupils_per_grade: PupilsPerGrade = None, years: Years = "2022-2024",
    seed: Seed = 20201, form: Form = "workbooks", data: Data = DEFAULT_DATA,  # noqa: ARG001 - whose calendar is held to
) -> int:  # fmt: skip
    """Придумать результаты для проб и замеров; рядом записывается правда: какие школы слабы на самом деле."""
    screen = Screen(None)
    plan = RegionPlan(schools=schools, pupils_per_grade=pupils_per_grade, years=_years(years), seed=seed)
    with screen.progress() as told:
        written = (write_region if form == "workbooks" else write_region_tables)(plan, out, told)
    screen.say(
        f"Записано: {counted(len(written.files), 'файл', 'файла', 'файлов')}, "
        f"{counted(written.rows, 'результат', 'результата', 'результатов')} – в {out}.",
        f"Правда о школах: {written.truth}",
    )
    return 0


def _years(text: str) -> tuple[int, ...]:
    try:
        first, dash, last = text.partition("-")
        return tuple(range(int(first), int(last) + 1)) if dash else tuple(int(part) for part in text.split(","))
    except ValueError as wrong:
        raise typer.BadParameter(f"годы «{text}» не понятны; ожидается 2022-2024 или 2022,2024.") from wrong


DemoData = Annotated[
    Path | None,
    typer.Option("--data", metavar="ПАПКА", help="Новая папка данных вместо data внутри --out.", file_okay=False),
]
NoServe = Annotated[bool, typer.Option("--no-serve", help="Только подготовить; сайт не открывать.")]


def demo(
    schools: Schools = 180, out: Out = Path("demo"), port: Port = 8000, no_serve: NoServe = False, data: DemoData = None
) -> int:
    """Показать весь путь на придуманном регионе: файлы, выпуск, список, письма, сайт – в новой папке."""
    screen, wanted = Screen(None), out
    if data is not None and not _is_unused(data):
        raise typer.BadParameter(f"папка данных «{data}» не пуста; придуманное к настоящему не добавляется.")
    out = _fresh(wanted)
    if out != wanted:
        screen.say(f"Папка «{wanted}» занята; пишу в «{out}».")
    region, years, data = out / "region", (2022, 2023, 2024), data or out / "data"
    moment = dt.datetime.now(tz=dt.UTC)
    with screen.progress() as told:
        write_region(RegionPlan(schools=schools, years=years), region, told)
        receipt = take_in([region / "files"], Store(data), moment, told)
        answer = _identified(data, years[-1], told)
        letters = _write_reports(answer, data, out, told)
    screen.say(*_said(receipt, answer, region))
    screen.say("", "Что получилось:", *(f"  {what:<17} {where}" for what, where in _places(out, years[-1], letters)))
    school = listed_schools(answer.schools)[:1] or answer.schools
    where = ("--year", str(years[-1]), "--data", str(data))
    screen.say("", "Попробуйте дальше:")
    screen.hint("why", school[0].school, *where)
    screen.hint("identify", *where, "--compare-rules", "decline-risk")
    screen.hint("releases", "--data", str(data))
    screen.say("", "Свои файлы принимает та же команда, что и учебные:")
    screen.hint("take-in", "ПАПКА")
    return 0 if no_serve else _open_site(screen, data, out, port)


def _open_site(screen: Screen, data: Path, out: Path, port: int) -> int:
    """Settle the region's people on the site and open it on the first free port."""
    screen.say("", "Готовлю сайт …")
    if code := site_command(data, "settle_demo", "--out", str(out.absolute())):
        return code
    free = next(number for number in itertools.count(port) if is_free("127.0.0.1", number))
    screen.say("")
    return site_command(data, "serve", "--port", str(free))


def _fresh(out: Path) -> Path:
    """Return the folder itself, or the first free one beside it («demo-2»): nothing is ever written over."""
    beside = (out.with_name(f"{out.name}-{number}") for number in itertools.count(2))
    return next(folder for folder in itertools.chain([out], beside) if _is_unused(folder))


def _is_unused(folder: Path) -> bool:
    return not folder.exists() or not any(folder.iterdir())


def _identified(data: Path, year: int, told: Progress) -> Identification:
    told("Выявляю школы", 0, 1)
    answer = identify(counting_store(data).current(), year, rule_set(DEFAULT_RULES))
    told("Выявляю школы", 1, 1)
    return answer


def _write_reports(answer: Identification, data: Path, out: Path, told: Progress) -> list[str]:
    """Write the list, the charts and one letter for each kind of school; return whose letters they are."""
    from opora.reports.letter_document import letter_document

    year, chosen = answer.year, _one_of_each_kind(answer)
    places: dict[str, Path | None] = {
        "xlsx": out / f"Список {year}.xlsx", "docx": out / f"Список {year}.docx", "charts": out / "графики",
    }  # fmt: skip
    told("Пишу документы", 0, 1 + len(chosen))
    rules, release = rule_set(DEFAULT_RULES), counting_store(data).current()
    write_list(Screen(STANDARD_OUTPUT), answer, None, places, indicate(release, year))
    for number, school in enumerate(chosen, start=1):
        told("Пишу документы", number, 1 + len(chosen))
        explanation = explain(release, school, year, rules)
        write_file(out / "письма" / f"{school}.docx", letter_document(explanation, folders()))
    told("Пишу документы", 1 + len(chosen), 1 + len(chosen))
    return chosen


def _one_of_each_kind(answer: Identification) -> list[str]:
    """Return the codes of a school listed for the first time, of one listed before, of one at risk, where there are."""
    kinds = {school.listed or school.status: school.school for school in reversed(in_list_order(answer.schools))}
    return [kinds[kind] for kind in ("first-time", "long-standing", "at-risk") if kind in kinds]


def _said(receipt: Receipt, answer: Identification, region: Path) -> list[str]:
    rows = sum(file.rows for file in receipt.files)
    problems = sum(len(file.problems) for file in receipt.files)
    seen = answer.summary
    return [
        f"Придуманный регион: {counted(len(receipt.files), 'файл', 'файла', 'файлов')} – {region / 'files'}",
        (
            f"Приняты как выпуск {receipt.release}: {grouped(rows)} {plural(rows, 'строка', 'строки', 'строк')}, "
            f"{counted(problems, 'замечание', 'замечания', 'замечаний')}."
        ),
        (
            f"За {answer.year} год в списке {counted(seen.listed, 'школа', 'школы', 'школ')} из {seen.schools}, "
            f"впервые – {seen.first_time}."
        ),
    ]


def _places(out: Path, year: int, letters: list[str]) -> list[tuple[str, str]]:
    return [
        ("список, Word", str(out / f"Список {year}.docx")),
        ("список, Excel", str(out / f"Список {year}.xlsx")),
        ("графики", str(out / "графики")),
        ("письма школам", f"{out / 'письма'} ({', '.join(letters)})"),
        ("правда о школах", str(out / "region" / "truth" / "schools.csv")),
    ]
