"""Which papers a release holds, and which of them an analysis can be asked about."""

from dataclasses import dataclass
from functools import partial

from opora.growth_rows import AskedPaper, GrowthPaper, growth_papers
from opora.vocabulary.papers import PAPER, Paper, paper_label
from opora.vocabulary.procedures import procedures
from opora_web.facts import Facts

_COUNTS = "count(*)::BIGINT, count(form)::BIGINT, count(primary_score)::BIGINT"


@dataclass(frozen=True)
class HeldPaper:
    """One paper of a release.

    Attributes:
        paper: which.
        pupils: rows of individual results.
        with_items: of these with scores of items; 0 with a ready-made report of items: `has_report`.
        with_scores: of these with a primary score.
        has_report: whether the shares of items came counted.
    """

    paper: Paper
    pupils: int
    with_items: int
    with_scores: int
    has_report: bool

    @property
    def code(self) -> str:
        """What names the paper in addresses."""
        return paper_code(self.paper)


def paper_code(paper: Paper) -> str:
    """Return the word that names a paper in addresses: vpr-mathematics-5-2024."""
    level = "" if paper.level == "standard" else f"-{paper.level}"
    return f"{paper.procedure}-{paper.subject}-{paper.paper_grade}{level}-{paper.year}"


def held_papers(facts: Facts) -> dict[str, HeldPaper]:
    """Return the papers of a release by code: the last year first, in the order of procedures, then of most pupils."""
    return facts.kept("held-papers", partial(_held, facts))


def _held(facts: Facts) -> dict[str, HeldPaper]:
    columns = ", ".join(PAPER)
    counted = facts.release.relation("results").aggregate(f"{columns}, {_COUNTS}", columns).fetchall()
    reported = {
        tuple(row): 0
        for row in facts.release.relation("item_shares").filter("area_level = 'school'").project(columns)
        .distinct().fetchall()
    }  # fmt: skip
    numbers = {tuple(row[: len(PAPER)]): row[len(PAPER) :] for row in counted}
    held = []
    for paper in numbers.keys() | reported.keys():
        pupils, with_items, with_scores = numbers.get(paper, (0, 0, 0))
        held.append(HeldPaper(Paper(*paper), pupils, with_items, with_scores, paper in reported))
    order = {code: place for place, code in enumerate(procedures())}
    held.sort(key=lambda one: (-one.paper.year, order.get(one.paper.procedure, len(order)), -one.pupils, one.code))
    return {one.code: one for one in held}


def papers_with_items(facts: Facts) -> dict[str, HeldPaper]:
    """Return the papers of which anything is known item by item."""
    return {code: one for code, one in held_papers(facts).items() if one.with_items or one.has_report}


def papers_with_scores(facts: Facts) -> dict[str, HeldPaper]:
    """Return the papers whose primary scores can be looked at for signs."""
    return {code: one for code, one in held_papers(facts).items() if one.with_scores}


@dataclass(frozen=True)
class GrowthChoice:
    """A paper whose growth can be asked about, with the years that can stand together.

    Attributes:
        code: what names it in addresses.
        label: what people read.
        asked: the paper of the last year.
        years: calendar years with a like earlier paper, the last first.
        pupils: results of all these years.
    """

    code: str
    label: str
    asked: AskedPaper
    years: tuple[int, ...]
    pupils: int


def growth_choices(facts: Facts) -> dict[str, GrowthChoice]:
    """Return what growth can be asked about, by code, those of most schools first."""
    return facts.kept("growth-choices", partial(_growth_choices, facts))


def _growth_choices(facts: Facts) -> dict[str, GrowthChoice]:
    found: dict[str, list[GrowthPaper]] = {}
    for one in growth_papers(facts.release):
        if one.schools:
            found.setdefault(f"{one.asked.procedure}-{one.asked.subject}-{one.asked.grade}", []).append(one)
    return {code: _choice(code, papers) for code, papers in found.items()}


def _choice(code: str, papers: list[GrowthPaper]) -> GrowthChoice:
    last = papers[0]
    back = last.asked.year - last.earlier[0], last.earlier[1:]
    alike = [one for one in papers if (one.asked.year - one.earlier[0], one.earlier[1:]) == back]
    return GrowthChoice(
        code,
        paper_label(last.asked.procedure, last.asked.subject, last.asked.grade),
        last.asked,
        tuple(one.asked.year for one in alike),
        sum(one.pupils for one in alike),
    )
