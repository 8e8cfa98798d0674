"""Why a school is on the list or is not, and what would have changed it – in plain Russian."""

from collections.abc import Sequence

from opora.findings.words import below_words, years
from opora.tables.identification import ON_THE_LIST, Movement, ProcedureResult, Status, YearCount
from opora.vocabulary.availability import Availability
from opora.vocabulary.rules import RuleSet, ThreeLists
from opora.vocabulary.spelling import counted, percent, plural

_SURE, _DOUBTFUL = 0.9, 0.7


def likelihood(probability: float) -> str:
    """Return a probability without false precision: «97 %», «больше 99 %», «меньше 1 %»."""
    if probability > 0.99:  # noqa: PLR2004 - beyond this the digits say nothing
        return "больше 99\u00a0%"
    return "меньше 1\u00a0%" if probability < 0.01 else percent(probability)  # noqa: PLR2004


def reasons(status: Status, procedures: Sequence[ProcedureResult], rules: RuleSet) -> list[str]:
    """Return the sentences that follow from the procedures alone, the conclusion first."""
    low = [result for result in procedures if result.is_low]
    return [_conclusion(status, procedures, rules), *(_counted(result, rules) for result in low)]


def _conclusion(status: Status, procedures: Sequence[ProcedureResult], rules: RuleSet) -> str:
    measured = [result for result in procedures if result.is_low is not None]
    low = sum(bool(result.is_low) for result in measured)
    if status in ON_THE_LIST:
        running = rules.steady_years if status == "stably-low" else rules.listing_years
        return f"Низкий результат {_where(low, len(measured))}{_running(running)}; {_wanted(rules)}."
    match status:
        case "insufficient-data":
            return _too_little(procedures, rules)
        case "at-risk":
            return _at_risk(low, measured, rules)
        case "stably-high":
            return _high(rules)
        case _:
            return _nothing(low, len(measured), rules)


def _wanted(rules: RuleSet) -> str:
    running = f" в каждом из {counted(rules.listing_years, 'года', 'лет', 'лет')} подряд"
    return f"правило требует не менее {rules.least_low_procedures}{running if rules.listing_years > 1 else ''}"


def _where(low: int, measured: int) -> str:
    which = plural(measured, "процедуры, по которой", "процедур, по которым", "процедур, по которым")
    return f"в {low} из {measured} {which} можно судить"


def _running(number: int) -> str:
    """Say that earlier years were low too – perhaps in other procedures, so not «in these for years»."""
    return ", и так не первый год подряд" if number > 1 else ""


def _nothing(low: int, measured: int, rules: RuleSet) -> str:
    if low:
        return f"Низкий результат {_where(low, measured)}; {_wanted(rules)}, поэтому школа не в списке."
    if measured == 1:
        return "Низких результатов нет; судить можно только по одной процедуре."
    return f"Низких результатов нет ни в одной из {counted(measured, 'процедуры', 'процедур', 'процедур')}."


def _high(rules: RuleSet) -> str:
    assert isinstance(rules, ThreeLists)
    return (
        f"Высокие результаты {years(rules.high_years)} подряд: во всех процедурах, по которым можно судить, "
        f"{below_words(rules)} не больше {rules.high_percent:g}\u00a0% участников."
    )


def _too_little(procedures: Sequence[ProcedureResult], rules: RuleSet) -> str:
    measured = sum(result.is_low is not None for result in procedures)
    why = {
        Availability.TOO_FEW: f"меньше {counted(rules.min_participants, 'участника', 'участников', 'участников')}",
        Availability.WITHHELD: "результаты не раскрываются",
        Availability.NOT_HELD: "результатов нет",
    }
    there = {result.availability for result in procedures}
    rest = " или ".join(words for reason, words in why.items() if reason in there)
    if there == {Availability.NOT_HELD}:
        return f"Данных недостаточно: ни в одной процедуре нет результатов; {_wanted(rules)}."
    if not measured:
        return f"Данных недостаточно: в каждой процедуре {rest}; {_wanted(rules)}."
    judged = f"{measured} {plural(measured, 'процедуре', 'процедурам', 'процедурам')}"
    return f"Данных недостаточно: судить можно только по {judged}, {_wanted(rules)}; в остальных {rest}."


def _at_risk(low: int, measured: Sequence[ProcedureResult], rules: RuleSet) -> str:
    if low:
        reached = _where(low, len(measured))
        return f"Низкий результат {reached}; {_wanted(rules)}, поэтому школа не в списке, но близка к нему."
    zone, rise = getattr(rules, "risk_percent", 0.0), getattr(rules, "risk_rise_points", 0.0)
    near = [
        f"«{one.label}» – {one.below} из {one.pupils}\u00a0({_share(one)})" for one in measured if _is_near(one, zone)
    ]
    risen = [
        f"«{one.label}» – с {_share(last)} до {_share(one)}" for one in measured for last in _risen(one, rise, rules)
    ]
    said = [
        f"доля {below_words(rules)} близка к порогу (от {zone:g}\u00a0%): {', '.join(near)}" if near else "",
        f"доля {below_words(rules)} выросла за год на {rise:g} пунктов и больше: {', '.join(risen)}" if risen else "",
    ]
    return f"Низких результатов нет, но {'; '.join(words for words in said if words)}."


def _share(one: ProcedureResult | YearCount) -> str:
    return percent(one.share_below or 0.0, 1)


def _is_near(result: ProcedureResult, zone: float) -> bool:
    """Tell a share in the zone of risk, in whole numbers as the rule does."""
    return 10_000 * (result.below or 0) >= round(100 * zone) * (result.pupils or 0)


def _risen(result: ProcedureResult, rise: float, rules: RuleSet) -> list[YearCount]:
    """Return last year's count where the share rose since by the rule's points, in whole numbers; or nothing."""
    below, pupils = result.below or 0, result.pupils or 0
    return [
        last
        for last in result.earlier
        if last.year == result.year - 1
        and last.pupils >= rules.min_participants
        and 10_000 * (below * last.pupils - last.below * pupils) >= round(100 * rise) * pupils * last.pupils
    ]


def _counted(result: ProcedureResult, rules: RuleSet) -> str:
    pupils, below = result.pupils or 0, result.below or 0
    low, high = result.interval or (0.0, 1.0)
    least = counted(rules.least_below(pupils), "участника", "участников", "участников")
    share = "" if rules.threshold is None else f"от {percent(rules.threshold)}, то есть "
    return (
        f"{result.label}: {below_words(rules)} {below} из {counted(pupils, 'участника', 'участников', 'участников')} "
        f"({percent(below / pupils, 1)}); низким считается результат {share}от {least}. "
        f"С учётом случайности доля лежит между {percent(low)} и {percent(high)}."
    )


def history_sentence(status: Status, earlier: Sequence[int], known: Sequence[int]) -> str | None:
    """Return what is known of earlier years: when the school was on the list, out of the years there is data for."""
    if status not in ON_THE_LIST:
        return None
    if not known:
        return "Судить о прошлых годах не по чему, поэтому «впервые» значит: впервые по имеющимся данным."
    if not earlier:
        year = "год" if len(known) == 1 else "годы"
        return f"В списке впервые: по данным за {_listed(known)} {year} школа под правило не подпадала."
    return (
        f"Школа подпадала под то же правило и раньше: в {_listed(earlier)} {'году' if len(earlier) == 1 else 'годах'}."
    )


def _listed(calendar_years: Sequence[int]) -> str:
    """Return years as a list in a sentence: «2021, 2022 и 2023»."""
    *first, last = map(str, calendar_years)
    return f"{', '.join(first)} и {last}" if first else last


def movement_sentence(movement: Movement | None, year: int) -> str | None:
    """Return how the school moved since last year, where that is not said already."""
    return (
        f"Год назад ({year - 1}) школа была в списке, теперь под правило не подпадает." if movement == "left" else None
    )


def chance_sentences(
    probability: float | None, stability: float | None, rules: RuleSet, *, is_small: bool
) -> list[str]:
    """Return how much of the decision chance could undo."""
    if probability is None:
        return ["Результатов мало, и оценить надёжность вывода нельзя: он не говорит ни за, ни против школы."]
    sentences = [f"Вероятность, что {_truly(rules)}, – {likelihood(probability)}."]
    if stability is not None and stability < _SURE:
        small = "Участников мало, и случайность велика: " if is_small else "Результат близок к порогу: "
        doubt = "Решение неустойчиво." if stability < _DOUBTFUL else "Решение стоит перепроверить."
        sentences.append(
            f"{small}если бы работы писали другие ученики той же школы, решение было бы тем же "
            f"с вероятностью {likelihood(stability)}. {doubt}"
        )
    return sentences


def _truly(rules: RuleSet) -> str:
    """Return what the probability is of: a rule that counts pupils knows no true share, one of many years only this."""
    if rules.threshold is None:
        return "в этом году и результаты других учеников той же школы отвечали бы условию правила"
    year = "в этом году результаты школы действительно отвечают условию правила"
    return year if rules.listing_years > 1 else "школа действительно подпадает под правило"
