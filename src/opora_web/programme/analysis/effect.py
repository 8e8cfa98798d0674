"""Did it help: what support changed beyond what would have changed anyway, every method beside the others."""

from dataclasses import replace
from functools import partial

from opora.measuring.support_effect import EffectOfSupport
from opora.reports.analysis_report import AnalysisReport, Look, ReportColumn, ReportPicture, ReportTable
from opora.reports.effect_document import effect_document
from opora.reports.effect_plot import effect_plot
from opora.tables.effect_of_support import KindRow, MethodRow
from opora.vocabulary.spelling import counted
from opora_web.facts import authority_folders
from opora_web.programme.analysis.measured import Counting
from opora_web.programme.analysis.page import Asked, Page, method_card, without_answer
from opora_web.programme.analysis.supported import accompanied_schools

NEEDED = (
    "Чтобы сравнить результаты до поддержки и после, нужны ВПР хотя бы за два года. Отправьте файлы прошлых лет через "
    "«Приём файлов»."
)
NOBODY = (
    "Ни одна школа ещё не взята на сопровождение, сравнивать нечего. Ответ появится, когда после начала сопровождения "
    "придут новые результаты."
)
SINCE = "Поддержка считается с года, следующего за тем, в котором школа взята на сопровождение."
_TONES = {
    "помогло": "good",
    "хуже, чем ожидалось без поддержки": "warn",
    "разницы не видно": "info",
    "нельзя сказать": "info",
}


def effect_page(asked: Asked) -> Page:
    """Return the page of what support changed; it speaks of all supported schools together, never of one."""
    if len(asked.facts.years) < 2:  # noqa: PLR2004 - before and after
        return Page((), refused=NEEDED)
    accompanied = accompanied_schools(asked.facts)
    if not accompanied.schools:
        return Page((), refused=NOBODY)
    found = asked.answer("effect", str(accompanied))
    missing = without_answer((), found)
    if missing is not None or isinstance(found, Counting):
        return missing or Page(())
    answer = _seen(asked, found.answer)
    report = _report(asked, answer)
    return Page((), report=report, document=partial(_note, answer, report))


def _seen(asked: Asked, answer: EffectOfSupport) -> EffectOfSupport:
    """Return the answer with schools nobody is alike to by name where the person may see them all, else their number.

    Who was compared with whom is of other schools and stays out.
    """
    seen = tuple(asked.schools[code].name for code in answer.unmatched if code in asked.schools)
    if len(seen) < len(answer.unmatched):
        seen = (counted(len(answer.unmatched), "школа", "школы", "школ"),)
    return replace(answer, unmatched=seen, pairs={})


def _note(answer: EffectOfSupport, report: AnalysisReport) -> bytes:
    """Return the Word note, with what it was made of among its last sentences.

    Raises:
        TemplateUnusableError: the authority's own template has problems, said in Russian.
    """
    origin = tuple(f"{what}: {words}." for what, words in report.origin)
    told = replace(answer, notes=(SINCE, *answer.notes, *origin))
    return effect_document(told, report.card.lines, authority_folders())


def _report(asked: Asked, answer: EffectOfSupport) -> AnalysisReport:
    tables = [_methods(answer)]
    tables += [_kinds(answer)] if answer.kinds else []
    tables += [_balance(answer)] if answer.balance else []
    tables += [_trends(answer)] if answer.trends else []
    release, _, order = asked.origin()
    schools = counted(answer.schools, "школа", "школы", "школ")
    return AnalysisReport(
        title="Помогло ли",
        about=f"{schools} за {answer.years[0]}–{answer.years[-1]} годы, с сопровождением – {answer.supported}",
        sentences=(
            *answer.sentences,
            *_unmatched(answer),
            SINCE,
            *answer.notes,
        ),
        tables=tuple(tables),
        pictures=(_picture(asked, answer),),
        card=method_card("did-it-help"),
        origin=(("О ком", "все школы с сопровождением вместе"), release, order),
    )


def _picture(asked: Asked, answer: EffectOfSupport) -> ReportPicture:
    origin = f"Выпуск данных № {asked.facts.number}."
    return ReportPicture(
        name="methods",
        description=f"Эффект сопровождения по каждому методу с интервалом 95\u00a0%. {answer.sentences[0]}",
        caption=origin,
        shown=repr((answer.methods, origin)),
        draw=lambda width: effect_plot(answer, origin, width),
        table="Методы",
    )


def _unmatched(answer: EffectOfSupport) -> tuple[str, ...]:
    return (f"Похожих школ без поддержки не нашлось: {', '.join(answer.unmatched)}.",) if answer.unmatched else ()


def _effect_columns(answer: EffectOfSupport) -> tuple[ReportColumn, ...]:
    look: Look = "points" if answer.is_share else "signed"
    return (
        ReportColumn("Эффект", 11, look),
        ReportColumn("Интервал 95 %: от", 12, look),
        ReportColumn("до", 11, look),
        ReportColumn("Вывод", 20, "tag", _TONES),
    )


def _effect(one: MethodRow | KindRow) -> tuple[object, ...]:
    return one.estimate, one.low, one.high, one.verdict_words


def _methods(answer: EffectOfSupport) -> ReportTable:
    columns = (
        ReportColumn("Метод", 30),
        *_effect_columns(answer),
        ReportColumn("С поддержкой", 11, "whole"),
        ReportColumn("Без поддержки", 11, "whole"),
        ReportColumn("Словами", 60),
    )
    better = "меньше нуля – доля ниже порога уменьшилась" if answer.less_is_better else "больше нуля – стало лучше"
    rows = tuple(
        (one.title, *_effect(one), one.supported, one.unsupported, " ".join((one.words, *one.details)))
        for one in answer.methods
    )
    return ReportTable("Методы", f"У каждого метода своё допущение. Эффект {better}.", columns, rows)


def _kinds(answer: EffectOfSupport) -> ReportTable:
    columns = (
        ReportColumn("Вид помощи", 30),
        *_effect_columns(answer),
        ReportColumn("Школ", 9, "whole"),
        ReportColumn("Словами", 60),
    )
    rows = tuple((one.kind, *_effect(one), one.supported, one.words) for one in answer.kinds)
    return ReportTable("Виды помощи", "Что связано с каждым видом при прочих равных.", columns, rows)


def _balance(answer: EffectOfSupport) -> ReportTable:
    columns = (
        ReportColumn("Что сравнивалось", 34),
        ReportColumn("Отличие до подбора", 14, "number"),
        ReportColumn("После подбора", 14, "number"),
    )
    rows = tuple((one.title, one.distance_before, one.distance_after) for one in answer.balance)
    caption = "Насколько школы с поддержкой отличались от остальных до неё, в стандартных отклонениях."
    return ReportTable("Насколько похожи", caption, columns, rows)


def _trends(answer: EffectOfSupport) -> ReportTable:
    look: Look = "points" if answer.is_share else "signed"
    columns = (
        ReportColumn("Год от начала поддержки", 14),
        ReportColumn("Отличие", 11, look),
        ReportColumn("Интервал 95 %: от", 12, look),
        ReportColumn("до", 11, look),
        ReportColumn("Школ", 9, "whole"),
    )
    rows = tuple((f"{one.year:+d}".replace("-", "−"), one.estimate, one.low, one.high, one.schools)
                 for one in answer.trends)  # fmt: skip
    caption = "Отличие от остальных школ по годам; годы до поддержки проверяют само сравнение."
    return ReportTable("По годам", caption, columns, rows)
