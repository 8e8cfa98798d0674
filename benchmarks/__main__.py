"""`make bench`: every promise about speed and size, measured in one run and printed as ratios."""

import json
import shutil
import tempfile
from pathlib import Path
from statistics import median, quantiles

from benchmarks.analyses import analyses
from benchmarks.measured import cost, made, show
from benchmarks.workbooks import write_workbooks

_BOOKS, _FEWER = 1_000, 250
_ROWS_WANTED = 10_000_000


def main() -> None:
    """Measure everything in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        taking_in(Path(folder))
        counting(Path(folder))
        plans()
        site(Path(folder))
        analyses(Path(folder) / "analyses")


def taking_in(folder: Path) -> None:
    """1,000 workbooks against merely opening them; memory against a quarter of them."""
    for count in (_FEWER, _BOOKS):
        write_workbooks(folder / f"books-{count}", count)
    opened = cost("benchmarks.open_books", str(folder / f"books-{_BOOKS}"))
    stores = iter(range(100))

    def taken(count: int) -> tuple[float, int]:
        runs = [
            cost(
                "benchmarks.take_in_books",
                str(folder / f"books-{count}"),
                str(folder / f"store-{next(stores)}"),
                runs=1,
            )
            for _ in range(3)
        ]
        return sorted(run.seconds for run in runs)[1], max(run.peak for run in runs)

    seconds, peak = taken(_BOOKS)
    _, fewer_peak = taken(_FEWER)
    show("приём 1 000 книг ВПР по 25 участников / только открыть их", seconds / opened.seconds, 3)
    show("память на 1 000 книг / на 250 книг", peak / fewer_peak, 1.25)
    print(f"    открыть {opened.seconds:.2f} с, принять {seconds:.2f} с, память {peak / 2**20:.0f} МБ")
    for store in folder.glob("store-*"):
        shutil.rmtree(store)


def counting(folder: Path) -> None:
    """10 million rows of 50 items to every school's counts and the federal decision, against a bare grouped scan."""
    rows, year = map(int, made("benchmarks.stored_region", str(folder / "region"), str(_ROWS_WANTED)))
    scanned = cost("benchmarks.count_rows", "scan", str(folder / "region"), str(year), runs=5)
    decided = cost("benchmarks.count_rows", "decide", str(folder / "region"), str(year), runs=5)
    show(
        f"{rows / 1e6:.1f} млн строк → решение по каждой школе / простой проход", decided.seconds / scanned.seconds, 1.5
    )
    show("память этого счёта, ГБ", decided.peak / 2**30, 2)
    print(f"    проход {scanned.seconds:.2f} с, решение {decided.seconds:.2f} с")


def plans() -> None:
    """A plan of 500 measures read from Word with its deadlines, parties and remarks, against reading its cells."""
    words, plan = (cost("benchmarks.plan_reading", what, runs=5) for what in ("words", "plan"))
    show("план из 500 строк со сроками и замечаниями / только прочесть его клетки", plan.seconds / words.seconds, 3)
    show("план из 500 строк, с", plan.seconds, 1)


def site(folder: Path) -> None:
    """Pages of a region of 1,500 schools, five years, 3,000 people: one reader, and fifty at once on this machine."""
    made("benchmarks.site_region", str(folder / "site"))
    seen = json.loads(" ".join(made("benchmarks.site_pages", str(folder / "site"))))
    for page, name in (("list", "список школ"), ("school", "страница школы")):
        show(f"{name}, медиана, мс", 1000 * median(seen["alone"][page]), 60)
    show("план из 500 строк: загрузить и увидеть с замечаниями, с", median(seen["plan"]), 2)
    show("50 человек, страница раз в 2 с, 95-й процентиль, мс", 1000 * quantiles(seen["reading"], n=20)[-1], 300)
    middle, slow = median(seen["rushing"]), quantiles(seen["rushing"], n=20)[-1]
    print(f"    те же 50 без единой паузы: медиана {middle:.2f} с, 95-й процентиль {slow:.2f} с")
    show("от запуска до первой страницы, с", seen["opened"], 5)


main()
