"""Is a target within reach: a goal of a plan typed in, judged by what like schools reached before."""

from typing import Literal

from opora.analysis.list_forecast import YearsCounted
from opora.measuring.target_realism import Experience, Prospect, group_realism, share_realism
from opora.reports.analysis_report import AnalysisReport, ReportColumn, ReportTable
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.rules import RuleSet
from opora.vocabulary.spelling import counted
from opora_web.facts import rules_named
from opora_web.programme.analysis.page import Asked, Page, Typed, method_card
from opora_web.programme.analysis.typed_targets import group_target, share_target
from opora_web.programme.analysis.years import years_of

NEEDED = (
    "Чтобы судить, чего школы достигали прежде, нужны результаты хотя бы за два года. Отправьте файлы прошлых лет "
    "через «Приём файлов»."
)
_OF = [("group", "доля школ вне списка"), ("share", "доля ниже порога у школы")]
_GROUP = (
    Typed("schools", "Сколько школ сейчас в списке"),
    Typed("shares", "Доля из них вне списка по годам, %", "например 33,3; 66,7; 100"),
)
_SHARE = (
    Typed("start", "Доля ниже порога сейчас, %"),
    Typed("goal", "Цель, %"),
    Typed("years", "За сколько лет"),
    Typed("size", "Участников в школе за год"),
)
_WAITING = {
    "group": "Впишите, сколько школ сейчас в списке и какая их доля должна быть вне списка через год, два, три.",
    "share": "Впишите долю ниже порога сейчас, цель, срок в годах и сколько участников в школе за год.",
}
VERDICTS = {
    "realistic": "достижимая", "bold": "смелая", "unlikely": "маловероятная", "cannot-tell": "судить нельзя",
}  # fmt: skip
TONES = {"достижимая": "good", "смелая": "info", "маловероятная": "warn", "судить нельзя": "info"}

_LONGEST = 100


def target_page(asked: Asked) -> Page:
    """Return the page that judges a target; before anything is typed it says what to type."""
    if not asked.facts.years:
        return Page((), refused=NEEDED)
    of, rules = asked.choice("of", "Цель", _OF, default="group"), asked.rules_choice
    fields = tuple(one.filled(asked.query.get(one.name, "")[:_LONGEST]) for one in _fields(of.chosen))
    try:
        sentences, tables = _judged(
            (years_of(asked.facts, rules.chosen), rules_named(rules.chosen)),
            of.chosen,
            {one.name: one.value.strip() for one in fields},
        )
    except AnalysisRefusedError as why:
        return Page((of, rules), refused=str(why), typed=fields)
    release, _, order = asked.origin()
    typed = "; ".join(f"{one.label} – {one.value}" for one in fields if one.value) or "ничего не вписано"
    report = AnalysisReport(
        title="Цели",
        about=f"{of.chosen_words.capitalize()}: насколько это вероятно",
        sentences=sentences,
        tables=tables,
        card=method_card("target"),
        origin=(("Правила", rules.chosen_words), ("Вписано", typed), release, order),
    )
    return Page((of, rules), report=report, typed=fields)


def _fields(of: str) -> tuple[Typed, ...]:
    return _GROUP if of == "group" else _SHARE


def _judged(
    past: tuple[YearsCounted, RuleSet], of: str, typed: dict[str, str]
) -> tuple[tuple[str, ...], tuple[ReportTable, ...]]:
    """Return what is to be said of a target, judged by the past that a rule set counts.

    Raises:
        AnalysisRefusedError: something typed is no number, or is no target.
    """
    if not all(typed.values()):
        return (_WAITING[of],), ()
    years, rules = past
    if of == "share":
        share = share_realism(years, share_target(typed))
        row = ("к сроку", VERDICTS[share.verdict], *_told(share.prospect, share.experience))
        return share.sentences, (_table([row], "percent"),)
    group = group_realism(years, rules, group_target(typed))
    rows = [(_after(one.years), VERDICTS[one.verdict], *_told(one.prospect, one.experience)) for one in group.years]
    return tuple(line for one in group.years for line in one.sentences), (_table(rows, "whole"),)


def _after(years: int) -> str:
    return f"через {counted(years, 'год', 'года', 'лет')}"


def _told(ahead: Prospect | None, before: Experience) -> tuple[object, ...]:
    likely = (None,) * 4 if ahead is None else (ahead.probability, ahead.expected, ahead.low, ahead.high)
    return *likely, before.cases, before.reached, before.share, before.by_chance


def _table(rows: list[tuple[object, ...]], expected: Literal["percent", "whole"]) -> ReportTable:
    """Return the targets with what may come: a share of pupils or whole schools."""
    columns = (
        ReportColumn("Когда", 14),
        ReportColumn("Цель", 17, "tag", TONES),
        ReportColumn("Вероятность", 12, "percent"),
        ReportColumn("Ожидается", 11, "percent" if expected == "percent" else "number"),
        ReportColumn("от", 8, expected),
        ReportColumn("до", 8, expected),
        ReportColumn("Случаев прежде", 10, "whole"),
        ReportColumn("Достигли", 10, "whole"),
        ReportColumn("Доля достигших", 12, "percent"),
        ReportColumn("Дал бы один случай", 12, "percent"),
    )
    about = "Чего ждать, если всё пойдёт как прежде, и что бывало со школами в таком же положении."
    return ReportTable("Вероятность и опыт", about, columns, tuple(rows))
