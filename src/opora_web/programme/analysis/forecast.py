"""Forecast: who will be on the list next year, how sure that is, and what such forecasts were worth before."""

from collections import Counter

from opora.measuring.list_forecast import Calibration, ListForecast, SchoolForecast
from opora.reports.analysis_report import AnalysisReport, ReportColumn, ReportTable
from opora.vocabulary.spelling import counted, percent
from opora_web.facts import Facts
from opora_web.programme.analysis.measured import Counting
from opora_web.programme.analysis.page import Asked, Page, method_card, without_answer
from opora_web.programme.schools.listing import Choice

NEEDED = (
    "Чтобы видеть, как школы меняются, нужны результаты хотя бы за два года подряд. Отправьте файлы прошлых лет через "
    "«Приём файлов»."
)
_VERDICTS = {
    "enters": "скорее войдёт",
    "stays": "скорее останется",
    "open": "может быть и так и так",
    "leaves": "скорее выйдет",
    "stays-off": "скорее не войдёт",
    "cannot-tell": "судить нельзя",
}
_TONES = {
    _VERDICTS["enters"]: "warn", _VERDICTS["stays"]: "warn", _VERDICTS["open"]: "info", _VERDICTS["leaves"]: "good",
    _VERDICTS["stays-off"]: "good", _VERDICTS["cannot-tell"]: "info",
}  # fmt: skip
_NOW = {True: "в списке", False: "не в списке", None: "судить нельзя"}
_LEAST_YEARS = 2


def has_years_to_compare(facts: Facts) -> bool:
    """Tell whether the release has results of more than one year."""
    return len(facts.years) >= _LEAST_YEARS


def forecast_page(asked: Asked) -> Page:
    """Return the forecast of all schools that may be seen, or of one."""
    if not has_years_to_compare(asked.facts):
        return Page(asked.place_choices, refused=NEEDED)
    rules = asked.rules_choice
    choices = (rules, *asked.place_choices)
    found = asked.answer("forecast", rules.chosen)
    missing = without_answer(choices, found)
    if missing is not None or isinstance(found, Counting):
        return missing or Page(choices)
    answer: ListForecast = found.answer
    if not answer.can_tell:
        return Page(choices, refused=" ".join(answer.notes))
    verdict = asked.choice("verdict", "Прогноз", [("", "любой"), *_VERDICTS.items()])
    choices = choices if asked.school is not None else (*choices, verdict)
    return Page(choices, report=_report(asked, answer, choices))


def _report(asked: Asked, answer: ListForecast, choices: tuple[Choice, ...]) -> AnalysisReport:
    wanted = next((one.chosen for one in choices if one.name == "verdict"), "")
    rows = [one for one in answer.schools if one.school in asked.shown and wanted in {"", one.verdict}]
    rows.sort(key=lambda one: asked.places[one.school])
    worth = (_worth_table(answer.calibration),) if answer.calibration is not None else ()
    return AnalysisReport(
        title="Прогноз" if asked.school is None else f"Прогноз. {asked.school.name}",
        about=f"{answer.rules_title}: список {answer.year} года по результатам {answer.years[0]}–{answer.years[-1]}",
        sentences=_sentences(asked, answer, rows),
        tables=(_schools_table(asked, rows), *worth),
        card=method_card("forecast"),
        origin=(("Правила", answer.rules_title), *asked.origin(*choices[1:])),
    )


def _sentences(asked: Asked, answer: ListForecast, rows: list[SchoolForecast]) -> tuple[str, ...]:
    if asked.school is not None:
        own = tuple(one.sentence for one in rows) or ("Об этой школе в прогнозе ничего нет: её результатов мало.",)
    else:
        own = _of_many(rows)
    worth = answer.calibration.sentences if answer.calibration is not None else ()
    return (*own, *worth, *answer.notes)


def _of_many(rows: list[SchoolForecast]) -> tuple[str, ...]:
    verdicts = Counter(one.verdict for one in rows)
    told = ", ".join(f"{_VERDICTS[code]} – {verdicts[code]}" for code in _VERDICTS if verdicts[code])
    entering = sum(one.probability or 0.0 for one in rows if one.is_listed is False)
    leaving = sum(1 - one.probability for one in rows if one.is_listed and one.probability is not None)
    return (
        f"{counted(len(rows), 'школа', 'школы', 'школ')}: {told}." if rows else "Таких школ нет.",
        f"Среди них в среднем ожидается: войдут {_one(entering)}, выйдут {_one(leaving)} – если всё пойдёт как шло.",
    )


def _schools_table(asked: Asked, rows: list[SchoolForecast]) -> ReportTable:
    columns = (
        ReportColumn("Школа", 36),
        ReportColumn("Муниципалитет", 22),
        ReportColumn("Сейчас", 14),
        ReportColumn("Вероятность быть в списке", 14, "percent"),
        ReportColumn("От", 9, "percent"),
        ReportColumn("До", 9, "percent"),
        ReportColumn("Прогноз", 22, "tag", _TONES),
    )
    caption = (
        "Школы по муниципалитетам и названиям. Границы – насколько вероятность зависит от того, по каким школам её "
        "считали."
    )
    return ReportTable(
        "Школы", caption, columns, tuple(_row(asked, one) for one in rows), tuple(one.school for one in rows)
    )


def _row(asked: Asked, one: SchoolForecast) -> tuple[object, ...]:
    school = asked.schools[one.school]
    return (
        school.name, school.municipality, _NOW[one.is_listed], one.probability, one.low, one.high,
        _VERDICTS[one.verdict],
    )  # fmt: skip


def _worth_table(past: Calibration) -> ReportTable:
    columns = (
        ReportColumn("Говорилось", 14),
        ReportColumn("Прогнозов", 11, "whole"),
        ReportColumn("В среднем говорилось", 14, "percent"),
        ReportColumn("Сбылось", 11, "percent"),
        ReportColumn("Интервал 95 %: от", 12, "percent"),
        ReportColumn("до", 9, "percent"),
    )
    rows = tuple(
        (
            f"{100 * one.low:.0f}–{percent(one.high)}", one.forecasts, one.expected, one.share,
            one.interval[0] if one.interval else None, one.interval[1] if one.interval else None,
        )
        for one in past.bins
    )  # fmt: skip
    years = ", ".join(map(str, past.years))
    return ReportTable("Проверка на прошлом", f"Прогнозы на {years} – каждый по годам до него.", columns, rows)


def _one(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
