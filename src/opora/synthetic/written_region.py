"""The whole region as files: who, why, what they wrote – and the truth beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from opora.synthetic.files_gia import gia_files
from opora.synthetic.files_register import register_files
from opora.synthetic.files_skills import skills_file
from opora.synthetic.files_statistics import statistics_files
from opora.synthetic.files_vpr import vpr_files
from opora.synthetic.papers import forms_of
from opora.synthetic.plan import RegionPlan
from opora.synthetic.region import Region, made_up_region
from opora.synthetic.told_truth import outcome_of, write_truth
from opora.synthetic.truth import Truth, hidden_truth
from opora.synthetic.writing import WrittenPaper, draw_paper, groups_by_municipality

#: What is being done, how much of it is done, how much there is.
Progress = Callable[[str, int, int], None]


class FolderInUseError(FileExistsError):
    """The folder already holds a region; a second one in it could not be told from the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"В папке {folder} уже есть файлы. Укажите пустую папку.")


@dataclass(frozen=True)
class WrittenRegion:
    """What was written.

    Attributes:
        files: what a district would send, or the tables, in the order written.
        truth: the file with the truth of each school.
        rows: how many results of pupils there are.
    """

    files: tuple[Path, ...]
    truth: Path
    rows: int


def write_region(plan: RegionPlan, out: Path, progress: Progress) -> WrittenRegion:
    """Write the region as the files districts hold, below `out/files`, and its truth below `out/truth`.

    Raises:
        FolderInUseError: one of the two folders is not empty.
    """
    folder, truth_folder = empty_folder(out / "files"), empty_folder(out / "truth")
    region = made_up_region(plan)
    truth = hidden_truth(region)
    written = _write_papers(region, truth, progress)
    schools, _ = write_truth(region, truth, [outcome_of(region, truth, papers) for papers in written], truth_folder)
    papers = [paper for groups in written for paper in groups]
    sendings = [
        *register_files(region, truth),
        *vpr_files(region, papers),
        *statistics_files(region, truth, papers),
        skills_file(papers),
        *gia_files(region, papers),
    ]
    files = []
    for done, sending in enumerate(sendings, start=1):
        files.append(sending.write_below(folder))
        progress("Файлы школ и муниципалитетов", done, len(sendings))
    return WrittenRegion(tuple(files), schools, sum(len(paper.school) for paper in papers))


def empty_folder(folder: Path) -> Path:
    """Return the folder, made if need be.

    Raises:
        FolderInUseError: something is in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderInUseError(folder)
    return folder


def _write_papers(region: Region, truth: Truth, progress: Progress) -> Sequence[Sequence[WrittenPaper]]:
    """Return every paper of every year, each as one list with one group of schools a municipality."""
    groups = groups_by_municipality(region)
    papers = [(form, year) for year in region.plan.years for form in forms_of(year, region.plan.items)]
    written = []
    for done, (form, year) in enumerate(papers, start=1):
        written.append([draw_paper(region, truth, form, year, group) for group in groups])
        progress("Работы учеников", done, len(papers))
    return written
