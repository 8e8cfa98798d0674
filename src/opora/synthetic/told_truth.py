"""The truth written beside the files, in a folder of its own that no reader is ever pointed at."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from opora.synthetic.papers import PaperForm
from opora.synthetic.region import Region
from opora.synthetic.roles import schools_missing_from_the_register
from opora.synthetic.truth import SUBJECTS, Truth
from opora.synthetic.writing import WrittenPaper

#: The federal rule in the year's truth: this share of «2» or more, in this many papers or more.
LOW_SHARE, LOW_PAPERS = 0.3, 2
_FROM_GRADE = 5
_FEW = 12
_TREND = {-1: "falling", 0: "", 1: "improving"}
_YES = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Outcome:
    """What came of one paper in each school of the region.

    Attributes:
        form: the paper.
        year: calendar year.
        pupils: how many wrote it, by school.
        below: how many of them got a «2» or stayed under the minimum score, as the files say.
        probability: true probability of that for a pupil of the school, with nobody improving marks.
    """

    form: PaperForm
    year: int
    pupils: np.ndarray
    below: np.ndarray
    probability: np.ndarray


def outcome_of(region: Region, truth: Truth, papers: Iterable[WrittenPaper]) -> Outcome:
    """Return the outcome of one paper of one year, whose groups of schools are given."""
    groups = list(papers)
    form, year, schools = groups[0].form, groups[0].year, len(region.schools)
    pupils = sum(np.bincount(paper.school, minlength=schools) for paper in groups)
    below = sum(np.bincount(paper.school[paper.mark == 2], minlength=schools) for paper in groups)  # noqa: PLR2004 - the mark
    ability = truth.ability[form.subject][:, region.plan.years.index(year)]
    return Outcome(form, year, np.asarray(pupils), np.asarray(below), form.probability_of_2(ability))


def write_truth(region: Region, truth: Truth, outcomes: Sequence[Outcome], folder: Path) -> tuple[Path, Path]:
    """Write `schools.csv` (one row a school) and `papers.csv` (one row a school and paper); return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    schools, papers = folder / "schools.csv", folder / "papers.csv"
    _write(schools, school_truths(region, truth, outcomes))
    _write(papers, _paper_truths(region, outcomes))
    return schools, papers


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = None
        for row in rows:
            if writer is None:
                writer = csv.DictWriter(stream, list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow(row)


def school_truths(region: Region, truth: Truth, outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    """Return the truth of each school, and whether chance hid it in the last year."""
    last = [outcome for outcome in outcomes if outcome.year == region.plan.years[-1]]
    truly_low, drawn_low = _low_papers(last, drawn=False), _low_papers(last, drawn=True)
    small = region.sizes < _FEW
    unlucky = small & (drawn_low >= LOW_PAPERS) & (truly_low == 0)
    lucky = small & (drawn_low < LOW_PAPERS) & (truly_low >= LOW_PAPERS)
    weak, adverse, trend = truth.is_weak(), truth.is_adverse(), np.sign(truth.trend()).astype(int)
    missing = schools_missing_from_the_register(region)
    probabilities = {
        f"probability_of_2_{'-'.join(map(str, outcome.form.key))}": np.where(
            outcome.pupils > 0, np.round(outcome.probability, 4), np.nan
        )
        for outcome in last
    }
    return [
        {
            "school": school.code,
            "ris_code": school.ris_code,
            "name": school.name,
            "municipality": school.municipality.name,
            "kind": school.kind,
            "pupils_per_grade": round(school.size, 1),
            "cause": truth.causes[place].value,
            "weak": _YES[bool(weak[place])],
            "truly_low": _YES[bool(truly_low[place] >= LOW_PAPERS)],
            "context": round(float(truth.context[place]), 3),
            "adverse_context": _YES[bool(adverse[place])],
            "resilient": _YES[truth.causes[place] == "resilient"],
            "improved_marks": _YES[bool(truth.improved_marks[place])],
            "trend": _TREND[int(trend[place])],
            "unlucky": _YES[bool(unlucky[place])],
            "lucky": _YES[bool(lucky[place])],
            "in_register": _YES[school not in missing],
            **{f"ability_{subject}": round(float(truth.ability[subject][place, -1]), 3) for subject in SUBJECTS},
            **{name: _told(values[place]) for name, values in probabilities.items()},
        }
        for place, school in enumerate(region.schools)
    ]


def _told(value: float) -> float | str:
    return "" if np.isnan(value) else float(value)


def _low_papers(outcomes: Sequence[Outcome], *, drawn: bool) -> np.ndarray:
    """Return in how many papers of the federal rule each school is low: as drawn, or in truth."""
    low = [
        (outcome.pupils > 0)
        & ((10 * outcome.below >= 3 * outcome.pupils) if drawn else (outcome.probability >= LOW_SHARE))
        for outcome in outcomes
        if outcome.form.paper_grade >= _FROM_GRADE and outcome.form.level != "base"
    ]
    return np.asarray(np.sum(low, axis=0))


def _paper_truths(region: Region, outcomes: Sequence[Outcome]) -> Iterable[dict[str, object]]:
    for outcome in outcomes:
        paper = outcome.form.paper(outcome.year)
        for index in np.flatnonzero(outcome.pupils).tolist():
            yield {
                "school": region.schools[index].code,
                **paper.columns,
                "pupils": int(outcome.pupils[index]),
                "below": int(outcome.below[index]),
                "probability_of_2": round(float(outcome.probability[index]), 4),
            }
