"""`opora template`, `opora generate`, `opora demo`: forms to fill, made-up results, the whole path on them."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from opora.cli.identifying import write_list
from opora.cli.options import DEFAULT_RULES
from opora.cli.screen import Screen
from opora.pipeline import explain, identify, indicate, take_in
from opora.sources.templates import TEMPLATES, write_template
from opora.store import Store
from opora.synthetic import RegionPlan, write_region, write_region_tables
from opora.tables.receipt import Receipt
from opora.vocabulary.authority import folders
from opora.vocabulary.rules import rule_set
from opora.vocabulary.spelling import counted

_LETTERS = 3  # so many letters are written by the demo, one for each kind of school

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


def template(kind: Kind, file: TemplateFile) -> int:
    """Записать шаблон для заполнения: с объяснениями, примером и списками выбора."""
    if kind not in TEMPLATES:
        raise typer.BadParameter(f"шаблона «{kind}» нет. Есть: {', '.join(TEMPLATES)}.")
    with file.open("wb") as stream:
        write_template(kind, stream)
    Screen(None).say(
        f"Шаблон «{TEMPLATES[kind]}»: {file}", "Заполненный файл принимается так же, как выгрузки: opora take-in."
    )
    return 0


Schools = Annotated[int, typer.Option("--schools", metavar="N", help="Сколько школ.", min=1, max=60_000)]
PupilsPerGrade = Annotated[
    float | None,
    typer.Option("--pupils-per-grade", metavar="N", help="Сколько учеников в параллели в среднем.", min=1, max=500),
]
Years = Annotated[str, typer.Option("--years", metavar="ГОДЫ", help="Годы через запятую или дефис: 2022-2024.")]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", help="Начальное число: одно и то же даёт одни и те же данные.")
]
Out = Annotated[Path, typer.Option("--out", metavar="ПАПКА", help="Куда записать.", file_okay=False)]
Form = Annotated[Literal["workbooks", "parquet"], typer.Option("--as", help="Книгами, как у района, или таблицами.")]


def generate(
    out: Out, schools: Schools = 180, pupils_per_grade: PupilsPerGrade = None, years: Years = "2022-2024",
    seed: Seed = 20201, form: Form = "workbooks",
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
        raise typer.BadParameter(f"годы «{text}» не понятны; ожидается 2022-2024 или 2022,2024") from wrong


Port = Annotated[int, typer.Option("--port", metavar="ПОРТ", help="Порт сайта, когда он появится.", hidden=True)]
NoServe = Annotated[bool, typer.Option("--no-serve", help="Не открывать сайт после подготовки.")]


def demo(schools: Schools = 180, out: Out = Path("demo"), port: Port = 8000, no_serve: NoServe = False) -> int:  # noqa: ARG001 - the site takes them
    """Показать весь путь на придуманном регионе: файлы, выпуск, список, письма – в новой папке."""
    screen, region = Screen(None), _fresh(out)
    years, data = (2022, 2023, 2024), out / "data"
    moment = dt.datetime.now(tz=dt.UTC)
    with screen.progress() as told:
        written = write_region(RegionPlan(schools=schools, years=years), region, told)
        receipt = take_in([region / "files"], Store(data), moment, told)
    screen.say(f"Придуманный регион: {counted(len(written.files), 'файл', 'файла', 'файлов')} в {region / 'files'}")
    screen.say(_said(receipt))
    _write_reports(screen, data, years[-1], out)
    screen.say(
        "",
        "Дальше попробуйте сами:",
        f"  opora why ШКОЛА --year {years[-1]} --data {data}",
        f"  opora releases --data {data}",
    )
    return 0


def _fresh(out: Path) -> Path:
    """Return the folder for the made-up region, refusing to write over anything."""
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"Папка «{out}» не пуста. Укажите другую: opora demo --out ПАПКА.")
    return out / "region"


def _said(receipt: Receipt) -> str:
    rows = sum(file.rows for file in receipt.files)
    problems = sum(len(file.problems) for file in receipt.files)
    return (
        f"Приём: выпуск {receipt.release}, {counted(rows, 'строка', 'строки', 'строк')}, "
        f"{counted(problems, 'замечание', 'замечания', 'замечаний')}"
    )


def _write_reports(screen: Screen, data: Path, year: int, out: Path) -> None:
    from opora.reports.letter_document import letter_document

    rules, release = rule_set(DEFAULT_RULES), Store(data).current()
    with screen.progress() as told:
        told("Выявляю школы", 0, 1)
        answer = identify(release, year, rules)
        told("Выявляю школы", 1, 1)
        places: dict[str, Path | None] = {
            "xlsx": out / f"Список {year}.xlsx", "docx": out / f"Список {year}.docx", "charts": out / "графики",
        }  # fmt: skip
        told("Пишу документы", 0, 1)
        write_list(screen, answer, None, places, data, indicate(release, year))
        for school in [school for school in answer.schools if school.listed][:_LETTERS]:
            explanation = explain(release, school.school, year, rules)
            letter = out / "письма" / f"{school.school}.docx"
            letter.parent.mkdir(exist_ok=True)
            letter.write_bytes(letter_document(explanation, folders()))
        told("Пишу документы", 1, 1)
    screen.say(f"Письма школам: {out / 'письма'}")
    screen.say(
        f"В списке {counted(answer.summary.listed, 'школа', 'школы', 'школ')} из {answer.summary.schools}, "
        f"впервые – {answer.summary.first_time}."
    )
