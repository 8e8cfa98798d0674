"""The picture of README, made anew: `python tools/pictures.py`. A made-up region, the federal rule, the funnel plot."""

import datetime as dt
import tempfile
from pathlib import Path

from opora.pipeline import identify, silent, take_in
from opora.reports.charts import funnel_plot, picture
from opora.store import Store
from opora.synthetic import RegionPlan, write_region
from opora.vocabulary.rules import rule_set

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
_YEARS = (2023, 2024)
_MOMENT = dt.datetime(2024, 9, 1, tzinfo=dt.UTC)


def main() -> None:
    """Write docs/pictures/funnel.svg."""
    with tempfile.TemporaryDirectory() as folder:
        region, store = Path(folder) / "region", Store(Path(folder) / "data")
        write_region(RegionPlan(schools=90, years=_YEARS), region, silent)
        take_in([region / "files"], store, _MOMENT)
        answer = identify(store.current(), _YEARS[-1], rule_set("federal-2020"))
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / "funnel.svg").write_bytes(picture(funnel_plot(answer), "svg"))


if __name__ == "__main__":
    main()
