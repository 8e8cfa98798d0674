"""Why a school is on the list or is not, and what would have changed it – in plain Russian."""

from collections.abc import Sequence

from opora.tables.identification import ON_THE_LIST, Movement, ProcedureResult, Status
from opora.vocabulary.rules import RuleSet, least_count
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
    measured = [result for result in procedures if result.is_low is not None]
    conclusion = _conclusion(status, len(low), len(measured), rules)
    if status == "at-risk" and not low:
        return [conclusion, *_close(measured, rules)]
    return [conclusion, *(_counted(result, rules) for result in low)]


def _close(measured: Sequence[ProcedureResult], rules: RuleSet) -> list[str]:
    """Return the procedures whose share is close to the threshold, in one sentence."""
    from_percent = getattr(rules, "risk_percent", None)
    if from_percent is None:
        return []
    near = [
        f"{result.label} – {result.below} из {result.pupils}\u00a0({percent(result.share_below or 0, 1)})"
        for result in measured
        if (result.below or 0) >= least_count(from_percent, result.pupils or 0)
    ]
    return [f"Близко к порогу (от {from_percent:g}\u00a0%): {'; '.join(near)}."] if near else []


def _conclusion(status: Status, low: int, measured: int, rules: RuleSet) -> str:
    if status in ON_THE_LIST:
        running = rules.steady_years if status == "stably-low" else rules.listing_years
        return f"Низкий результат{_running(running)} {_where(low, measured)}; {_wanted(rules)}."
    match status:
        case "insufficient-data":
            return _too_little(measured, rules)
        case "at-risk":
            return _at_risk(low, measured, rules)
        case "stably-high":
            return "Высокие результаты несколько лет подряд: во всех процедурах, по которым можно судить, доля мала."
        case _:
            return f"Низких результатов нет ни в одной из {counted(measured, 'процедуры', 'процедур', 'процедур')}."


def _wanted(rules: RuleSet) -> str:
    years = f" в каждом из {rules.listing_years} лет подряд" if rules.listing_years > 1 else ""
    return f"правило требует не менее {rules.least_low_procedures}{years}"


def _where(low: int, measured: int) -> str:
    which = plural(measured, "которой", "которым", "которым")
    return f"в {low} из {counted(measured, 'процедуры', 'процедур', 'процедур')}, по {which} можно судить"


def _running(years: int) -> str:
    return " не первый год подряд" if years > 1 else ""


def _too_little(measured: int, rules: RuleSet) -> str:
    few = f"меньше {counted(rules.min_participants, 'участника', 'участников', 'участников')}"
    if not measured:
        return f"Данных недостаточно: в каждой процедуре {few} или она не проводилась; {_wanted(rules)}."
    judged = f"{measured} {plural(measured, 'процедуре', 'процедурам', 'процедурам')}"
    return (
        f"Данных недостаточно: судить можно только по {judged}, {_wanted(rules)}; "
        f"в остальных {few} или процедура не проводилась."
    )


def _at_risk(low: int, measured: int, rules: RuleSet) -> str:
    if low:
        return (
            f"Низкий результат {_where(low, measured)}; {_wanted(rules)}, поэтому школа не в списке, но близка к нему."
        )
    return "Низких результатов нет, но в нескольких процедурах доля близка к порогу или резко выросла за год."


def _counted(result: ProcedureResult, rules: RuleSet) -> str:
    pupils, below = result.pupils or 0, result.below or 0
    low, high = result.interval or (0.0, 1.0)
    least = counted(rules.least_below(pupils), "участника", "участников", "участников")
    share = "" if rules.threshold is None else f"от {percent(rules.threshold)}, то есть "
    return (
        f"{result.label}: ниже порога {below} из {counted(pupils, 'участника', 'участников', 'участников')} "
        f"({percent(below / pupils, 1)}); низким считается результат {share}от {least}. "
        f"С учётом случайности доля лежит между {percent(low)} и {percent(high)}."
    )


def history_sentence(status: Status, earlier: Sequence[int], known: Sequence[int]) -> str | None:
    """Return what is known of earlier years: when the school was on the list, out of the years there is data for."""
    if status not in ON_THE_LIST:
        return None
    if not known:
        return "Данных за прошлые годы нет, поэтому «впервые» значит: впервые по имеющимся данным."
    if not earlier:
        return f"В списке впервые: по данным за {_years(known)} школа под правило не подпадала."
    return (
        f"Школа подпадала под то же правило и раньше: в {_listed(earlier)} {'году' if len(earlier) == 1 else 'годах'}."
    )


def _years(years: Sequence[int]) -> str:
    return f"{_listed(years)} {'год' if len(years) == 1 else 'годы'}"


def _listed(years: Sequence[int]) -> str:
    """Return years as a list in a sentence: «2021, 2022 и 2023»."""
    *first, last = map(str, years)
    return f"{', '.join(first)} и {last}" if first else last


def movement_sentence(movement: Movement | None, year: int) -> str | None:
    """Return how the school moved since last year, where that is not said already."""
    return (
        f"Год назад ({year - 1}) школа была в списке, теперь под правило не подпадает." if movement == "left" else None
    )


def chance_sentences(probability: float | None, stability: float | None, *, is_small: bool) -> list[str]:
    """Return how much of the decision chance could undo."""
    if probability is None:
        return ["Участников мало, и оценить надёжность вывода нельзя: он не говорит ни за, ни против школы."]
    sentences = [f"Вероятность, что школа действительно подпадает под правило, – {likelihood(probability)}."]
    if stability is not None and stability < _SURE:
        small = "Участников мало, и случайность велика: " if is_small else "Результат близок к порогу: "
        doubt = "Решение неустойчиво." if stability < _DOUBTFUL else "Решение стоит перепроверить."
        sentences.append(
            f"{small}если бы работы писали другие ученики той же школы, решение было бы тем же "
            f"с вероятностью {likelihood(stability)}. {doubt}"
        )
    return sentences


def changes(status: Status, procedures: Sequence[ProcedureResult], rules: RuleSet) -> list[str]:
    """Return what would have changed the decision: the least difference in pupils, procedure by procedure."""
    measured = [result for result in procedures if result.is_low is not None]
    if status in ON_THE_LIST:
        return _ways_off(measured, rules)
    if len(measured) < rules.least_low_procedures:
        return [_missing_data(len(measured), rules)]
    return _ways_on(measured, rules)


def _margin(result: ProcedureResult, rules: RuleSet) -> int:
    """Return how many pupils stand between the result and the other verdict."""
    least, below = rules.least_below(result.pupils or 0), result.below or 0
    return below - least + 1 if result.is_low else least - below


def _ways_off(measured: Sequence[ProcedureResult], rules: RuleSet) -> list[str]:
    low = sorted((result for result in measured if result.is_low), key=lambda result: _margin(result, rules))
    chosen = low[: len(low) - rules.least_low_procedures + 1]
    return [_otherwise("не вошла бы в список", chosen, [-_margin(result, rules) for result in chosen])]


def _ways_on(measured: Sequence[ProcedureResult], rules: RuleSet) -> list[str]:
    missing = rules.least_low_procedures - sum(bool(result.is_low) for result in measured)
    nearest = sorted((result for result in measured if not result.is_low), key=lambda result: _margin(result, rules))
    chosen = nearest[: max(missing, 0)]
    years = f"Правило смотрит на {rules.listing_years} года подряд: одного года мало, чтобы войти в список."
    said = [years] if rules.listing_years > 1 else []
    if chosen:
        outcome = "подпала бы под правило в этом году" if said else "вошла бы в список"
        said.append(_otherwise(outcome, chosen, [_margin(result, rules) for result in chosen]))
    return said


def _otherwise(outcome: str, chosen: Sequence[ProcedureResult], differences: Sequence[int]) -> str:
    """Return the sentence of a different outcome, with the difference in pupils for each of the procedures."""
    steps = [_step(result, difference) for result, difference in zip(chosen, differences, strict=True)]
    total = counted(sum(map(abs, differences)), "результат", "результата", "результатов")
    return f"Школа {outcome}, если бы {', а '.join(steps)}{f' – всего иначе {total}' if len(steps) > 1 else ''}."


def _step(result: ProcedureResult, difference: int) -> str:
    way, below = "больше" if difference > 0 else "меньше", (result.below or 0) + difference
    pupils = counted(abs(difference), "участника", "участника", "участников")
    return f"по работе «{result.label}» ниже порога оказалось на {pupils} {way} ({below} из {result.pupils})"


def _missing_data(measured: int, rules: RuleSet) -> str:
    missing = rules.least_low_procedures - measured
    pupils = counted(rules.min_participants, "участника", "участников", "участников")
    procedures = counted(missing, "процедуре", "процедурам", "процедурам")
    return f"Чтобы судить о школе, нужны результаты не менее {pupils} ещё по {procedures}."
