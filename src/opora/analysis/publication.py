"""What may be known to everybody, put together from the marks of schools."""

from collections import defaultdict
from collections.abc import Sequence

from opora.analysis.disclosure import LEAST_PUPILS, Marks, protected
from opora.tables.identification import PaperIndicators
from opora.tables.publication import PublicPaper, PublicTable

#: The group of schools whose municipality no file names.
UNKNOWN_PLACE = "муниципалитет не указан"


def public_table(release: int, year: int, indicators: Sequence[PaperIndicators]) -> PublicTable:
    """Return every paper of a year by municipality, small groups hidden with their complements.

    Args:
        release: the release the marks are of.
        year: the year of the results.
        indicators: marks of schools in papers of that year; levels of one paper are summed.
    """
    papers: dict[tuple[str, str, int, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * 4))
    for one in indicators:
        counts = papers[one.procedure, one.subject, one.paper_grade, one.label][one.municipality or UNKNOWN_PLACE]
        for place, count in enumerate((one.mark_2, one.mark_3, one.mark_4, one.mark_5)):
            counts[place] += count
    return PublicTable(
        release=release,
        year=year,
        least_pupils=LEAST_PUPILS,
        papers=[_paper(*key, groups) for key, groups in sorted(papers.items(), key=lambda item: item[0])],
    )


def _paper(procedure: str, subject: str, paper_grade: int, label: str, groups: dict[str, list[int]]) -> PublicPaper:
    marks: dict[str, Marks] = {name: (two, three, four, five) for name, (two, three, four, five) in groups.items()}
    total, cells = protected(dict(sorted(marks.items())))
    return PublicPaper(
        label=label, procedure=procedure, subject=subject, paper_grade=paper_grade, total=total, groups=cells
    )
