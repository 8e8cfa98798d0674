"""Rules for deadlines outside the calendar: another plan, an event, agreement, no end at all."""

from opora.deadlines.days import hour_of
from opora.deadlines.deadline import Kind
from opora.deadlines.grammar import Builder, Reading, Rule, rule
from opora.deadlines.parts_of_year import some_term
from opora.deadlines.points import Phrase, Piece, Span

_AGREEMENT = ("согласова", "договор", "согласию")
_NEED = ("необходим", "надобност", "потребност")
_APPEAR = ("появлен", "поступлен", "возникновен", "готовност", "выявлен", "комплектован", "обращен")
_REQUEST = ("запрос", "заявк", "заявлен", "обращени", "требован", "вызов", "приглашен", "жалоб")
_AFTER = ("итог", "результат", "окончани", "завершени", "истечени", "прибыти", "получени", "достижени", "факт")
_AT_ONCE = ("немедленно", "незамедлительно", "срочно", "сразу", "оперативно", "своевременно")
_SETTING = ("уточн", "сообщ", "определ", "установ", "устанавл")
#: Stems of the words that tell which event it is → its code; the first that is found counts.
_EVENTS = (
    ("by_agreement", _AGREEMENT), ("as_needed", _NEED), ("on_request", _REQUEST), ("as_they_appear", _APPEAR),
    ("after_event", _AFTER), ("at_once", _AT_ONCE),
)  # fmt: skip
#: «по …» that is an event even without «мере»; other «по …» is read so only when nothing else stands in the cell.
_KNOWN_STEMS = (
    *(stem for _, stems in _EVENTS for stem in stems), "возможност", "желани", "решени", "указани", "поручени",
)  # fmt: skip


def _by_other_plan(reading: Reading) -> Piece:
    if any(token.word == "вне" or token.word.startswith("внеплан") for token in reading.covered):
        return Phrase(Kind.EVENT_RELATIVE, "as_needed", reading.words, reading.notes)
    return Phrase(Kind.BY_OTHER_PLAN, text=reading.words, notes=reading.notes)


def _plan_itself(reading: Reading) -> Piece | None:
    """«график», «план ВШК»; in «январь – план, декабрь – отчёт» it is what is made in January."""
    before = reading.tokens[reading.match.start() - 1 : reading.match.start()]
    is_label = [token.word for token in reading.covered] == ["план"] and any(
        token.sort in {"OPEN", "DASH"} for token in before
    )
    return None if is_label else _by_other_plan(reading)


def _to_be_told(reading: Reading) -> Piece | None:
    """«сроки уточняются», «в установленные сроки»."""
    return Phrase(Kind.BY_OTHER_PLAN, "to_be_told", reading.words, reading.notes)


def _event(subkind: str | None = None) -> Builder:
    def build(reading: Reading) -> Piece:
        return Phrase(Kind.EVENT_RELATIVE, subkind or event_of(reading), reading.words, reading.notes)

    return build


def event_of(reading: Reading) -> str:
    """Return the code of the event the words name: «as_needed», «during_event»."""
    words = [token.word for token in reading.covered]
    for code, stems in _EVENTS:
        if any(word.startswith(stems) for word in words):
            return code
    if "мере" in words:
        return "as_they_appear"
    if {"перед", "накануне", "канун"} & set(words):
        return "before_event"
    is_during = any(token.sort in {"HOLIDAY", "PERIOD", "WHEN"} for token in reading.covered)
    return "during_campaign" if is_during else "event"


def _known_event(reading: Reading) -> Piece | None:
    if any(token.word.startswith("дорожн") for token in reading.covered):  # «по дорожной карте»
        return _by_other_plan(reading)
    if not any(token.word.startswith(_KNOWN_STEMS) for token in reading.covered):
        return None
    return Phrase(Kind.EVENT_RELATIVE, event_of(reading), reading.words, reading.notes)


def _term_of_report(reading: Reading) -> Piece | None:
    """«срок сдачи отчёта – до 5 октября»: words that say whose the days after them are."""
    is_of_paper = reading.covered[1].word.startswith(("сдач", "представл", "предоставл", "подач", "исполнен"))
    return _aside(reading) if is_of_paper else None


def _hour_of_event(reading: Reading) -> tuple[Piece, ...]:
    """«до 10.00 дня экзамена»."""
    return Phrase(Kind.EVENT_RELATIVE, "before_event", reading.words, reading.notes), hour_of(reading)


def _within(reading: Reading) -> Piece:
    return Phrase(Kind.EVENT_RELATIVE, "within_days", reading.words, reading.notes)


def _bare_length(reading: Reading) -> Piece | None:
    """«2 недели» counts; «4 неделя» is the fourth."""
    return None if reading.covered[-1].word in {"день", "неделя", "месяц", "год"} else _within(reading)


def _short_term(reading: Reading) -> Piece | None:
    """«в 10-дневный срок», «в трёхдневный срок»."""
    is_term = any(token.word.endswith(("дневный", "недельный", "месячный")) for token in reading.covered)
    return _within(reading) if is_term else None


def _always(reading: Reading) -> Piece:
    return Phrase(Kind.CONTINUOUS, text=reading.words, notes=reading.notes)


def _whole_period(reading: Reading) -> Piece:
    return Span(Kind.CONTINUOUS, None, None, "whole_period", "plan", reading.words, reading.notes, is_bound=True)


def _all_days(reading: Reading) -> Piece | None:
    """«весь день»; «календарных дней» counts days."""
    return _whole_period(reading) if reading.covered[0].value else None


def _some_days(reading: Reading) -> Piece:
    """«в течение недели»: of a week that only the plan itself names; «в течение суток» counts from an event."""
    if reading.covered[-1].word == "суток":
        return _within(reading)
    return Phrase(Kind.CONTINUOUS, "part_of_plan", reading.words, reading.notes)


def _aside(reading: Reading) -> Piece:
    """«…, кроме каникул»: what is left out is told as it stands."""
    return Phrase(Kind.UNPARSEABLE, "place", reading.words)


def _at_once(reading: Reading) -> Piece | None:
    word = reading.covered[0].word
    is_needed = word.startswith(("внеплан", "ситуативн", "эпизодическ"))
    subkind = "at_once" if word in _AT_ONCE else "as_needed" if is_needed else None
    return Phrase(Kind.EVENT_RELATIVE, subkind, reading.words) if subkind else None


def _to_be_set(reading: Reading) -> Piece | None:
    """«дата уточняется», «будет определён дополнительно»."""
    is_so = any(token.word.startswith(_SETTING) for token in reading.covered)
    return _to_be_told(reading) if is_so else None


def _bare_year(reading: Reading) -> Piece | None:
    """«Год» as the whole of a cell; «г. Канск» is a town."""
    is_year = reading.covered[0].word == "год"
    return Span(Kind.YEAR, whole="year", text=reading.words, is_bound=True) if is_year else None


def _on_occasion(reading: Reading) -> Piece | None:
    """«на педсоветах», «в рабочем порядке»; «на сайте» is a place."""
    is_so = any(token.word.startswith(_OCCASIONS) for token in reading.covered)
    return Phrase(Kind.EVENT_RELATIVE, "event", reading.words) if is_so else None


_OCCASIONS = (
    "педсовет",
    "совете",
    "советах",
    "часах",
    "часе",
    "совещани",
    "заседани",
    "собрани",
    "урок",
    "заняти",
    "порядк",
)


def _end_of_event(reading: Reading) -> Piece | None:
    """«окончание ремонта», «как только станут известны результаты», «пока действует ограничение»."""
    word = reading.covered[0].word
    is_clause = word in {"как", "когда", "пока"} and [token.sort for token in reading.covered[1:2]] == ["OTHER"]
    is_end = word.startswith(("окончани", "завершени")) or is_clause
    return Phrase(Kind.EVENT_RELATIVE, "after_event", reading.words) if is_end else None


#: What belongs to a phrase once it has begun: anything but a comma, a bracket or a date of its own.
_TAIL = (
    "(?:COMMA(?=COUNTER (?:QUARTER|HALF|TERM|TRIMESTER))"
    "|(?:ON|OF) (?:NUMBER MONTH YEARS?|DATE GOD*|YEARNUM GOD*|MONTH YEARS?)"
    "|OTHER|NAME|SCHOOL|GOD|PLAN|WHEN|PERIOD|HOLIDAY|FIXED|WHOLE|THIS|AND|DAYWORD|WEEK|MONTHWORD|TERM|HALF|QUARTER"
    "|YEARNUM|CLASS|EACH|NUMERO|EDGE|TENDAYS|SLASH|DATEWORD|OF|ACCORDING|HALFOF|TRIMESTER|DASH(?=OTHER|YEARNUM)"
    "|COUNTER(?! MONTH)|INTO(?!NUMBER? MONTH|EACH)|PO(?!WEEKDAY)|NOT(?!LESS|MORE)|FROM(?!NUMBER|DATE|MONTH|DOTTED)"
    "|UNTIL(?!NUMBER|DATE|MONTH|DOTTED|YEARNUM)|AFTER(?!NUMBER|DATE))*"
)
_KIND_OF_HOLIDAY = "(?:OTHER|SEASON|SCHOOL|WHOLE|THIS)"
_LENGTH_OF_DAYS = "(?:NUMBER|CARDINAL) (?:OTHER|WHOLE|SCHOOL)? (?:DAYWORD|WEEK|MONTHWORD|GOD|DATEWORD OTHER)"
_LENGTH = f"(?:{_LENGTH_OF_DAYS}|(?:NUMBER|CARDINAL) OTHER? HOUR)"
_WORD = "(?:OTHER|SCHOOL|THIS|GOD|REGULAR|WHOLE|NAME|FIXED)"
PHRASE_RULES: tuple[Rule, ...] = (
    rule(f"PO (?:{_WORD} DASH?){{0,4}} PLAN DASH? {_TAIL}", _by_other_plan),
    rule(f"INTO? ACCORDING {_TAIL}", _by_other_plan),
    rule(f"(?:INTO|PO)? FIXED OTHER? PERIOD {_TAIL}", _by_other_plan),
    rule(f"(?:INTO|PO)? PERIOD COMMA? (?:FIXED|ACCORDING|PO OTHER{{0,3}} PLAN) {_TAIL}", _by_other_plan),
    rule(f"PO PERIOD {_TAIL}", _by_other_plan),
    rule(f"(?:OTHER DASH?)? PLAN {_TAIL}", _plan_itself),
    rule("PERIOD? OTHER{1,3}", _to_be_set),
    rule(f"PO (?:WHEN)? {_WORD}{{1,4}} {_TAIL}", _known_event),
    rule(f"PO ORDINAL OTHER {_TAIL}", _known_event),
    rule(f"PO WHEN {_TAIL}", _event()),
    rule(f"INTO? WHEN EACH? (?:OTHER|NAME|WEEK|TENDAYS|SCHOOL|HOLIDAY|PERIOD|THIS|INTO|OF|DASH) {_TAIL}", _event()),
    rule(f"FROM (?:WHEN|DAYWORD) (?:OTHER|NAME|SCHOOL) {_TAIL}", _event("after_event")),
    rule(f"INTO DAYWORD (?:OTHER|HOLIDAY|NAME) {_TAIL}", _event("during_campaign")),
    rule(f"UNTIL DAYWORD (?:OTHER|NAME) {_TAIL}", _event("before_event")),
    rule(f"NOT? UNTIL times=ATHOUR INTO? DAYWORD (?:OTHER|NAME) {_TAIL}", _hour_of_event),
    rule("PERIOD OTHER{1,3}", _term_of_report),
    rule(f"INTO? PERIOD (?:OTHER|NAME|HOLIDAY|SCHOOL|SEASON HOLIDAY) {_TAIL}", _event("during_campaign")),
    rule(f"STRETCH? DAYWORD? (?:{_KIND_OF_HOLIDAY} (?:COMMA|AND)?){{0,3}} HOLIDAY {_TAIL}", _event("during_campaign")),
    rule(f"OVER (?:OTHER|NAME|SCHOOL DAYWORD) {_TAIL}", _event("during_campaign")),
    rule(f"AFTER (?:OTHER|NAME|SCHOOL|WEEK|EACH|TERM|SEASON? HOLIDAY|HALF|QUARTER) {_TAIL}", _event("after_event")),
    rule(f"AFTER COUNTERS SCHOOL? (?:TERM|TRIMESTER|HALF|QUARTER) {_TAIL}", _event("after_event")),
    rule(f"NOT? UNTIL (?:OTHER|NAME|WHOLE OTHER|EDGE OTHER|EDGE SCHOOL) {_TAIL}", _event("until_event")),
    rule(f"(?:NOT? UNTIL COMMA?)? ON (?:DAYWORD|WEEK|MONTHWORD|HALF) UNTIL {_TAIL}", _event("before_event")),
    rule(f"(?:NOT? UNTIL COMMA?)? INTO? {_LENGTH} UNTIL {_TAIL}", _event("before_event")),
    rule("(?:NOT? UNTIL|INTO) THIS OTHER? DAYWORD", _within),
    rule("THROUGH (?:MONTHWORD|GOD|HALF)", _within),
    rule(f"(?:NOT? UNTIL COMMA?)? ON {_LENGTH}", _within),
    rule(f"(?:(?:OVER|(?:NOT? UNTIL)? THROUGH|NOT? UNTIL) {_LENGTH}|INTO {_LENGTH_OF_DAYS})"
         f" (?:AFTER|FROM|WHEN|PO)? {_TAIL}", _within),
    rule(f"THROUGH (?:DAYWORD|WEEK|MONTHWORD|GOD) AFTER {_TAIL}", _within),
    rule(f"(?:OVER|INTO) (?:OTHER? DAYWORD|WEEK|MONTHWORD) (?:AFTER|FROM|PO) (?:OTHER|WHEN|DAYWORD) {_TAIL}", _within),
    rule(f"INTO NUMBER? DASH? OTHER{{1,2}} PERIOD {_TAIL}", _short_term),
    rule(f"INTO PERIOD {_LENGTH} {_TAIL}", _within),
    rule(f"(?:ON EACH OTHER|IN EACH WHEN) {_TAIL}", _event()),
    rule("OTHER", _at_once),
    rule(f"ON? EXCEPT (?:OTHER|HOLIDAY|SEASON|SCHOOL) {_TAIL}", _aside),
    rule("ALWAYS", _always),
    rule("(?:OVER|INTO|STRETCH)? WHOLE+ (?:OTHER|SCHOOL)? PERIOD (?:OTHER|PLAN|SCHOOL|NAME)*", _whole_period),
    rule("WHOLE (?:OTHER SCHOOL|DAYWORD)", _all_days),
    rule("OVER ANYWHOLE PERIOD (?:OTHER? PLAN)?", _whole_period),
    rule("(?:OVER ANYWHOLE (?:WEEK|TENDAYS|DAYWORD)|WHOLE+ WEEK)", _some_days),
    rule("WHOLE WHEN", _always),
)  # fmt: skip
#: Readings by the preposition alone, tried only when nothing else of the cell could be read.
LAST_RESORT_RULES: tuple[Rule, ...] = (
    rule(f"PO (?:OTHER|NAME|SCHOOL|PERIOD) {_TAIL}", _event()),
    rule(f"(?:IN|ON) OTHER {_TAIL}", _on_occasion),
    rule("^GOD (?!OTHER)", _bare_year),
    rule("SCHOOL? TERM", some_term),
    rule(f"EACH OTHER {_TAIL}", _event()),
    rule(_LENGTH, _bare_length),
    rule(f"INTO? ORDINAL OTHER? DAYWORD {_TAIL}", _event("event")),
    rule(f"OTHER{{1,2}} PERIOD {_TAIL}", _event("during_campaign")),
    rule(f"OTHER {_TAIL}", _end_of_event),
    rule(f"(?:WHEN|AFTER|UNTIL|FROM) (?:OTHER|NAME|SCHOOL|HOLIDAY|WEEK|TERM|HALF|QUARTER|EDGE) {_TAIL}", _event()),
)
