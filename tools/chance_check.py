"""Check on a made-up region, whose truth is known, that an unsure decision is wrong more often than a sure one.

A decision is wrong where the school is on the list and would not be by its true shares, or the other way round. The
true share of a procedure is that of the papers the rule counts together, weighted with those who wrote them.

Run: python tools/chance_check.py [SCHOOLS] [SEED]
"""

import csv
import datetime as dt
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from opora.pipeline import identify, take_in
from opora.store import Store
from opora.synthetic import RegionPlan, write_region
from opora.tables.identification import IdentifiedSchool
from opora.vocabulary.rules import RuleSet, rule_set

YEAR = 2024
BANDS = ((0.0, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01))


def main(schools: int = 400, seed: int = 20201) -> None:
    """Print how often decisions of each stability are wrong, all schools and small ones."""
    rules = rule_set("federal-2020")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_region(RegionPlan(schools=schools, years=(YEAR - 1, YEAR), seed=seed), folder, lambda *_: None)
        store = Store(folder / "data")
        take_in([folder / "files"], store, dt.datetime(YEAR, 12, 1, tzinfo=dt.UTC))
        answer = identify(store.current(), YEAR, rules)
        truth = true_shares(folder / "truth" / "papers.csv")
    print(f"{schools} школ, зерно {seed}: устойчивость – школ – неверных решений")
    for title, small_only in (("все", False), ("малые", True)):
        for low, high in BANDS:
            wrong = [
                is_wrong(school, truth, rules)
                for school in answer.schools
                if school.list_stability is not None
                and low <= school.list_stability < high
                and (school.is_small or not small_only)
            ]
            share = f"{sum(wrong) / len(wrong):.1%}" if wrong else "–"
            print(f"{title}: {low:.0%}–{min(high, 1):.0%} – {len(wrong)} – {share}")


def true_shares(file: Path) -> dict[tuple[str, str, str, int], list[tuple[str, int, float]]]:
    """Return (level, pupils, true share) of the papers of the year, by school, procedure, subject and grade."""
    found = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if int(row["year"]) == YEAR:
                key = (row["school"], row["procedure"], row["subject"], int(row["paper_grade"]))
                found[key].append((row["level"], int(row["pupils"]), float(row["probability_of_2"])))
    return found


def is_wrong(
    school: IdentifiedSchool, truth: dict[tuple[str, str, str, int], list[tuple[str, int, float]]], rules: RuleSet
) -> bool:
    """Tell whether the decision differs from that by the true shares of the same procedures."""
    low = 0
    for result, procedure in zip(school.procedures, rules.procedure, strict=True):
        key = (school.school, result.procedure, result.subject, result.paper_grade)
        papers = [(pupils, share) for level, pupils, share in truth.get(key, []) if level in procedure.levels]
        pupils = sum(number for number, _ in papers)
        if result.is_low is not None and pupils:
            low += sum(number * share for number, share in papers) / pupils >= (rules.threshold or 1)
    return (low >= rules.least_low_procedures) != (school.listed is not None)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
