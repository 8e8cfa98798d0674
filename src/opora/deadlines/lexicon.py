"""The words plans speak of time with: each form of a word → what it stands for in the grammar, and its value."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple


class Sense(NamedTuple):
    """What a word stands for: the name of its class in the grammar, and a value where the class has one."""

    sort: str
    value: int = 0


MONTHS_BY_FORM = tuple(
    forms.split()
    for forms in (
        "январь января январе январю январем янв",
        "февраль февраля феврале февралю февралем фев февр",
        "март марта марте марту мартом мар",
        "апрель апреля апреле апрелю апрелем апр",
        "май мая мае маю маем",
        "июнь июня июне июню июнем июн",
        "июль июля июле июлю июлем июл",
        "август августа августе августу августом авг",
        "сентябрь сентября сентябре сентябрю сентябрем сен сент",
        "октябрь октября октябре октябрю октябрем окт",
        "ноябрь ноября ноябре ноябрю ноябрем ноя нояб",
        "декабрь декабря декабре декабрю декабрем дек декаб",
    )
)
_WEEKDAYS = (
    "понедельник понедельника понедельнику понедельникам понедельники пн понед",
    "вторник вторника вторнику вторникам вторники вт",
    "среда среду среды среде средам ср",
    "четверг четверга четвергу четвергам четверги чт четв",
    "пятница пятницу пятницы пятнице пятницам пт",
    "суббота субботу субботы субботе субботам сб",
    "воскресенье воскресенья воскресенью воскресеньям вс",
)
_CARDINALS = {
    0: "несколько нескольких",
    1: "один одного одному одно одна одной одну", 2: "два две двух двум", 3: "три трех трем",
    4: "четыре четырех четырем", 5: "пять пяти", 6: "шесть шести", 7: "семь семи", 8: "восемь восьми",
    9: "девять девяти", 10: "десять десяти", 12: "двенадцать двенадцати", 14: "четырнадцать четырнадцати",
    15: "пятнадцать пятнадцати", 20: "двадцать двадцати", 30: "тридцать тридцати",
}  # fmt: skip
_HARD = "ый ого ому ым ом ая ой ую ое ые ых ыми"
_STRESSED = "ой ого ому ым ом ая ую ое ые ых"
_SOFT = "ий его ему им ем яя ей юю ее ие их"
_ORDINALS = {
    1: ("перв", " " + _HARD), 2: ("втор", " " + _STRESSED), 3: ("трет", "ий ьего ьему ьим ьем ья ьей ью ье ьи ьих"),
    4: ("четверт", _HARD), 5: ("пят", _HARD), 6: ("шест", _STRESSED), 7: ("седьм", _STRESSED), 8: ("восьм", _STRESSED),
    9: ("девят", _HARD), 10: ("десят", _HARD), 11: ("одиннадцат", _HARD), 12: ("двенадцат", _HARD),
    15: ("пятнадцат", _HARD), 20: ("двадцат", _HARD), 30: ("тридцат", _HARD),
    -1: ("последн", _SOFT), -2: ("предпоследн", _SOFT),
}  # fmt: skip
#: Frequency words: stem → the interval, as the numbers of INTERVALS.
INTERVALS = ("day", "week", "month", "quarter", "half_year", "year", "school_term", "trimester")
_REGULAR = {
    "ежедневн": 0, "ежесуточн": 0, "еженедельн": 1, "понедельн": 1, "ежемесячн": 2, "помесячн": 2,
    "ежеквартальн": 3, "поквартальн": 3, "ежеполугодов": 4, "ежегодн": 5, "ежечетвертн": 6,
}  # fmt: skip
_REGULAR_SHORT = {"ежедн": 0, "еженед": 1, "ежен": 1, "ежемес": 2, "ежекварт": 3, "ежекв": 3, "ежег": 5}
_NOUNS = {
    "GOD": "год года году годом годы годов годам годах г гг",
    "AGE": "лет",
    "QUARTER": "квартал квартала кварталу кварталом квартале кварталы кварталов кварталам кварталах кв кварт",
    "HALF": "полугодие полугодия полугодию полугодием полугодии полугодий полугодиям полугодиях полугод полуг поле"
    " полугода полгода пг",
    "TERM": "чет четверть четверти четвертью четвертей четвертям четвертях",
    "TRIMESTER": "триместр триместра триместру триместре триместры триместров триместрам",
    "MONTHWORD": "месяц месяца месяцу месяцем месяце месяцы месяцев месяцам месяцах мес",
    "WEEK": "неделя недели неделю неделе неделей недель неделям неделях нед",
    "DAYWORD": "день дня дню днем дне дни дней дням днях дн сутки суток",
    "TENDAYS": "декада декады декаду декаде декадой декадам декадах",
    "HALFOF": "пол половина половины половину половине половиной",
    "DATEWORD": "число числа числу числе числом чисел числам числах",
    "TIMES": "раз раза разу разов р",
    "EACH": "каждый каждого каждому каждым каждом каждая каждой каждую каждое каждые каждых",
    "HOUR": "ч час часа часов часам",
    "MINUTE": "мин минут минуты",
    "PERIOD": "период периода периоде периоду периодом срок срока сроки сроков сроку сроком сроке срокам сроками",
    "NOT": "не",
    "LESS": "реже менее меньше минимум",
    "MORE": "чаще более больше",
    "UNTIL": "до к ко позднее позже непозднее непозже",
    "FROM": "с со начиная ранее раньше",
    "AFTER": "после",
    "PO": "по",
    "AND": "и или либо",
    "IN": "в во",
    "ON": "на за",
    "OF": "от",
    "THROUGH": "через спустя",
    "DURING": "течение течении теченее теченье теч протяжении протяжение продолжении втечение втечении втеч тече течие",
    "SKIP": "чем примерно ориентировочно включительно только также дата уже же",
    "THEN": "далее затем потом впоследствии",
    "EXCEPT": "кроме исключением",
    "ACCORDING": "согласно соответствии соответствие",
    "WHEN": "при перед накануне ход ходе процесс процессе зависимости время момента момент случае рамках этапе"
    " мере даты",
    "STREET": "ул улица улице улицы пр проспект проспекте пл площади пер переулок бульвар наб набережная мкр",
    "NUMERO": "№ n каб кабинет кабинете ауд",
    "CLASS": "кл класс класса классы классов классах классам классе курс курсы",
}
_ADJECTIVES = {
    "SCHOOL": (("учебн", _HARD),),
    "WHOLE": (("цел", _HARD), ("полн", _HARD), ("календарн", _HARD)),
    "FIXED": (
        ("установленн", _HARD), ("определенн", _HARD), ("утвержденн", _HARD), ("указанн", _HARD), ("назначенн", _HARD),
    ),
}  # fmt: skip
_WHOLE = "весь всего всему всем вся всей всю все"
_RELATIVE = {0: "текущ соответствующ настоящ", 1: "следующ будущ", -1: "предыдущ прошедш"}
_EDGES = {
    1: "нач начало начала началу начале",
    2: "сер середина середины середину середине",
    -1: "кон конец конца концу конце",
}
_ALWAYS = (
    ("постоянн", "а о " + _HARD), ("непрерывн", "о " + _HARD), ("систематическ", "и " + _SOFT),
    ("регулярн", "о " + _HARD), ("круглогодичн", "о " + _HARD), ("круглосуточн", "о " + _HARD),
    ("бессрочн", "о " + _HARD), ("повседневн", "о " + _HARD), ("периодическ", "и " + _SOFT),
    ("всегда", ""), ("пост", ""),
)  # fmt: skip
_PLANS = (
    ("план", " а у ом е ы ов ам"), ("график", " а у ом е и ов ам"), ("планграфик", " а у ом е"),
    ("приказ", " а у ом е ы ов ам"), ("календар", "ь я ю ем"), ("расписани", "е я ю ем и"), ("положени", "е я ю ем и"),
    ("регламент", " а у ом"), ("распоряжени", "е я ю ем"), ("циклограмм", "а ы е у ой"), ("постановлени", "е я ю ем"),
    ("медиаплан", " а у"), ("программ", "а ы е у ой"), ("инструкци", "я и ю ей"),
)  # fmt: skip
_HOLIDAYS = (
    ("каникул", "ы  ам ах ами"), ("каникулярн", _HARD), ("месячник", " а у е"), ("декадник", " а у е"),
    ("внеурочн", _HARD), ("внеучебн", _HARD), ("праздничн", _HARD), ("праздник", " и ов ам ах"),
)  # fmt: skip
#: Words of phrases, of no class in the grammar, known so that they can be mended: «согласова нию», «соглаованию».
_OF_PHRASES = (
    "согласованию необходимости договоренности поступления появления возникновения запросу запросам итогам результатам"
    " результатов окончании окончанию завершении завершению получения проведения"
)
_SEASONS = {
    1: "зимне зима зимы зиму зиме зимой зимний зимнего", 2: "весенне весна весны весну весне весной весенний весеннего",
    3: "летне лето лета лету летом летний летнего летних", 4: "осенне осень осени осенью осенний осеннего",
}  # fmt: skip


def _forms(stem: str, endings: str) -> Iterator[str]:
    for ending in endings.split(" "):
        yield stem + ending


def _numbered() -> Iterator[tuple[str, Sense]]:
    tables = {"WEEKDAY": dict(enumerate(_WEEKDAYS)), "CARDINAL": _CARDINALS, "EDGE": _EDGES, "SEASON": _SEASONS}
    for sort, table in tables.items():
        for value, forms in table.items():
            yield from ((form, Sense(sort, value)) for form in forms.split())
    for month, names in enumerate(MONTHS_BY_FORM, start=1):
        yield from ((form, Sense("MONTH", month)) for form in names)
    for value, (stem, endings) in _ORDINALS.items():
        yield from ((form, Sense("ORDINAL", value)) for form in _forms(stem, endings))
    for value, stems in _RELATIVE.items():
        yield from ((form, Sense("THIS", value)) for stem in stems.split() for form in _forms(stem, _SOFT))


def _stemmed() -> Iterator[tuple[str, Sense]]:
    for stem, value in _REGULAR.items():
        yield from ((form, Sense("REGULAR", value)) for form in _forms(stem, "о " + _HARD))
    yield from ((form, Sense("REGULAR", value)) for form, value in _REGULAR_SHORT.items())
    for sort, adjectives in _ADJECTIVES.items():
        yield from ((form, Sense(sort)) for stem, endings in adjectives for form in _forms(stem, endings))
    for sort, nouns in (("PLAN", _PLANS), ("HOLIDAY", _HOLIDAYS), ("ALWAYS", _ALWAYS)):
        yield from ((form, Sense(sort)) for stem, endings in nouns for form in _forms(stem, endings))


@cache
def lexicon() -> dict[str, Sense]:
    """Return every known form, in small letters with «е» for «ё», with what it stands for."""
    words = {form: Sense(sort) for sort, forms in _NOUNS.items() for form in forms.split()}
    words |= dict(_numbered()) | dict(_stemmed())
    words |= {form: Sense("OTHER") for form in _OF_PHRASES.split()}
    words |= {form: Sense("WHOLE", 1) for form in _WHOLE.split()}
    words |= {
        form: Sense("THIS")
        for form in ("этого", "этом", "данного", "данном", "сего", "нового", "новому", "новом", "очередного")
    }
    words |= {form: Sense("THIS", -1) for form in ("прошлого", "прошлом")}
    words |= {form: Sense("TWICE", value) for value, form in ((1, "однажды"), (2, "дважды"), (3, "трижды"))}
    words |= {
        "посл": Sense("ORDINAL", -1),
        "уч": Sense("SCHOOL"),
        "семестр": Sense("HALF", 1),
        "семестра": Sense("HALF", 1),
    }
    return words | {"семестре": Sense("HALF", 1), "круглый": Sense("WHOLE", 1), "поквартально": Sense("REGULAR", 3)}
