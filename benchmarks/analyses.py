"""The estimators of analyses: beside other libraries, beside the figures promised, and as data grow."""

from importlib.util import find_spec
from pathlib import Path

from benchmarks.estimators import answers_into, crossed_pupils_into, pupils_into
from benchmarks.measured import Cost, cost, show

_PEERS = ("statsmodels", "mixedlm")
#: Seconds that were promised on two free cores; twice as long is still kept.
_PROMISED = {
    "mixed 10⁶": 0.4,
    "mixed 10⁷": 1.7,
    "crossed": 1.0,
    "rasch": 0.33,
    "percentiles few": 2.0,
    "percentiles many": 1.9,
}
_PUPILS, _ANSWERING, _ANSWERS_OF_SCALE = (100_000, 1_000_000, 10_000_000), 10_000_000, 1_000_000


def analyses(folder: Path) -> None:
    """Measure all of them."""
    folder.mkdir(exist_ok=True)
    _mixed_models(folder)
    answers_into(folder / "scale.parquet", _ANSWERS_OF_SCALE, 40)
    _beside_promise("модель Раша, 10⁶ учеников, 40 заданий", _cost("rasch", 0, folder / "scale.parquet"), "rasch")
    _beside_promise("процентили роста, 3 500 учеников, три года", _cost("percentiles", 3_500), "percentiles few")
    _beside_promise("процентили роста, 115 000 учеников, год", _cost("percentiles", 115_000), "percentiles many")
    answers_into(folder / "work.parquet", _ANSWERING, 50)
    deficits = _cost("deficits", 0, folder / "work.parquet")
    print(f"    500 млн ответов → дефициты каждой школы: {deficits.seconds:.2f} с, {deficits.peak / 2**30:.2f} ГБ")


def _mixed_models(folder: Path) -> None:
    costs = []
    for size in _PUPILS:
        table = folder / f"pupils-{size}.parquet"
        pupils_into(table, size)
        costs.append(_cost("mixed", 0, table))
    few, more, most = costs
    for peer in _PEERS:
        if find_spec(peer) is None:
            print(f"    {peer} не установлен: make bench ставит его сам")
            continue
        other = cost("benchmarks.peers", peer, str(folder / f"pupils-{_PUPILS[0]}.parquet"), runs=1)
        bar = 0.1 if peer == "statsmodels" else 1
        show(f"смешанная модель, 10⁵ строк, Опора / {peer}", few.seconds / other.seconds, bar)
    _beside_promise("смешанная модель, 10⁶ строк", more, "mixed 10⁶")
    _beside_promise("смешанная модель, 10⁷ строк", most, "mixed 10⁷")
    crossed = folder / "crossed.parquet"
    crossed_pupils_into(crossed, _PUPILS[0])
    _beside_promise(
        "смешанная модель, 800 × 600 школ крест-накрест, 10⁵ строк", _cost("crossed", 0, crossed), "crossed"
    )
    show("в 100 раз больше строк (10⁵ → 10⁷): время, раз", most.seconds / few.seconds, 100)
    sizes = ", ".join(f"{one.peak / 2**30:.2f}" for one in costs)
    show(f"память, ГБ: {sizes} (10⁵, 10⁶, 10⁷ строк), раз", most.peak / few.peak, 1.5)


def _beside_promise(what: str, measured: Cost, promise: str) -> None:
    show(f"{what}, {measured.seconds:.2f} с / обещано {_PROMISED[promise]} с", measured.seconds / _PROMISED[promise], 2)


def _cost(what: str, size: int, table: Path | None = None) -> Cost:
    return cost("benchmarks.estimators", what, str(size), *([str(table)] if table else []), runs=3)
