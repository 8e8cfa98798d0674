"""Results of a release beside what is known of their schools: the table a model's formula may name."""

from dataclasses import dataclass

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy
from opora.analysis.school_papers import first_attempts
from opora.store import Release
from opora.tables import SCHOOLS
from opora.tables.results import ITEM_COLUMNS
from opora.vocabulary.papers import PAPER
from opora.vocabulary.refusal import AnalysisRefusedError

_SCORES = ("primary_score", "max_score", "test_score", "mark", "journal_mark", *ITEM_COLUMNS)
_OF_RESULTS = (*PAPER, "class_name", "pupil_grade", *_SCORES)
_OF_SCHOOLS = tuple(name for name in SCHOOLS.names if name not in {"school", "name", "full_name", "inn", "in_register"})


@dataclass(frozen=True)
class Part:
    """Which results are wanted; None wants all of them."""

    year: int | None = None
    procedure: str | None = None
    subject: str | None = None
    paper_grade: int | None = None


def release_rows(release: Release, part: Part) -> Lazy:
    """Return first attempts of a part of the results, with `school` and the columns of the schools' register.

    Raises:
        AnalysisRefusedError: the release has no such results.
    """
    results = first_attempts(release.table("results"))
    for name, value in vars(part).items():
        if value is not None:
            results = results.filter(nw.col(name) == value)
    (found,) = results.select(rows=nw.len()).collect("pyarrow").to_native().to_pylist()
    if not found["rows"]:
        asked = ", ".join(str(value) for value in vars(part).values() if value is not None) or "любых"
        raise AnalysisRefusedError(
            f"Индивидуальных результатов ({asked}) в выпуске нет. Примите файлы: opora take-in ПАПКА – или назовите "
            "--table."
        )
    codes = release.table("school_codes").select("school_code", "school")
    schools = release.table("schools").select("school", *_OF_SCHOOLS)
    coded = results.select("school_code", *_OF_RESULTS).join(codes, on="school_code", how="left")
    named = coded.with_columns(school=nw.coalesce("school", "school_code"))
    return named.join(schools, on="school", how="left")
