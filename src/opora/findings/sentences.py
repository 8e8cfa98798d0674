"""Why a school is on the list or is not, and what would have changed it – in plain Russian."""

from collections.abc import Sequence

from opora.tables.identification import ON_THE_LIST, Movement, ProcedureResult, Status
from opora.vocabulary.rules import LowProcedures
from opora.vocabulary.spelling import counted, percent, plural

_SURE, _DOUBTFUL = 0.9, 0.7
_TIMES = {2: "второй год подряд", 3: "третий год подряд", 4: "четвёртый год подряд"}


def likelihood(probability: float) -> str:
    """Return a probability without false precision: «97 %», «больше 99 %», «меньше 1 %»."""
    if probability > 0.99:  # noqa: PLR2004 - beyond this the digits say nothing
        return "больше 99\u00a0%"
    return "меньше 1\u00a0%" if probability < 0.01 else percent(probability)  # noqa: PLR2004


def least_below(pupils: int, rules: LowProcedures) -> int:
    """Return how many of the pupils must be below the threshold for the procedure to count as low."""
    return -(-rules.threshold_percent * pupils // 100)


def reasons(status: Status, procedures: Sequence[ProcedureResult], rules: LowProcedures) -> list[str]:
    """Return the sentences that follow from the procedures alone, the conclusion first."""
    low = [result for result in procedures if result.is_low]
    measured = [result for result in procedures if result.is_low is not None]
    return [_conclusion(status, len(low), len(measured), rules), *(_counted(result, rules) for result in low)]


def _conclusion(status: Status, low: int, measured: int, rules: LowProcedures) -> str:
    wanted = f"правило требует не менее {rules.least_low_procedures}"
    where = f"в {low} из {counted(measured, 'процедуры', 'процедур', 'процедур')}, по которым можно судить"
    if status in ON_THE_LIST:
        stable = f" {_TIMES.get(rules.stable_years, 'несколько лет подряд')}" if status == "stably-low" else ""
        return f"Низкий результат{stable} {where}; {wanted}."
    if status == "insufficient-data":
        few = f"меньше {counted(rules.min_participants, 'участника', 'участников', 'участников')}"
        return (
            f"Данных недостаточно: судить можно по {measured} "
            f"{plural(measured, 'процедуре', 'процедурам', 'процедурам')}, {wanted}; "
            f"в остальных {few} или процедура не проводилась."
        )
    if low:
        return f"Низкий результат {where}; {wanted}, поэтому школа не в списке, но близка к нему."
    if status == "at-risk":
        near = f"доля близка к порогу (от {rules.risk_percent}\u00a0%) или резко выросла за год"
        return f"Низких результатов нет, но в нескольких процедурах {near}."
    return f"Низких результатов нет ни в одной из {counted(measured, 'процедуры', 'процедур', 'процедур')}."


def _counted(result: ProcedureResult, rules: LowProcedures) -> str:
    pupils, below = result.pupils or 0, result.below or 0
    low, high = result.interval or (0.0, 1.0)
    return (
        f"{result.label}: ниже порога {below} из {counted(pupils, 'участника', 'участников', 'участников')} "
        f"({percent(below / pupils, 1)}); низким считается результат от {rules.threshold_percent}\u00a0%, "
        f"то есть от {counted(least_below(pupils, rules), 'участника', 'участников', 'участников')}. "
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
    return f"Школа подпадала под то же правило и раньше: {_years(earlier)}."


def _years(years: Sequence[int]) -> str:
    return ", ".join(map(str, years)) + (" год" if len(years) == 1 else " годы")


def movement_sentence(movement: Movement | None, year: int) -> str | None:
    """Return how the school moved since last year, where that is not said already."""
    return (
        f"Год назад ({year - 1}) школа была в списке, теперь под правило не подпадает." if movement == "left" else None
    )


def chance_sentences(probability: float | None, stability: float | None, *, is_small: bool) -> list[str]:
    """Return how much of the decision chance could undo."""
    if probability is None:
        return []
    sentences = [f"Вероятность, что школа действительно подпадает под правило, – {likelihood(probability)}."]
    if stability is not None and stability < _SURE:
        small = "Участников мало, и случайность велика: " if is_small else "Результат близок к порогу: "
        doubt = "Решение неустойчиво." if stability < _DOUBTFUL else "Решение стоит перепроверить."
        sentences.append(
            f"{small}если бы работы писали другие ученики той же школы, решение было бы тем же "
            f"с вероятностью {likelihood(stability)}. {doubt}"
        )
    return sentences


def changes(status: Status, procedures: Sequence[ProcedureResult], rules: LowProcedures) -> list[str]:
    """Return what would have changed the decision: the least difference in pupils, procedure by procedure."""
    measured = [result for result in procedures if result.is_low is not None]
    if status in ON_THE_LIST:
        return _ways_off(measured, rules)
    if len(measured) < rules.least_low_procedures:
        return [_missing_data(len(measured), rules)]
    return _ways_on(measured, rules)


def _margin(result: ProcedureResult, rules: LowProcedures) -> int:
    """Return how many pupils stand between the result and the other verdict."""
    least, below = least_below(result.pupils or 0, rules), result.below or 0
    return below - least + 1 if result.is_low else least - below


def _ways_off(measured: Sequence[ProcedureResult], rules: LowProcedures) -> list[str]:
    low = sorted((result for result in measured if result.is_low), key=lambda result: _margin(result, rules))
    surplus = len(low) - rules.least_low_procedures + 1
    steps = [_fewer(result, _margin(result, rules)) for result in low[:surplus]]
    total = sum(_margin(result, rules) for result in low[:surplus])
    joined = ", а ".join(steps)
    return [f"Школа не вошла бы в список, если бы {joined} – всего на {_results(total)} иначе."]


def _fewer(result: ProcedureResult, margin: int) -> str:
    return _other(result, f"на {margin} меньше", (result.below or 0) - margin)


def _ways_on(measured: Sequence[ProcedureResult], rules: LowProcedures) -> list[str]:
    missing = rules.least_low_procedures - sum(bool(result.is_low) for result in measured)
    nearest = sorted((result for result in measured if not result.is_low), key=lambda result: _margin(result, rules))
    steps = [_more(result, _margin(result, rules)) for result in nearest[:missing]]
    total = sum(_margin(result, rules) for result in nearest[:missing])
    return [f"Школа вошла бы в список, если бы {', а '.join(steps)} – всего на {_results(total)} иначе."]


def _more(result: ProcedureResult, margin: int) -> str:
    return _other(result, f"на {margin} больше", (result.below or 0) + margin)


def _other(result: ProcedureResult, difference: str, below: int) -> str:
    return f"по работе «{result.label}» ниже порога оказалось {difference} ({below} из {result.pupils})"


def _results(count: int) -> str:
    return counted(count, "результат", "результата", "результатов")


def _missing_data(measured: int, rules: LowProcedures) -> str:
    missing = rules.least_low_procedures - measured
    return (
        f"Чтобы судить о школе, нужны результаты не менее {rules.min_participants} участников ещё "
        f"по {counted(missing, 'процедуре', 'процедурам', 'процедурам')}."
    )
