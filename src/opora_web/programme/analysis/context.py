"""Context: in which conditions schools work, which result others show there, who holds up against them."""

from collections import Counter

from opora.analysis.school_context.tracks import BORDER, PLACES
from opora.analysis.school_context.wellbeing import MEAN
from opora.reports.analysis_report import AnalysisReport, ReportColumn, ReportPicture, ReportTable
from opora.reports.context_plot import PlacedSchool, context_plot
from opora.tables.school_conditions import ContextAnswer, SchoolInContext
from opora.vocabulary.spelling import counted
from opora_web.programme.analysis.measured import Counting
from opora_web.programme.analysis.page import Asked, Page, method_card, without_answer
from opora_web.programme.schools.listing import Choice

NEEDED = (
    "О социальном контексте школ в выпуске ничего нет. Скачайте шаблон «Социальный паспорт школ» "
    "(opora template context ФАЙЛ.xlsx), заполните его и отправьте через «Приём файлов»."
)
_TRACKS = {
    "favourable": "благоприятный",
    "border": "пограничный",
    "unfavourable": "неблагоприятный",
    "cannot-tell": "нельзя сказать",
}
_PLACES = {
    "resilient": "резильентная",
    "above-expected": "выше ожидаемого",
    "as-expected": "как ожидается",
    "below-expected": "ниже ожидаемого",
    "cannot-tell": "нельзя сказать",
}
_TRACK_TONES = {_TRACKS["unfavourable"]: "info", _TRACKS["border"]: "warn"}
_PLACE_TONES = {
    _PLACES["resilient"]: "good", _PLACES["above-expected"]: "good", _PLACES["below-expected"]: "warn",
    _PLACES["cannot-tell"]: "info",
}  # fmt: skip
_METHODS = {
    "ridge": "Ожидаемый результат – по регрессии на контекст всех остальных школ: школа сама себя не объясняет.",
    "clusters": "Школ меньше 15, поэтому ожидаемый результат – среднее остальных школ с близким контекстом.",
    "none": "Школ с результатом и контекстом меньше 6: об ожидаемом результате сказать нельзя.",
}
_SUPPORT = {
    "favourable": "Причины низких результатов уместно искать внутри школы: поддержка – управление и контроль качества.",
    "border": "Какая поддержка уместна, решают вместе со школой.",
    "unfavourable": "Условия трудные: уместна методическая и ресурсная помощь, повышение квалификации.",
    "cannot-tell": "Данных о контексте мало: какая поддержка уместна, числа не говорят.",
}
_LASTING = 2


def context_page(asked: Asked) -> Page:
    """Return the page of context, of all schools that may be seen or of one."""
    years = asked.facts.years
    if not years or not any(one.context for one in asked.facts.schools.values()):
        return Page(asked.place_choices, refused=NEEDED)
    year = asked.choice("year", "Год", [(str(one), str(one)) for one in years], default=str(years[0]))
    choices: tuple[Choice, ...] = (year, *asked.place_choices)
    found = asked.answer("context", year.chosen)
    missing = without_answer(choices, found)
    if missing is not None or isinstance(found, Counting):
        return missing or Page(choices)
    if asked.school is None:
        track = asked.choice("track", "Контекст", [("", "любой"), *_TRACKS.items()])
        place = asked.choice("place", "Результат в контексте", [("", "любой"), *_PLACES.items()])
        choices = (*choices, track, place)
    return Page(choices, report=_report(asked, found.answer, choices))


def _report(asked: Asked, answer: ContextAnswer, choices: tuple[Choice, ...]) -> AnalysisReport:
    wanted = {one.name: one.chosen for one in choices if one.name in {"track", "place"}}
    rows = [
        one
        for one in answer.schools
        if one.school in asked.shown and all(value in {"", getattr(one, name)} for name, value in wanted.items())
    ]
    rows.sort(key=lambda one: asked.places[one.school])
    return AnalysisReport(
        title="Контекст и устойчивость" if asked.school is None else f"Контекст. {asked.school.name}",
        about=f"Результаты и социальные паспорта, {answer.year} год",
        sentences=_sentences(asked, answer, rows),
        tables=(_table(asked, rows),),
        card=method_card("context"),
        origin=(("Показатели индекса", ", ".join(answer.indicators)), *asked.origin(*choices)),
        pictures=_pictures(asked, answer, rows),
    )


def _sentences(asked: Asked, answer: ContextAnswer, rows: list[SchoolInContext]) -> tuple[str, ...]:
    if asked.school is not None:
        return (*(words for one in rows for words in school_context_sentences(one)), _METHODS[answer.method])
    places = Counter(one.place for one in rows)
    tracks = Counter(one.track for one in rows)
    lasting = sum(one.resilient_years >= _LASTING for one in rows)
    told = [
        f"{counted(len(rows), 'школа', 'школы', 'школ')}. Контекст: "
        + ", ".join(f"{_TRACKS[code]} – {tracks[code]}" for code in _TRACKS if tracks[code])
        + ".",
        "Результат в своём контексте: "
        + ", ".join(f"{_PLACES[code]} – {places[code]}" for code in _PLACES if places[code])
        + ".",
    ]
    if lasting:
        told.append(
            f"Резильентны (держатся вопреки условиям) два года подряд и дольше – {lasting}: такие школы могут стать "
            "наставниками."
        )
    return (*told, _METHODS[answer.method])


def school_context_sentences(one: SchoolInContext) -> list[str]:
    """Return what the context says of one school, without excuse and without blame."""
    if one.index is None:
        return ["Сведений о контексте школы мало: индекс не посчитать. Дополните социальный паспорт."]
    told = [
        (
            f"Индекс благополучия – {one.index:.0f} (у средней школы 50, обычный разброс 10): контекст "
            f"{_TRACKS[one.track]}. {_SUPPORT[one.track]}"
        )
    ]
    if one.relative is not None and one.expected is not None and one.result is not None:
        numbers = [f"{value:+.1f}".replace(".", ",").replace("-", "−") for value in (one.result, one.expected)]
        told.append(
            f"Результат: {numbers[0]} разброса между школами, в таком контексте ожидается {numbers[1]}: "
            f"{PLACES[one.place]}."
        )
    if one.resilient_years >= _LASTING:
        told.append(f"Резильентна {counted(one.resilient_years, 'год', 'года', 'лет')} подряд.")
    return told


def _table(asked: Asked, rows: list[SchoolInContext]) -> ReportTable:
    columns = (
        ReportColumn("Школа", 36),
        ReportColumn("Муниципалитет", 22),
        ReportColumn("Индекс", 9, "whole"),
        ReportColumn("Контекст", 18, "tag", _TRACK_TONES),
        ReportColumn("Результат", 11, "signed"),
        ReportColumn("Ожидается", 11, "signed"),
        ReportColumn("Разница", 11, "signed"),
        ReportColumn("В своём контексте", 20, "tag", _PLACE_TONES),
        ReportColumn("Лет подряд вопреки условиям", 12, "whole"),
        ReportColumn("Чем выделяется", 44, is_folded=True),
    )
    caption = (
        "Школы по муниципалитетам и названиям. Результаты – в разбросах между школами: 0 – средняя школа. "
        "Чем выделяется: + к благополучию, − от него."
    )
    return ReportTable(
        "Школы", caption, columns, tuple(_row(asked, one) for one in rows), tuple(one.school for one in rows)
    )


def _row(asked: Asked, one: SchoolInContext) -> tuple[object, ...]:
    school = asked.schools[one.school]
    return (
        school.name, school.municipality, one.index, _TRACKS[one.track], one.result, one.expected, one.difference,
        _PLACES[one.place], one.resilient_years or None, one.reasons.replace(".", ",").replace(" -", " −"),
    )  # fmt: skip


def _pictures(asked: Asked, answer: ContextAnswer, rows: list[SchoolInContext]) -> tuple[ReportPicture, ...]:
    placed = tuple(
        PlacedSchool(
            asked.schools[one.school].name, one.index, one.result, one.expected, one.place, asked.school is not None
        )
        for one in rows
        if one.index is not None and one.result is not None and one.expected is not None and one.place != "cannot-tell"
    )
    if not placed:
        return ()
    about = f"Результаты {answer.year} года", f"Выпуск данных № {asked.facts.number}."
    border = MEAN - BORDER, MEAN + BORDER
    return (
        ReportPicture(
            "context", "Индекс благополучия и результат каждой школы.", about[1], f"context {placed} {about}",
            lambda width: context_plot(placed, border, about, width), "Школы",
        ),
    )  # fmt: skip
