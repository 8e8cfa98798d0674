"""Rules for deadlines outside the calendar: another plan, an event, agreement, no end at all."""

from opora.deadlines.deadline import Kind
from opora.deadlines.grammar import Builder, Reading, Rule, rule
from opora.deadlines.points import Phrase, Piece

_AGREEMENT = ("согласова", "договор", "согласию")
_NEED = ("необходим", "надобност", "потребност")
_APPEAR = ("появлен", "поступлен", "возникновен", "готовност", "выявлен", "комплектован", "обращен")
_REQUEST = ("запрос", "заявк", "заявлен", "обращени", "требован", "вызов", "приглашен", "жалоб")
_AFTER = ("итог", "результат", "окончани", "завершени", "истечени", "прибыти", "получени", "достижени", "факт")
_AT_ONCE = ("немедленно", "незамедлительно", "срочно")
#: Stems of the words that tell which event it is → its code; the first that is found counts.
_EVENTS = (
    ("by_agreement", _AGREEMENT), ("as_needed", _NEED), ("on_request", _REQUEST), ("as_they_appear", _APPEAR),
    ("after_event", _AFTER), ("at_once", _AT_ONCE),
)  # fmt: skip
#: «по …» that is an event even without «мере»; other «по …» is read so only when nothing else stands in the cell.
_KNOWN_STEMS = tuple(stem for _, stems in _EVENTS for stem in stems) + ("возможност", "желани", "решени", "указани", "поручени")


def _by_other_plan(reading: Reading) -> Piece:
    return Phrase(Kind.BY_OTHER_PLAN, text=reading.words, notes=reading.notes)


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
    if {"мере"} & set(words):
        return "as_they_appear"
    return "during_campaign" if any(token.sort in {"HOLIDAY", "PERIOD", "WHEN"} for token in reading.covered) else "event"


def _known_event(reading: Reading) -> Piece | None:
    if not any(token.word.startswith(_KNOWN_STEMS) for token in reading.covered):
        return None
    return Phrase(Kind.EVENT_RELATIVE, event_of(reading), reading.words, reading.notes)


def _until_event(reading: Reading) -> Piece | None:
    return Phrase(Kind.EVENT_RELATIVE, "until_event", reading.words, reading.notes)


def _within(reading: Reading) -> Piece:
    return Phrase(Kind.EVENT_RELATIVE, "within_days", reading.words, reading.notes)


def _short_term(reading: Reading) -> Piece | None:
    """«в 10-дневный срок», «в трёхдневный срок»."""
    is_term = any(token.word.endswith(("дневный", "недельный", "месячный")) for token in reading.covered)
    return _within(reading) if is_term else None


def _always(reading: Reading) -> Piece:
    return Phrase(Kind.CONTINUOUS, text=reading.words, notes=reading.notes)


def _whole_period(reading: Reading) -> Piece:
    return Phrase(Kind.CONTINUOUS, "whole_period", reading.words, reading.notes)


def _at_once(reading: Reading) -> Piece | None:
    is_so = any(token.word in _AT_ONCE for token in reading.covered)
    return Phrase(Kind.EVENT_RELATIVE, "at_once", reading.words) if is_so else None


def _to_be_set(reading: Reading) -> Piece | None:
    """«дата уточняется», «будет определён дополнительно»."""
    is_so = any(token.word.startswith(("уточня", "уточнен", "сообщ", "определя", "устанавлива")) for token in reading.covered)
    return _to_be_told(reading) if is_so else None


#: What belongs to a phrase once it has begun: anything but a comma, a bracket or a date of its own.
_TAIL = (
    "(?:(?:IN|FROM|PO|UNTIL|AND) (?:NUMBER MONTH YEARS?|DATE GOD*|YEARNUM GOD*|MONTH YEARS?)"
    "|OTHER|NAME|SCHOOL|GOD|PLAN|WHEN|PERIOD|HOLIDAY|FIXED|WHOLE|THIS|IN|PO|AND|DAYWORD|WEEK|MONTHWORD|TERM|HALF"
    "|QUARTER|COUNTER(?! MONTH)|YEARNUM|DASH(?=OTHER|YEARNUM)|CLASS|EACH|NUMERO|NOT|FROM|EDGE|TENDAYS|SLASH|DATEWORD"
    "|UNTIL(?!NUMBER|DATE|MONTH|DOTTED|YEARNUM)|AFTER(?!NUMBER|DATE)|ACCORDING|HALFOF|TRIMESTER)*"
)
_LENGTH = "(?:NUMBER|CARDINAL) OTHER? (?:DAYWORD|WEEK|MONTHWORD|HOUR|GOD|DATEWORD OTHER)"
_WORD = "(?:OTHER|SCHOOL|THIS|GOD|REGULAR|WHOLE|NAME|FIXED)"
PHRASE_RULES: tuple[Rule, ...] = (
    rule(f"PO {_WORD}{{0,4}} (?:OTHER DASH?)? PLAN DASH? {_TAIL}", _by_other_plan),
    rule(f"IN? ACCORDING {_TAIL}", _by_other_plan),
    rule(f"(?:IN|PO)? FIXED OTHER? PERIOD {_TAIL}", _by_other_plan),
    rule(f"(?:IN|PO)? PERIOD COMMA? (?:FIXED|ACCORDING|PO OTHER{{0,3}} PLAN) {_TAIL}", _by_other_plan),
    rule(f"(?:OTHER DASH?)? PLAN {_TAIL}", _by_other_plan),
    rule(f"PERIOD? OTHER{{1,3}}", _to_be_set),
    rule(f"PO (?:WHEN)? {_WORD}{{1,4}} {_TAIL}", _known_event),
    rule(f"PO WHEN {_TAIL}", _event()),
    rule(f"IN? WHEN (?:OTHER|NAME|WEEK|SCHOOL|HOLIDAY|PERIOD|THIS|IN|DASH) {_TAIL}", _event()),
    rule(f"FROM (?:WHEN|DAYWORD) (?:OTHER|NAME|SCHOOL) {_TAIL}", _event("after_event")),
    rule(f"IN? DAYWORD (?:OTHER|HOLIDAY|NAME) {_TAIL}", _event("during_campaign")),
    rule(f"(?:IN|PO)? PERIOD (?:OTHER|NAME|HOLIDAY|SCHOOL|SEASON HOLIDAY) {_TAIL}", _event("during_campaign")),
    rule(f"STRETCH? (?:DAYWORD)? (?:OTHER|SEASON|SCHOOL|WHOLE|THIS){{0,3}} HOLIDAY {_TAIL}", _event("during_campaign")),
    rule(f"DURING (?:OTHER|NAME|SCHOOL DAYWORD) {_TAIL}", _event("during_campaign")),
    rule(f"AFTER (?:OTHER|NAME|SCHOOL|WEEK|EACH|TERM) {_TAIL}", _event("after_event")),
    rule(f"NOT? UNTIL (?:OTHER|NAME|EDGE OTHER|EDGE SCHOOL) {_TAIL}", _until_event),
    rule(f"(?:NOT? UNTIL)? IN? {_LENGTH} UNTIL {_TAIL}", _event("before_event")),
    rule(f"(?:DURING|THROUGH|NOT? UNTIL|IN) {_LENGTH} (?:AFTER|FROM|WHEN|PO)? {_TAIL}", _within),
    rule(f"THROUGH (?:DAYWORD|WEEK|MONTHWORD|GOD) AFTER {_TAIL}", _within),
    rule(f"(?:DURING|IN) (?:OTHER? DAYWORD|WEEK|MONTHWORD) (?:AFTER|FROM|PO) (?:OTHER|WHEN|DAYWORD) {_TAIL}", _within),
    rule(f"IN NUMBER? DASH? OTHER{{1,2}} PERIOD {_TAIL}", _short_term),
    rule("OTHER", _at_once),
    rule("ALWAYS", _always),
    rule("(?:DURING|IN|STRETCH)? WHOLE+ OTHER? PERIOD", _whole_period),
    rule("WHOLE (?:OTHER SCHOOL|DAYWORD)", _whole_period),
    rule("DURING ANYWHOLE (?:PERIOD|WEEK|DAYWORD)", _whole_period),
)  # fmt: skip
#: Readings by the preposition alone, tried only when nothing else of the cell could be read.
LAST_RESORT_RULES: tuple[Rule, ...] = (
    rule(f"PO (?:OTHER|NAME|SCHOOL|PERIOD) {_TAIL}", _event()),
    rule(f"(?:WHEN|AFTER|UNTIL|FROM) (?:OTHER|NAME|SCHOOL|HOLIDAY|WEEK|TERM|HALF|QUARTER|EDGE) {_TAIL}", _event()),
)
