"""Growth: what schools add to the earlier results of their pupils, without ranks."""

from collections import Counter

from opora.analysis.growth import VERDICTS
from opora.reports.analysis_report import AnalysisReport, ReportColumn, ReportPicture, ReportTable
from opora.reports.growth_plots import GrownSchool, GrownSchools, growth_caterpillar, growth_quadrant
from opora.reports.growth_words import fifths_words, interval_words, place_words, school_sentences, shape_words
from opora.tables.school_growth import GrowthAnswer, SchoolGrowth
from opora.vocabulary.spelling import counted
from opora_web.programme.analysis.measured import Counting
from opora_web.programme.analysis.page import Asked, Page, method_card, without_answer
from opora_web.programme.analysis.papers import GrowthChoice, growth_choices
from opora_web.programme.schools.listing import Choice

NEEDED = (
    "Прирост считают от прежних результатов тех же учеников или того же поколения: пришлите индивидуальные результаты "
    "прошлых лет по тому же предмету – ВПР на класс младше (ФИС ОКО, «Индивидуальные результаты») или протоколы ОГЭ к "
    "протоколам ЕГЭ."
)
_TONES = {VERDICTS["above"]: "good", VERDICTS["below"]: "warn", VERDICTS["cannot-tell"]: "info"}
_UNITS = {"point": "балла", "spread": "разброса"}
_HEADED = {"point": "баллов", "spread": "разбросов"}


def growth_page(asked: Asked) -> Page:
    """Return the page of growth, of all schools that may be seen or of one."""
    known = growth_choices(asked.facts)
    if not known:
        return Page(asked.place_choices, refused=NEEDED)
    paper = asked.choice(
        "paper", "Работа", [(code, one.label) for code, one in known.items()], default=next(iter(known))
    )
    choice = known[paper.chosen]
    years = _years(asked, choice)
    choices = (paper, years, *asked.place_choices)
    found = asked.answer("growth", choice.code, "together" if years.chosen else "last")
    missing = without_answer(choices, found)
    if missing is not None or isinstance(found, Counting):
        return missing or Page(choices)
    verdict = asked.choice("verdict", "Вывод", [("", "все"), *VERDICTS.items()])
    shown = choices if asked.school else (*choices, verdict)
    return Page(shown, report=_report(asked, found.answer, shown, "" if asked.school else verdict.chosen))


def _years(asked: Asked, choice: GrowthChoice) -> Choice:
    several = [("together", f"{choice.years[-1]}–{choice.years[0]} вместе")] if len(choice.years) > 1 else []
    return asked.choice("years", "Годы", [("", str(choice.years[0])), *several])


def _report(asked: Asked, answer: GrowthAnswer, choices: tuple[Choice, ...], verdict: str) -> AnalysisReport:
    rows = [one for one in answer.schools if one.school in asked.shown and verdict in {"", one.verdict}]
    rows.sort(key=lambda one: asked.places[one.school])
    origin = (("Работа", answer.title), *asked.origin(*choices[1:]))
    tables = [_schools_table(asked, rows, answer)]
    if asked.school is not None:
        tables += [
            _fifths_table(one, answer) for one in rows if any(one.pupils_of_fifths) and one.shape != "cannot-tell"
        ]
    return AnalysisReport(
        title="Прирост" if asked.school is None else f"Прирост. {asked.school.name}",
        about=answer.title,
        sentences=_sentences(asked, answer, rows),
        tables=tuple(tables),
        card=method_card("growth"),
        origin=origin,
        pictures=_pictures(asked, answer, rows),
    )


def _sentences(asked: Asked, answer: GrowthAnswer, rows: list[SchoolGrowth]) -> tuple[str, ...]:
    if not answer.can_tell:
        schools = counted(len(answer.schools), "школы", "школ", "школ")
        return (
            (
                f"Нельзя сказать: результат и прежний результат есть у {schools}, а чтобы судить о приросте, нужно не "
                f"меньше {answer.least_schools}. Когда школ мало, сравнивать не с чем."
            ),
            answer.said,
        )
    if asked.school is not None:
        own = next((one for one in rows), None)
        told = school_sentences(own, answer) if own else ["У школы нет результата и прежнего результата в этой работе."]
        return (*told, answer.said)
    return (*_over_all(answer, rows), answer.said)


def _over_all(answer: GrowthAnswer, rows: list[SchoolGrowth]) -> list[str]:
    found = Counter(one.verdict for one in rows)
    told = ", ".join(f"{VERDICTS[code]} – {found[code]}" for code in VERDICTS if found[code]) or "школ нет"
    between, within = (f"{value or 0:.2f}".replace(".", ",") for value in (answer.between, answer.within))
    return [
        f"{counted(len(rows), 'школа', 'школы', 'школ')}: {told}.",
        (
            f"Между школами прирост различается на {between} {_UNITS[answer.unit]}, между учениками одной школы – на "
            f"{within}: большая часть различий лежит внутри школ, поэтому о большинстве школ вывода нет."
        ),
    ]


def _schools_table(asked: Asked, rows: list[SchoolGrowth], answer: GrowthAnswer) -> ReportTable:
    unit = _HEADED[answer.unit]
    columns = (
        ReportColumn("Школа", 36),
        ReportColumn("Муниципалитет", 22),
        ReportColumn("Учеников", 10, "whole"),
        ReportColumn(f"Прирост, {unit}", 12, "signed"),
        ReportColumn("Интервал 95 %", 18),
        ReportColumn("Вывод", 20, "tag", _TONES),
        ReportColumn(f"Уровень, {unit}", 12, "signed"),
        ReportColumn("Уровень и прирост", 34),
        ReportColumn("Кому прибавляет", 24),
    )
    known = columns if answer.prior_of == "pupil" else columns[:-1]  # a cohort's mean does not tell its pupils apart
    return ReportTable(
        "Школы", "Школы по муниципалитетам и названиям. Меньше 10 учеников – без чисел.", known,
        tuple(_row(asked, one)[: len(known)] for one in rows), tuple(one.school for one in rows),
    )  # fmt: skip


def _row(asked: Asked, one: SchoolGrowth) -> tuple[object, ...]:
    school = asked.schools[one.school]
    is_told = one.verdict != "cannot-tell"
    return (
        school.name,
        school.municipality,
        one.pupils,
        one.growth if is_told else None,
        interval_words(one) if is_told else None,
        VERDICTS[one.verdict],
        one.level if is_told else None,
        place_words(one),
        shape_words(one),
    )


def _papers_table(asked: Asked, school: str) -> ReportTable:
    """Return what growth says of a school in every paper whose answer is there."""
    columns = (
        ReportColumn("Работа", 44),
        ReportColumn("Учеников", 10, "whole"),
        ReportColumn("Прирост", 12, "signed"),
        ReportColumn("Интервал 95 %", 18),
        ReportColumn("Вывод", 20, "tag", _TONES),
    )
    told = [(answer, one) for answer in _answers(asked) for one in answer.schools if one.school == school]
    rows = tuple(
        (
            answer.title,
            one.pupils,
            one.growth if one.verdict != "cannot-tell" else None,
            interval_words(one) if one.verdict != "cannot-tell" else None,
            VERDICTS[one.verdict],
        )
        for answer, one in told
    )
    caption = "По всем работам. Прирост одного года – в баллах работы, нескольких лет – в разбросах учеников."
    return ReportTable("Работы", caption, columns, rows)


def _answers(asked: Asked) -> list[GrowthAnswer]:
    """Return the answers of all papers that are there, of the last year and of several years together."""
    found = [
        asked.answer("growth", one.code, years)
        for one in growth_choices(asked.facts).values()
        for years in (("last", "together") if len(one.years) > 1 else ("last",))
    ]
    return [one.answer for one in found if not isinstance(one, Counting) and not one.refused]


def _fifths_table(one: SchoolGrowth, answer: GrowthAnswer) -> ReportTable:
    columns = (
        ReportColumn("Ученики по прежним результатам", 40),
        ReportColumn("Учеников", 12, "whole"),
        ReportColumn(f"Прирост, {_HEADED[answer.unit]}", 16, "signed"),
    )
    return ReportTable("Пятые части", "Кому школа прибавляет больше.", columns, tuple(fifths_words(one)))


def _pictures(asked: Asked, answer: GrowthAnswer, rows: list[SchoolGrowth]) -> tuple[ReportPicture, ...]:
    shown = GrownSchools(
        tuple(_grown(asked, one) for one in rows if one.growth is not None and one.verdict != "cannot-tell"),
        answer.title, answer.unit, f"Выпуск данных № {asked.facts.number}. {answer.said}",
    )  # fmt: skip
    if not shown.schools:
        return ()
    quadrant = ReportPicture(
        "quadrant", "Уровень результатов и прирост каждой школы с эллипсами.", shown.origin, f"quadrant {shown}",
        lambda width: growth_quadrant(shown, width), "Школы",
    )  # fmt: skip
    if len(shown.schools) == 1:
        return (quadrant,)
    return (
        ReportPicture(
            "caterpillar", f"Прирост школ с интервалами. {shown.headline}.", shown.origin, f"caterpillar {shown}",
            lambda width: growth_caterpillar(shown, width), "Школы",
        ),
        quadrant,
    )  # fmt: skip


def _grown(asked: Asked, one: SchoolGrowth) -> GrownSchool:
    return GrownSchool(
        one.school, asked.schools[one.school].name, one.verdict, one.growth or 0.0, one.low or 0.0, one.high or 0.0,
        one.level or 0.0, one.ellipse, asked.school is not None,
    )  # fmt: skip
