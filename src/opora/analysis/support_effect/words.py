"""What the methods say, in Russian sentences with their intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opora.analysis.support_effect.answers import CANNOT_TELL, HELPED, NO_DIFFERENCE, WORSE, Answer
from opora.analysis.support_effect.differences import Trend
from opora.vocabulary.spelling import counted, percent

#: Method → its name for people.
METHODS = {
    "regression-to-the-mean": "Изменение без возврата к среднему",
    "alike-schools": "Рядом с похожими школами",
    "difference-in-differences": "Разность изменений по годам",
    "discontinuity": "У порога отбора",
    "kind-of-measures": "Вид мер",
}

VERDICTS = {
    HELPED: "помогло",
    NO_DIFFERENCE: "разницы не видно",
    WORSE: "хуже, чем ожидалось без поддержки",
    CANNOT_TELL: "нельзя сказать",
}

#: Why it cannot be told → in words.
REASONS = {
    "few-supported": "поддержанных школ с результатами до и после – меньше пяти",
    "few-unsupported": "школ без поддержки, с которыми можно сравнить, – меньше десяти",
    "same-before": "до поддержки школы не различались, и сравнить уровень не с чем",
    "no-alike-schools": "похожих школ без поддержки нашлось слишком мало",
    "trends-not-seen": "лет до отбора меньше двух, и не видно, шли ли школы раньше одинаково",
    "earlier-trends-differ": "ещё до отбора школы менялись по-разному",
    "no-listing": "показатель и порог отбора не названы, или правило считает учеников, а не доли",
    "few-near-threshold": "около порога отбора слишком мало школ",
    "few-values": "около порога показатель принимает слишком мало разных значений",
    "crowded-at-threshold": "у порога отбора школы толпятся с одной стороны",
    "listing-does-not-decide": "порог почти не решал, кого поддержат",
    "few-of-a-kind": "школ с такими мерами меньше десяти",
    "kinds-together": "эти меры всегда шли вместе с другими",
    "no-method-tells": "ни один метод не смог ответить",
    "methods-differ": "методы говорят противоположное",
    "one-of-several": "разницу видит только один метод из нескольких",
}

Figures = Mapping[str, float]

#: The minus of typesetters, not a hyphen.
_SIGN = "\u2212"


@dataclass(frozen=True)
class Unit:
    """How an effect is written.

    Attributes:
        is_share: a share, told in percentage points.
        less_is_better: whether below zero is better.
    """

    is_share: bool
    less_is_better: bool

    def amount(self, value: float) -> str:
        """Return a signed amount: «−6,2 п. п.»."""
        return f"{self.number(value)}\u00a0п.\u00a0п." if self.is_share else self.number(value)

    def number(self, value: float) -> str:
        """Return a signed number without its unit."""
        shown = f"{abs(value) * 100:.1f}" if self.is_share else f"{abs(value):.3g}"
        sign = "" if not float(shown) else (_SIGN if value < 0 else "+")
        return sign + shown.replace(".", ",")

    def interval(self, low: float, high: float) -> str:
        """Return an interval: «интервал 95 %: от −11,3 до −1,1»."""
        return f"интервал 95\u00a0%: от {self.number(low)} до {self.number(high)}"

    @property
    def better(self) -> str:
        """Which sign is better."""
        return "меньше нуля – лучше" if self.less_is_better else "больше нуля – лучше"


def sentence(answer: Answer, unit: Unit) -> str:
    """Return what a method says, with its interval, or why it cannot tell."""
    if answer.verdict == CANNOT_TELL or answer.estimate is None or answer.low is None or answer.high is None:
        return f"Нельзя сказать: {REASONS[answer.reason]}."
    found = f"{unit.amount(answer.estimate)} ({unit.interval(answer.low, answer.high)})"
    if answer.verdict == NO_DIFFERENCE:
        best = answer.low if unit.less_is_better else answer.high
        return _ended(f"Разницы не видно: {found}. Эффекта могло не быть, но мог быть и до {unit.amount(best)}.")
    if answer.verdict == HELPED:
        return f"Помогло: к ожидаемому без поддержки {found}."
    return f"Хуже, чем ожидалось без поддержки: {found}. Причину это число не называет."


def details(answer: Answer, unit: Unit) -> tuple[str, ...]:
    """Return how a method came to its answer, by sentences."""
    told = (line for line in (one(answer.figures, unit) for one in _DETAILS) if line)
    return tuple(_ended(line) for line in (_counted_schools(answer), *told))


def _counted_schools(answer: Answer) -> str:
    supported = counted(answer.supported, "школа", "школы", "школ")
    if answer.method == "discontinuity":
        return f"По порогу отобрано {supported}, не отобрано {answer.unsupported}."
    return f"С поддержкой {supported}, для сравнения {answer.unsupported}."


def _parts(figures: Figures, unit: Unit) -> str:
    if "naive" not in figures:
        return ""
    return (
        f"Само изменение: {unit.amount(figures['naive'])}. Из него случай вернул бы и без помощи "
        f"{unit.amount(figures['chance'])}, школы такого уровня без поддержки изменились ещё на "
        f"{unit.amount(figures['years'])}; остаток – эффект. Из разброса результатов до поддержки устойчиво "
        f"{percent(figures['reliability'])}."
    )


def _without_pair(figures: Figures, _: Unit) -> str:
    return (
        f"Без пары: {counted(int(figures['unmatched']), 'школа', 'школы', 'школ')}." if figures.get("unmatched") else ""
    )


def _listing_years(figures: Figures, _: Unit) -> str:
    if not figures.get("left_out"):
        return ""
    years = counted(int(figures["left_out"]), "год отбора", "года отбора", "лет отбора")
    return f"Не считается {years}: низкий результат этого времени отчасти случаен."


def _drift(figures: Figures, unit: Unit) -> str:
    if "slope" not in figures:
        return ""
    found = f"{unit.amount(figures['slope'])} ({unit.interval(figures['slope_low'], figures['slope_high'])})"
    return f"До отбора разница со школами для сравнения менялась за год на {found}."


def _unchecked(figures: Figures, unit: Unit) -> str:
    return f"Число, которому верить нельзя: {unit.amount(figures['unchecked'])}." if "unchecked" in figures else ""


def _bandwidth(figures: Figures, unit: Unit) -> str:
    if "bandwidth" not in figures:
        return ""
    return f"Смотрят школы не дальше {unit.amount(figures['bandwidth']).lstrip('+')} от порога."


_DETAILS = (_parts, _without_pair, _listing_years, _drift, _unchecked, _bandwidth)


def whole_sentences(verdict: str, reason: str, answers: Sequence[Answer], unit: Unit) -> tuple[str, ...]:
    """Return what all methods say together: the verdict, who says what, who cannot tell."""
    told = [one for one in answers if one.can_tell]
    lines = [f"Помогло ли: {VERDICTS[verdict]}{f' – {REASONS[reason]}' if reason else ''}."]
    if verdict in {HELPED, WORSE} and len(told) == 1:
        lines.append("Ответил только один способ из четырёх: проверить его другим пока нечем.")
    lines += [f"{METHODS[one.method]} – {_lowered(sentence(one, unit))}" for one in told]
    silent = [f"{METHODS[one.method].lower()} ({REASONS[one.reason]})" for one in answers if not one.can_tell]
    if silent:
        lines.append(f"Не могут ответить: {'; '.join(silent)}.")
    if told:
        lines.append(f"Эффект – разница с тем, что было бы без поддержки; {unit.better}.")
    return tuple(lines)


def trend_sentence(trend: Trend, unit: Unit) -> str:
    """Return one year of the differences over years."""
    found = f"{unit.amount(trend.estimate)} ({unit.interval(trend.low, trend.high)})"
    if trend.year < 0:
        return f"За {counted(-trend.year, 'год', 'года', 'лет')} до поддержки школы отличались на {found}."
    return f"В {trend.year + 1}-й год поддержки разница {found}."


def _ended(words: str) -> str:
    """Return sentences with one full stop each: a unit has its own."""
    return words.replace("п..", "п.")


def _lowered(words: str) -> str:
    return words[0].lower() + words[1:]
