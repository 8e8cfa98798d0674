"""Items and gaps in words: what differs beyond chance, what pupils did, and what support that suggests."""

from collections.abc import Sequence

from opora.reports.wording import DASH, interval_text
from opora.tables.item_answers import DiscriminationPoint, ItemRow

BELOW, ABOVE, ALIKE, TOO_FEW = "ниже, не случайно", "выше, не случайно", "отличить нельзя", "учеников мало"
TONES = {BELOW: "warn", ABOVE: "good", TOO_FEW: "info"}

LEVELS = {"sufficient": "освоено", "border": "на границе", "insufficient": "не освоено", None: DASH}
LEVEL_TONES = {LEVELS["sufficient"]: "good", LEVELS["insufficient"]: "warn"}

COMPARED = {"municipality": "школы муниципалитета", "all": "все школы", "similar": "похожие школы", None: DASH}
#: Numbers 1–4 and whatever would give them away.
HIDDEN = "скрыто"

_SURE = 0.05
_LOW, _MANY = 0.5, 1 / 3
_APART = 0.4


def differs_words(row: ItemRow) -> str:
    """Return whether a share differs from the others' beyond chance, false discoveries controlled."""
    if row.share is None or row.difference is None:
        return TOO_FEW
    if row.is_gap:
        return BELOW
    return ABOVE if row.difference > 0 and row.q is not None and row.q <= _SURE else ALIKE


def item_interval(row: ItemRow) -> str:
    """Return the interval of a share."""
    return DASH if row.low is None or row.high is None else interval_text((row.low, row.high))


def state_words(row: ItemRow) -> tuple[object, object, object]:
    """Return how many were wrong, did not start, have no data: three different troubles; small numbers are hidden."""
    if row.pupils is None:
        return None, None, None
    states = (row.wrong, row.not_started, row.absent)
    if all(one is None for one in states) and row.earned is None:
        return None, None, None
    wrong, not_started, absent = (HIDDEN if one is None else one for one in states)
    return wrong, not_started, absent


def by_significance(rows: Sequence[ItemRow]) -> list[ItemRow]:
    """Return rows, gaps first: those least likely by chance before the others, then by difference."""

    def order(row: ItemRow) -> tuple[int, float, float]:
        known = row.difference is not None and row.q is not None
        place = {BELOW: 0, ALIKE: 1, ABOVE: 2, TOO_FEW: 3}[differs_words(row)]
        return place, (row.q or 0.0) if row.is_gap else 0.0, row.difference or 0.0 if known else 0.0

    return sorted(rows, key=order)


def chance_sentence(rows: Sequence[ItemRow]) -> str:
    """Return how many of the items lag, and how many of such words would be in vain."""
    told = [row for row in rows if row.q is not None]
    gaps = sum(bool(row.is_gap) for row in told)
    if not told:
        return "Учеников мало: сравнить задания с другими нельзя."
    if not gaps:
        return f"Ни по одному из {len(told)} заданий и умений отставания больше случайного нет."
    return (
        f"Отставание больше случайного – по {gaps} из {len(told)} заданий и умений. Поправка на число сравнений "
        "сделана: среди названных напрасных ожидается не больше 5\u00a0%."
    )


def item_name(row: ItemRow) -> str:
    """Return an item as people call it."""
    return f"Задание {row.item}" if row.kind == "item" else row.item


def support_words(row: ItemRow, thirds: DiscriminationPoint | None) -> str:
    """Return what support a gap suggests: a proposal to be weighed by a methodologist, not a conclusion."""
    if row.not_started is not None and row.pupils and row.not_started >= _MANY * row.pupils:
        return "Многие не приступали: проверьте, проходили ли тему и хватило ли времени; дайте задание отдельно."
    if thirds is not None and thirds.weak is not None and thirds.strong is not None:
        if thirds.strong < _LOW:
            return "Трудно и сильным: повторите тему со всем классом, методист покажет урок."
        if thirds.strong - thirds.weak >= _APART:
            return "Сильные справляются, слабые нет: группа выравнивания по теме, индивидуальные карточки."
    return "Разберите работы по этому заданию: одна ошибка у многих или разные; план повторения на месяц."


def thirds_words(one: DiscriminationPoint) -> str:
    """Return what the weak and the strong third together say of an item."""
    if one.weak is None or one.strong is None:
        return "учеников мало"
    if one.strong < _LOW:
        return "трудно для всех"
    if one.strong - one.weak >= _APART:
        return "слабым нужна помощь"
    return "различает мало" if one.weak < _LOW else "освоено и слабыми"
