"""ГИА protocols as РИС gives them out: with names and documents, which readers must drop."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from opora.synthetic.files_vpr import class_label, subject_words
from opora.synthetic.names import FIRST_NAMES, PATRONYMICS, SURNAMES
from opora.synthetic.plan import Matter
from opora.synthetic.region import Municipality, Region
from opora.synthetic.roles import sends_text
from opora.synthetic.sending import Row, Sending, Value
from opora.synthetic.writing import WrittenPaper, cohort_of

_GRADE_9 = 9
_ON_RESERVE_DAY = 0.03
_NINE_POSITIONS = {
    "№": 0, "Код ОО": 1, "Класс": 2, "Код ППЭ": 4, "Аудитория": 5, "Код регистрации": 6, "Код МСУ": 8, "Фамилия": 10,
    "Имя": 11, "Отчество": 12, "Серия": 13, "Номер": 14, "Задания с кратким ответом": 15,
    "Задания с развёрнутым ответом": 16, "Первичный балл": 18, "Оценка": 20,
}  # fmt: skip
_ELEVEN_HEADINGS = (
    "№", "Код МСУ", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Фамилия", "Имя", "Отчество", "Серия", "Номер",
    "Задания с кратким ответом", "Задания с развёрнутым ответом", "Первичный балл",
)  # fmt: skip
_APPEAL_HEADINGS = (
    "№", "Код МСУ", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Серия", "Номер", "Экзамен",
    "Тип апелляции / перепроверки", "Состояние", "Дата отправки на обработку", "Балл до изменения",
)  # fmt: skip
_APPEALS = 3
_MATHEMATICS_WORDS = {"profile": "Математика профильная", "base": "Математика базовая"}


@dataclass(frozen=True)
class _People:
    """Who the pupils of one paper are; one pupil has one name and one document in all papers."""

    surname: list[str]
    first_name: list[str]
    patronymic: list[str]
    series: list[str]
    number: list[str]


def gia_files(region: Region, written: Sequence[WrittenPaper]) -> Iterator[Sending]:
    """Return protocols of ГИА-9 and ГИА-11 of all municipalities and the appeals of the last year.

    Layouts: domain reference §6.7 and §6.8.
    """
    exams = [paper for paper in written if paper.form.procedure in ("oge", "ege") and len(paper.school)]
    ordered = sorted(exams, key=lambda paper: (paper.form.paper_grade, paper.year, _home(region, paper).number))
    for (grade, _, _), same in groupby(
        ordered, key=lambda paper: (paper.form.paper_grade, paper.year, _home(region, paper).number)
    ):
        papers = list(same)
        yield from _nine_files(region, papers) if grade == _GRADE_9 else _eleven_files(region, papers)
    yield from _appeal_files(region, [paper for paper in ordered if paper.form.test_scale])


def exam_words(paper: WrittenPaper) -> str:
    """Return the exam as protocols name it."""
    return _MATHEMATICS_WORDS.get(paper.form.level, subject_words(paper.form.subject))


def _home(region: Region, paper: WrittenPaper) -> Municipality:
    first: int = paper.school[0]
    return region.schools[first].municipality


def _people(region: Region, paper: WrittenPaper) -> _People:
    born, _ = cohort_of(region, paper.group, paper.cohort)
    dice = region.plan.dice(Matter.PEOPLE, paper.group.number, paper.cohort)
    total = int(born.sum())
    sex = dice.integers(0, 2, total)
    names = [dice.integers(0, len(pool), total) for pool in (SURNAMES, FIRST_NAMES[0], PATRONYMICS[0])]
    series, number = dice.integers(1_000, 9_999, total), dice.permutation(900_000)[:total] + 100_000
    starts = np.zeros(len(region.schools), dtype=np.int64)
    starts[paper.group.schools] = np.cumsum(born) - born
    whose = (starts[paper.school] + paper.pupil).tolist()
    surname, first_name, patronymic = names
    return _People(
        surname=[SURNAMES[surname[who]] + "а" * int(sex[who]) for who in whose],
        first_name=[FIRST_NAMES[sex[who]][first_name[who] % len(FIRST_NAMES[1])] for who in whose],
        patronymic=[PATRONYMICS[sex[who]][patronymic[who]] for who in whose],
        series=[str(series[who]) for who in whose],
        number=[str(number[who]) for who in whose],
    )


def _columns(region: Region, paper: WrittenPaper) -> dict[str, Sequence[Value]]:
    """Return what both kinds of protocol say of each pupil, by heading."""
    people = _people(region, paper)
    schools = [region.schools[index] for index in paper.school.tolist()]
    short, long = _answers(paper)
    return {
        "Код МСУ": [school.municipality.msu_code for school in schools],
        "Код ОО": [school.ris_code for school in schools],
        "Класс": [class_label(paper.pupil_grade, number) for number in paper.class_number.tolist()],
        "Код ППЭ": [f"{int(school.municipality.msu_code) * 10 + school.index % 2}" for school in schools],
        "Аудитория": (paper.pupil % 12 + 1).tolist(),
        "Фамилия": people.surname,
        "Имя": people.first_name,
        "Отчество": people.patronymic,
        "Серия": people.series,
        "Номер": people.number,
        "Задания с кратким ответом": short,
        "Задания с развёрнутым ответом": long,
        "Первичный балл": paper.primary.tolist(),
    }


def _answers(paper: WrittenPaper) -> tuple[list[str], list[str]]:
    """Return answers as protocols show them: «+−2» for short ones, «1(2)0(3)» for long ones."""
    form, rows = paper.form, np.maximum(paper.scores, 0).T.tolist()
    signs = [["-", "+", *map(str, range(2, 10))] if most == 1 else list("-123456789") for most in form.maxima]
    ends = [f"({most})" for most in form.maxima[form.short :]]
    short = ["".join([words[score] for words, score in zip(signs, row[: form.short], strict=False)]) for row in rows]
    long = ["".join([f"{score}{end}" for score, end in zip(row[form.short :], ends, strict=True)]) for row in rows]
    return short, long


def _date(paper: WrittenPaper, month_and_day: str) -> str:
    return f"{paper.year}.{month_and_day.replace('-', '.')}"


def _nine_files(region: Region, papers: Sequence[WrittenPaper]) -> Iterator[Sending]:
    """Return one workbook: a block for each exam, and one for its reserve day."""
    home = _home(region, papers[0])
    file = Path("ГИА-9", str(papers[0].year), f"Протоколы ОГЭ – {home.name}.xlsx")
    yield Sending(file, lambda: {"Протоколы": _nine_rows(region, papers)})


def _nine_rows(region: Region, papers: Sequence[WrittenPaper]) -> Iterator[Row]:
    for paper in papers:
        columns = {**_columns(region, paper), "Оценка": paper.mark.tolist()}
        columns["Код регистрации"] = [f"{paper.form.exam_code}{number}" for number in columns["Номер"]]
        reserve = (
            region.plan.dice(Matter.PEOPLE, paper.group.number, paper.cohort, paper.form.number).random(
                len(paper.school)
            )
            < _ON_RESERVE_DAY
        )
        for day, pupils in ((paper.form.exam_day, ~reserve), (paper.form.reserve_day, reserve)):
            if pupils.any():
                yield (f"{paper.form.exam_code} - {exam_words(paper)} {_date(paper, day)}",)
                yield from _nine_block(columns, np.flatnonzero(pupils))


def _nine_block(columns: Mapping[str, Sequence[Value]], pupils: np.ndarray) -> Iterator[Row]:
    """Return heading row, data rows and footers, with empty columns where the form has merged cells."""
    yield _sparse({heading: heading for heading in _NINE_POSITIONS})
    for number, pupil in enumerate(pupils.tolist(), start=1):
        yield _sparse({"№": number, **{heading: cells[pupil] for heading, cells in columns.items()}})
    scores = [columns["Первичный балл"][pupil] for pupil in pupils]
    yield _sparse({"№": "Средний балл", "Первичный балл": round(float(np.mean(np.array(scores, dtype=float))), 2)})
    yield _sparse({"№": "Всего участников", "Оценка": len(pupils)})
    yield ()


def _sparse(cells: Mapping[str, Value]) -> Row:
    row: list[Value] = [None] * (max(_NINE_POSITIONS.values()) + 1)
    for heading, cell in cells.items():
        row[_NINE_POSITIONS[heading]] = cell
    return row


def _eleven_files(region: Region, papers: Sequence[WrittenPaper]) -> Iterator[Sending]:
    """Return protocols of ЕГЭ: one text file for each exam, or one workbook with a sheet for each."""
    home, year = _home(region, papers[0]), papers[0].year
    folder = Path("ГИА-11", str(year))
    if not sends_text(home):
        file = folder / f"Протоколы ЕГЭ – {home.name}.xlsx"
        yield Sending(file, lambda: {exam_words(paper): _eleven_rows(region, paper) for paper in papers})
        return
    for paper in papers:
        file = folder / f"{paper.form.exam_code} {exam_words(paper)} – {home.name}.csv"
        yield Sending(file, lambda paper=paper: {"Протокол": _eleven_rows(region, paper)})  # type: ignore[misc]


def _eleven_rows(region: Region, paper: WrittenPaper) -> Iterator[Row]:
    columns = _columns(region, paper)
    is_base = paper.test is None
    columns["Оценка" if is_base else "Балл"] = (paper.mark if paper.test is None else paper.test).tolist()
    headings = [heading for heading in (*_ELEVEN_HEADINGS, "Оценка", "Балл") if heading in columns or heading == "№"]
    if is_base:
        headings.remove("Задания с развёрнутым ответом")
    yield (f"{paper.form.exam_code} - {exam_words(paper)} {_date(paper, paper.form.exam_day)}",)
    yield headings
    taken = [columns[heading] for heading in headings[1:]]
    yield from ((number, *cells) for number, cells in enumerate(zip(*taken, strict=True), start=1))
    yield from _footers(paper, len(headings))


def _footers(paper: WrittenPaper, width: int) -> Iterator[Row]:
    last = paper.mark if paper.test is None else paper.test
    lowest = paper.form.limits[0]
    least = 3 if paper.form.test_scale is None else paper.form.test_scale[lowest]
    between = [""] * (width - 3)
    yield ("Средние", *between, round(float(paper.primary.mean()), 1), round(float(last.mean()), 1))
    yield ("Минимальная граница", *between, lowest, least)
    yield ("Всего участников", *between, "", len(last))


def _appeal_files(region: Region, papers: Sequence[WrittenPaper]) -> Iterator[Sending]:
    """Return the appeals of the last year: a few raised scores of the first municipality that has any."""
    last_year = [paper for paper in papers if paper.year == region.plan.years[-1]]
    if last_year:
        paper = last_year[0]
        home = _home(region, paper)
        file = Path("ГИА-11", str(paper.year), f"Апелляции – {home.name}.xlsx")
        yield Sending(file, lambda: {"Апелляции": _appeal_rows(region, paper)})


def _appeal_rows(region: Region, paper: WrittenPaper) -> Iterator[Row]:
    assert paper.test is not None
    assert paper.form.test_scale is not None
    columns = _columns(region, paper)
    yield (*_APPEAL_HEADINGS, "Текущие", None, "Разница")
    yield (*[None] * len(_APPEAL_HEADINGS), "Первичный балл", "Балл", None)
    exam = f"{exam_words(paper)}({_date(paper, paper.form.exam_day)})"
    sent_on = _date(paper, "06-20")
    raisable = np.flatnonzero(paper.primary < paper.form.max_score)[:_APPEALS]
    for number, pupil in enumerate(raisable.tolist(), start=1):
        before, primary = int(paper.test[pupil]), int(paper.primary[pupil]) + 1
        after = paper.form.test_scale[primary]
        known = {**{name: cells[pupil] for name, cells in columns.items()}, "№": number, "Экзамен": exam}
        known |= {_APPEAL_HEADINGS[10]: "О несогласии с выставленными баллами", "Состояние": "Удовлетворена"}
        known |= {"Дата отправки на обработку": sent_on, "Балл до изменения": before}
        yield (*[known[heading] for heading in _APPEAL_HEADINGS], primary, after, after - before)
