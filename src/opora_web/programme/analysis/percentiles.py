"""Growth percentiles: how the pupils of schools grew from exam to exam beside pupils of the same past."""

from opora.measuring.growth import Growth, School
from opora.reports.analysis_report import AnalysisReport, ReportColumn, ReportTable
from opora.vocabulary.spelling import counted
from opora_web.programme.analysis.exam_ways import ExamWay, exam_ways
from opora_web.programme.analysis.measured import Counting
from opora_web.programme.analysis.page import Asked, Page, method_card, without_answer

NEEDED = (
    "Процентили роста следят за одними и теми же учениками, а постоянны только коды экзаменов: пришлите протоколы ОГЭ "
    "и протоколы ЕГЭ через два года. Коды ВПР каждый год новые."
)
_MIDDLE = 50
#: So many of a hundred 95 % intervals miss the truth.
_ASIDE_BY_CHANCE = 0.05
_VERDICTS = {
    "above": "растут быстрее",
    "below": "растут медленнее",
    "cannot-tell": "от середины не отличить",
    "few": "мало учеников",
}
_TONES = {_VERDICTS["above"]: "good", _VERDICTS["below"]: "warn", _VERDICTS["cannot-tell"]: "info"}


def percentiles_page(asked: Asked) -> Page:
    """Return the page of growth percentiles, of all schools that may be seen or of one."""
    known = exam_ways(asked.facts)
    if not known:
        return Page(asked.place_choices, refused=NEEDED)
    way = asked.choice(
        "paper", "Экзамены", [(code, one.label) for code, one in known.items()], default=next(iter(known))
    )
    choices = (way, *asked.place_choices)
    found = asked.answer("percentiles", way.chosen)
    missing = without_answer(choices, found)
    if missing is not None or isinstance(found, Counting):
        return missing or Page(choices)
    return Page(choices, report=_report(asked, found.answer, known[way.chosen]))


def _report(asked: Asked, answer: Growth, way: ExamWay) -> AnalysisReport:
    rows = sorted(
        (one for one in answer.schools if one.school in asked.shown), key=lambda one: asked.places[one.school]
    )
    title = "Процентили роста"
    return AnalysisReport(
        title=title if asked.school is None else f"{title}. {asked.school.name}",
        about=way.label,
        sentences=(*(_own(rows) if asked.school else _of_all(answer, rows)), *answer.notes),
        tables=(_table(asked, rows),),
        card=method_card("growth-percentiles"),
        origin=(("Экзамены", way.label), *asked.origin(*asked.place_choices)),
    )


def _of_all(answer: Growth, rows: list[School]) -> tuple[str, ...]:
    told = [verdict_of(one) for one in rows]
    found = ", ".join(f"{words} – {told.count(code)}" for code, words in _VERDICTS.items() if code in told)
    return (
        f"{counted(len(rows), 'школа', 'школы', 'школ')}: {found or 'результатов нет'}.",
        (
            f"Процентиль есть у {counted(answer.pupils, 'ученика', 'учеников', 'учеников')}, без прежнего экзамена – "
            f"{answer.left_out.pupils_without_earlier_result}. Середина – 50: у половины учеников с тем же прошлым "
            "результат ниже."
        ),
        *_by_chance(told),
    )


def _by_chance(verdicts: list[str]) -> tuple[str, ...]:
    """Return how many of the schools with an interval would lie aside of the middle by chance alone."""
    measured = len(verdicts) - verdicts.count("few")
    if not measured:
        return ()
    expected = f"{_ASIDE_BY_CHANCE * measured:.1f}".replace(".", ",")
    schools = counted(measured, "школы", "школ", "школ")
    return (f"Из {schools} с интервалом в стороне от середины и случайно оказалось бы около {expected}.",)


def _own(rows: list[School]) -> tuple[str, ...]:
    if not rows:
        return ("У школы нет учеников с обоими экзаменами.",)
    (own,) = rows
    if own.median is None or own.interval is None:
        return (f"Нельзя сказать: с обоими экзаменами {counted(own.pupils, 'ученик', 'ученика', 'учеников')}.",)
    low, high = (f"{one:g}".replace(".", ",") for one in own.interval)
    median = f"{own.median:g}".replace(".", ",")
    return (
        (
            f"Половина учеников школы обошла не меньше {median} из ста сверстников с таким же прежним результатом "
            f"(интервал 95\u00a0%: от {low} до {high}; {counted(own.pupils, 'ученик', 'ученика', 'учеников')})."
        ),
        f"Вывод: {_VERDICTS[verdict_of(own)]}."
        + (" У одной школы из двадцати так выходит и случайно." if verdict_of(own) in {"above", "below"} else ""),
    )


def verdict_of(one: School) -> str:
    """Return whether pupils of a school grew faster or slower than the middle, where the interval lies aside of it."""
    if one.interval is None:
        return "few"
    low, high = one.interval
    return "above" if low > _MIDDLE else "below" if high < _MIDDLE else "cannot-tell"


def _table(asked: Asked, rows: list[School]) -> ReportTable:
    columns = (
        ReportColumn("Школа", 36),
        ReportColumn("Муниципалитет", 22),
        ReportColumn("Учеников", 10, "whole"),
        ReportColumn("Медиана процентиля", 14, "number"),
        ReportColumn("Интервал 95 %", 16),
        ReportColumn("Вывод", 24, "tag", _TONES),
    )
    return ReportTable(
        "Школы", "Школы по муниципалитетам и названиям. Меньше 10 учеников – без чисел.", columns,
        tuple(_row(asked, one) for one in rows), tuple(one.school for one in rows),
    )  # fmt: skip


def _row(asked: Asked, one: School) -> tuple[object, ...]:
    school = asked.schools[one.school]
    limits = None if one.interval is None else " – ".join(f"{limit:g}".replace(".", ",") for limit in one.interval)
    return (school.name, school.municipality, one.pupils, one.median, limits, _VERDICTS[verdict_of(one)])
