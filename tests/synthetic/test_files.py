"""How it was sent: the files are those districts hold, and can be read back."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from opora.sources.book import open_book
from opora.sources.cells import Cell
from opora.sources.vpr import vpr_individual
from opora.synthetic import FolderInUseError, RegionPlan, WrittenRegion, write_region
from opora.synthetic.names import SURNAMES
from opora.synthetic.roles import (
    SentAs,
    school_spelled_differently,
    schools_missing_from_the_register,
    sends_text,
    sent_as,
)
from opora.tables.results import NOT_STARTED
from opora.tables.schools import CONTEXTS, REGISTER
from opora.vocabulary.school_spelling import school_key
from tests.synthetic.regions import TINY, papers_of, region_of, silence
from tests.workbooks import CIRCUMSTANCES


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> WrittenRegion:
    return write_region(TINY, tmp_path_factory.mktemp("region"), silence)


@cache
def rows_of(path: Path) -> list[Sequence[Cell]]:
    return [row for sheet in open_book(path.name, path.read_bytes()).sheets for row in sheet.rows]


def folder_of(written: WrittenRegion) -> Path:
    return written.truth.parents[1] / "files"


def test_files_and_truth_lie_in_separate_folders(written: WrittenRegion) -> None:
    folder = folder_of(written)
    assert {path.name for path in folder.parent.iterdir()} == {"files", "truth"}
    assert set(written.files) == {path for path in folder.rglob("*") if path.is_file()}
    assert {path.relative_to(folder).parts[0] for path in written.files} == {
        "ВПР", "ГИА-9", "ГИА-11", "Реестр школ.xlsx", "Социальный паспорт школ.xlsx",
    }  # fmt: skip


def test_individual_results_are_read_back_pupil_by_pupil(written: WrittenRegion) -> None:
    region = region_of(TINY)
    individual = {home.number for home in region.municipalities if sent_as(region, home) is not SentAs.STATISTICS}
    expected: Counter[tuple[object, ...]] = Counter()
    for papers in papers_of(TINY):
        for paper in papers:
            if paper.form.procedure == "vpr" and paper.group.number in individual:
                key = (paper.year, paper.form.subject, paper.form.paper_grade, paper.pupil_grade)
                marks = zip(paper.school.tolist(), paper.primary.tolist(), paper.mark.tolist(), strict=True)
                expected.update((*key, region.schools[school].code, *result) for school, *result in marks)
    found: Counter[tuple[object, ...]] = Counter()
    untried = 0
    for path in written.files:
        book = open_book(path.name, path.read_bytes())
        if vpr_individual.recognises(book):
            taken = vpr_individual.read(book, CIRCUMSTANCES)
            assert [problem.text for problem in taken.problems] == []
            results = taken.batches[0].columns
            key = (results["year"], results["subject"], results["paper_grade"])
            columns = (results[name] for name in ("pupil_grade", "school_code", "primary_score", "mark"))
            found.update((*key, *row) for row in zip(*columns, strict=True))
            untried += sum(score == NOT_STARTED for score in results["i10"])
    assert found == expected
    assert found.total() > 200
    assert untried > 10


def test_papers_moved_to_autumn_name_both_grades(written: WrittenRegion) -> None:
    titles = {
        str(rows_of(path)[0][0]) for path in written.files if path.relative_to(folder_of(written)).match("ВПР/*/*")
    }
    assert "ВПР 2022 Русский язык 6 класс (по программе 5 класса), осень" in titles
    assert "ВПР 2024 Русский язык 5 класс" in titles


def test_each_municipality_sends_vpr_in_its_own_way(written: WrittenRegion) -> None:
    region = region_of(TINY)
    ways = [sent_as(region, home) for home in region.municipalities]
    assert ways == [SentAs.BOOK_PER_PAPER, SentAs.BOOK_PER_PAPER, SentAs.BOOK_PER_SCHOOL, SentAs.STATISTICS]
    folder = folder_of(written) / "ВПР" / "2024"
    names = [home.name for home in region.municipalities]
    per_school = [path for path in folder.glob(f"{names[2]}/*.xlsx") if path.name.startswith("Русский язык 5")]
    assert len(per_school) == len(region.schools_of(region.municipalities[2]))
    together = {path.stem for path in folder.glob("*.xlsx")}
    papers = [f"{subject} {grade}" for subject in ("Русский язык", "Математика") for grade in (5, 6)]
    assert together == {
        *(f"{paper} – {name}" for paper in papers for name in names[:2]),
        *(f"Статистика {paper} – {names[3]}" for paper in papers),
    }


def test_statistics_state_whole_pupils(written: WrittenRegion) -> None:
    region = region_of(TINY)
    home = region.municipalities[3]
    rows = rows_of(folder_of(written) / "ВПР" / "2024" / f"Статистика Русский язык 5 – {home.name}.xlsx")
    heading = next(number for number, row in enumerate(rows) if row[0] == "Группы участников")
    assert [row[0] for row in rows[heading + 1 : heading + 4]] == ["Вся выборка", "Тихореченская область", home.name]
    paper = next(
        papers[3] for papers in papers_of(TINY) if (papers[0].year, papers[0].form.key[1:3]) == (2024, ("russian", 5))
    )
    for row in rows[heading + 4 :]:
        school = next(school for school in region.schools if school.name == row[0])
        marks = paper.mark[paper.school == school.index]
        percents = [float(str(cell).replace(",", ".")) for cell in row[3:7]]
        assert row[2] == len(marks)
        assert percents == pytest.approx([100 * (marks == mark).mean() for mark in (2, 3, 4, 5)], abs=0.005)


def test_surnames_occur_in_protocols_only(written: WrittenRegion) -> None:
    surnames = re.compile(rf"\b(?:{'|'.join(SURNAMES)})а?\b")
    named = {
        path.relative_to(folder_of(written)).parts[0]
        for path in written.files
        if any(surnames.search(cell) for row in rows_of(path) for cell in row if isinstance(cell, str))
    }
    assert named == {"ГИА-9", "ГИА-11"}
    for path in written.truth.parent.iterdir():
        assert not surnames.search(path.read_text(encoding="utf-8"))


def test_one_pupil_has_one_name_and_document_in_all_exams(written: WrittenRegion) -> None:
    rows = [row for path in (folder_of(written) / "ГИА-9" / "2024").iterdir() for row in rows_of(path)]
    people = {tuple(row[10:13]): set() for row in rows if row[10]}  # type: ignore[var-annotated]
    for row in rows:
        if row[10]:
            people[tuple(row[10:13])].add((row[1], row[13], row[14]))
    documents = Counter(document for found in people.values() for document in found)
    assert max(documents.values()) == 1  # a document belongs to one name
    sittings = Counter((row[1], row[13], row[14]) for row in rows if isinstance(row[18], float) and row[1])
    assert Counter(sittings.values())[2] > 0.8 * len(sittings)


def mask_total(short: Cell, long: Cell) -> int:
    """Add up an answer mask by hand: + is 1, a digit is itself, «2(3)» is 2 of 3."""
    signs = sum(1 if sign == "+" else 0 if sign == "-" else int(sign) for sign in str(short))
    return signs + sum(int(score) for score in re.findall(r"(\d+)\(\d+\)", str(long)))


@pytest.mark.parametrize("folder", ["ГИА-9", "ГИА-11"])
def test_answer_masks_add_up_to_the_primary_score(written: WrittenRegion, folder: str) -> None:
    checked = 0
    for path in written.files:
        if folder in path.parts and "Протокол" in path.name:
            heading: Sequence[Cell] = ()
            for row in rows_of(path):
                heading = row if row[0] == "№" else heading
                if str(row[0]).removesuffix(".0").isdigit():
                    cells = dict(zip(heading, row, strict=True))
                    total = mask_total(
                        cells["Задания с кратким ответом"], cells.get("Задания с развёрнутым ответом", "")
                    )
                    assert total == int(float(str(cells["Первичный балл"])))
                    checked += 1
    assert checked > 20


def test_protocols_of_the_eleventh_grade_are_text_in_some_municipalities(written: WrittenRegion) -> None:
    home = region_of(TINY).municipalities[0]
    assert sends_text(home)
    path = folder_of(written) / "ГИА-11" / "2024" / f"01 Русский язык – {home.name}.csv"
    lines = path.read_bytes().decode("cp1251").split("\r\n")
    assert lines[0] == "01 - Русский язык 2024.05.28"
    assert lines[1].split(";")[-2:] == ["Первичный балл", "Балл"]
    assert [line.split(";")[0] for line in lines[-4:-1]] == ["Средние", "Минимальная граница", "Всего участников"]
    assert lines[-3].endswith(";10;24")
    other = region_of(TINY).municipalities[1]
    assert (folder_of(written) / "ГИА-11" / "2024" / f"Протоколы ЕГЭ – {other.name}.xlsx").is_file()


def test_an_appeal_raises_the_score_of_somebody_in_the_protocols(written: WrittenRegion) -> None:
    (path,) = (path for path in written.files if path.name.startswith("Апелляции"))
    rows = rows_of(path)
    assert rows[1][14:16] == ["Первичный балл", "Балл"]
    before = {}
    for protocol in path.parent.glob("*"):
        if protocol != path:
            before |= {tuple(map(str, row[6:11])): row[-1] for row in rows_of(protocol) if len(row) == 15}
    for row in rows[2:]:
        document = tuple(str(cell).removesuffix(".0") for cell in row[4:9])
        assert float(str(before[document])) == row[13]
        assert row[15] - row[13] == row[16] > 0  # type: ignore[operator]


def test_the_register_is_headed_by_its_contract_and_forgets_a_school(written: WrittenRegion) -> None:
    region = region_of(TINY)
    register = rows_of(folder_of(written) / "Реестр школ.xlsx")
    assert list(register[0]) == [column.heading for column in REGISTER.columns[:-4]]
    listed = {row[0]: row for row in register[1:]}
    missing = {school.code for school in schools_missing_from_the_register(region)}
    assert listed.keys() == {school.code for school in region.schools} - missing
    assert len(missing) == 1
    different = school_spelled_differently(region)
    assert listed[different.code][1] != different.name
    assert school_key(str(listed[different.code][1])) == school_key(different.name)


def test_social_passports_are_headed_by_their_contract(written: WrittenRegion) -> None:
    rows = rows_of(folder_of(written) / "Социальный паспорт школ.xlsx")
    assert list(rows[0]) == [column.heading for column in CONTEXTS.columns[:-3]]
    assert len(rows) == 1 + 2 * 11
    assert {row[1] for row in rows[1:]} == {2022, 2024}
    assert all(1 <= float(str(cell)) <= 100 for row in rows[1:] for cell in row[2:12])


def test_the_truth_tells_what_the_files_say(written: WrittenRegion) -> None:
    with (written.truth.parent / "papers.csv").open(encoding="utf-8") as stream:
        told = list(csv.DictReader(stream))
    assert sum(int(row["pupils"]) for row in told) == written.rows
    school = next(row for row in told if (row["year"], row["procedure"], row["subject"]) == ("2024", "ege", "russian"))
    paths = (folder_of(written) / "ГИА-11" / "2024").glob("01 Русский язык*.csv")
    index = next(s for s in region_of(TINY).schools if s.code == school["school"])
    scores = [int(str(row[-1])) for path in paths for row in rows_of(path) if row[2] == index.ris_code]
    assert len(scores) == int(school["pupils"])
    assert sum(score < 24 for score in scores) == int(school["below"])


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_equal_plans_give_equal_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    plan = RegionPlan(schools=4, years=(2024,), pupils_per_grade=5)
    for name in ("first", "second"):
        write_region(plan, tmp_path / name, silence)
    write_region(RegionPlan(schools=4, years=(2024,), pupils_per_grade=5, seed=7), tmp_path / "other", silence)
    first = digests(tmp_path / "first")
    assert first == digests(tmp_path / "second")
    other = digests(tmp_path / "other")
    assert not {digest for name, digest in first.items() if "ВПР" in name} & set(other.values())


def test_progress_is_told_to_its_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    write_region(RegionPlan(schools=2, years=(2024,)), tmp_path, lambda *step: told.append(step))
    ends = {what: (done, total) for what, done, total in told}
    assert ends.keys() == {"Работы учеников", "Файлы школ и муниципалитетов"}
    assert all(done == total > 0 for done, total in ends.values())


def test_a_second_region_is_not_written_over_the_first(tmp_path: Path) -> None:
    write_region(RegionPlan(schools=1, years=(2024,)), tmp_path, silence)
    before = digests(tmp_path)
    with pytest.raises(FolderInUseError, match="пустую папку"):
        write_region(RegionPlan(schools=1, years=(2024,), seed=2), tmp_path, silence)
    assert digests(tmp_path) == before


def test_primary_schools_write_in_grade_4_only() -> None:
    plan = RegionPlan(schools=60, years=(2024,))
    region = region_of(plan)
    primary = {school.index for school in region.schools if school.kind == "НОШ"}
    assert primary
    for papers in papers_of(plan):
        writing = set(np.concatenate([paper.school for paper in papers]).tolist())
        assert writing <= primary if papers[0].form.paper_grade == 4 else not writing & primary
