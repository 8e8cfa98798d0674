"""The same region as ready tables, for trials with millions of pupils: drawn and written piece by piece."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from opora.synthetic.files_register import social_passports, whole_register
from opora.synthetic.files_vpr import class_label
from opora.synthetic.papers import PaperForm, forms_of
from opora.synthetic.plan import RegionPlan
from opora.synthetic.region import Region, made_up_region
from opora.synthetic.told_truth import Outcome, outcome_of, write_truth
from opora.synthetic.truth import Truth, hidden_truth
from opora.synthetic.writing import Group, WrittenPaper, draw_paper
from opora.synthetic.written_region import Progress, WrittenRegion, empty_folder
from opora.tables.contract import Contract
from opora.tables.results import ITEM_COLUMNS, ITEMS, RESULTS
from opora.tables.schools import CONTEXTS, REGISTER

#: About as many pupils of one grade are drawn and held at a time, whatever the size of the region.
PUPILS_AT_A_TIME = 100_000
_NUMBER_WIDTH = 5


def write_region_tables(plan: RegionPlan, out: Path, progress: Progress) -> WrittenRegion:
    """Write the region as Parquet tables below `out/tables`, and its truth below `out/truth`.

    `results/<year>-<procedure>.parquet` keep the contract `results`, a row group for each paper and group of schools;
    beside them stand `items`, `register` and `contexts`. Schools have their register code in every exam and pupils one
    code in all years, which no real file offers. The draws are not those of `write_region` with the same seed.

    Raises:
        FolderInUseError: one of the two folders is not empty.
    """
    folder, truth_folder = empty_folder(out / "tables"), empty_folder(out / "truth")
    region = made_up_region(plan)
    truth = hidden_truth(region)
    groups = groups_by_size(region, PUPILS_AT_A_TIME)
    files, outcomes, rows = _write_small_tables(region, truth, folder), [], 0
    sets = [(year, procedure) for year in plan.years for procedure in ("vpr", "oge", "ege")]
    for done, (year, procedure) in enumerate(sets):
        file = folder / "results" / f"{year}-{procedure}.parquet"
        progress("Таблицы результатов", done, len(sets))
        outcomes += _write_results(region, truth, groups, (year, procedure), file)
        files.append(file)
    progress("Таблицы результатов", len(sets), len(sets))
    rows = int(sum(outcome.pupils.sum() for outcome in outcomes))
    schools, _ = write_truth(region, truth, outcomes, truth_folder)
    return WrittenRegion(tuple(files), schools, rows)


def groups_by_size(region: Region, pupils: int) -> Sequence[Group]:
    """Return groups of neighbouring schools with about that many pupils in a grade."""
    place = (np.cumsum(region.sizes) - region.sizes) // pupils
    return [Group(int(number), np.flatnonzero(place == number)) for number in np.unique(place)]


def _write_small_tables(region: Region, truth: Truth, folder: Path) -> list[Path]:
    (folder / "results").mkdir()
    tables = {
        "register": _table(REGISTER, whole_register(region)),
        "contexts": _table(CONTEXTS, social_passports(region, truth)),
        "items": ITEMS.table(list(_item_rows(region.plan))),
    }
    paths = []
    for name, table in tables.items():
        paths.append(folder / f"{name}.parquet")
        pq.write_table(table, paths[-1], compression="zstd")
    return paths


def _table(contract: Contract, entries: Sequence[Mapping[str, object]]) -> pa.Table:
    source = fingerprint(contract.name)
    rows = [{**entry, "source_file": source, "source_row": row} for row, entry in enumerate(entries, start=2)]
    return contract.table(rows)


def fingerprint(*words: object) -> str:
    """Return a made-up fingerprint of a file that was never written."""
    return hashlib.sha256("/".join(map(str, words)).encode()).hexdigest()[:16]


def _form_code(form: PaperForm) -> str:
    described = ";".join(f"{item}/{most}" for item, most in zip(form.items, form.maxima, strict=True))
    return hashlib.blake2b(described.encode(), digest_size=4).hexdigest()


def _item_rows(plan: RegionPlan) -> Iterator[dict[str, object]]:
    for year in plan.years:
        for form in forms_of(year, plan.items):
            described = zip(form.items, form.maxima, form.difficulties, strict=True)
            for position, (item, most, difficulty) in enumerate(described, start=1):
                yield {
                    **form.paper(year).columns,
                    "form": _form_code(form),
                    "position": position,
                    "item": item,
                    "max_score": most,
                    "difficulty": difficulty,
                    "source_file": fingerprint(year, *form.key),
                }


def _write_results(
    region: Region, truth: Truth, groups: Sequence[Group], what: tuple[int, str], file: Path
) -> list[Outcome]:
    """Write one file group by group and return the outcomes of its papers; no two groups are in memory at once."""
    year, procedure = what
    codes = pa.array([school.code for school in region.schools])
    outcomes = []
    with pq.ParquetWriter(file, RESULTS.schema, compression="zstd") as writer:
        for form in forms_of(year, region.plan.items):
            if form.procedure == procedure:
                parts = []
                for group in groups:
                    paper = draw_paper(region, truth, form, year, group)
                    parts.append(outcome_of(region, truth, [paper]))
                    if len(paper.school):
                        writer.write_table(_results(paper, codes), row_group_size=len(paper.school))
                outcomes.append(_together(parts))
    return outcomes


def _together(parts: Sequence[Outcome]) -> Outcome:
    first = parts[0]
    pupils = np.sum([part.pupils for part in parts], axis=0)
    below = np.sum([part.below for part in parts], axis=0)
    return Outcome(first.form, first.year, pupils, below, first.probability)


def _results(paper: WrittenPaper, codes: pa.Array) -> pa.Table:
    rows = len(paper.school)
    labels = pa.array(
        [class_label(paper.pupil_grade, number) for number in range(int(paper.class_number.max(initial=0)) + 1)]
    )
    numbers = pc.utf8_lpad(pa.array(paper.pupil).cast(pa.string()), width=_NUMBER_WIDTH, padding="0")
    columns = {
        **{name: _same(value, rows) for name, value in paper.form.paper(paper.year).columns.items()},
        "school_code": codes.take(pa.array(paper.school)),
        "class_name": labels.take(pa.array(paper.class_number)),
        "pupil_grade": _same(paper.pupil_grade, rows),
        "pupil": pc.binary_join_element_wise(str(paper.cohort), numbers, "-"),
        "form": _same(_form_code(paper.form), rows),
        "primary_score": paper.primary,
        "max_score": _same(paper.form.max_score, rows),
        "test_score": paper.test,
        "mark": None if paper.form.test_scale else paper.mark,
        "journal_mark": paper.journal if paper.form.procedure == "vpr" else None,
        **dict(zip(ITEM_COLUMNS, paper.scores, strict=False)),
        "source_file": _same(fingerprint(paper.year, *paper.form.key, paper.group.number), rows),
        "source_row": np.arange(2, rows + 2),
    }
    return pa.Table.from_arrays(
        [_array(columns.get(field.name), field.type, rows) for field in RESULTS.schema], schema=RESULTS.schema
    )


def _same(value: str | int, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value), rows)


def _array(values: pa.Array | np.ndarray | None, kind: pa.DataType, rows: int) -> pa.Array:
    if values is None:
        return pa.nulls(rows, kind)
    found = values if isinstance(values, pa.Array) else pa.array(values)
    return found if found.type == kind else found.cast(kind)
