"""The documents in a real office program: they open, and their pages say what they should."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from opora.reports.letter_document import letter_document
from opora.reports.list_document import list_document
from opora.reports.list_workbook import list_workbook
from opora.reports.minutes_document import MeetingLetter, meeting_letter, minutes_document
from opora.reports.period_report import ReportTemplate, report_document
from opora.reports.plan_document import plan_document
from opora.reports.plan_workbook import plan_workbook
from opora.reports.receipt_workbook import commented_copy, receipt_book
from tests.plans.written import plan, row
from tests.reports import samples
from tests.reports.test_minutes_document import DAY, MINUTES, SHOWN
from tests.reports.test_period_report import REPORT, TEMPLATES
from tests.reports.test_receipt import marks, sent

OFFICE, READER = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (OFFICE and READER), reason="LibreOffice (soffice) or pdftotext is not installed here"),
]


def pages(folder: Path, name: str, content: bytes) -> str:
    """Return the text of the document as the office program prints it."""
    assert OFFICE is not None
    assert READER is not None
    (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    printed = folder / f"{Path(name).stem}.pdf"
    said = subprocess.run([READER, "-layout", str(printed), "-"], check=True, capture_output=True, timeout=60)
    return said.stdout.decode().replace("\u00a0", " ")


def test_word_documents_open_with_hostile_names_and_number_their_pages(tmp_path: Path) -> None:
    said = pages(tmp_path, "list.docx", list_document(samples.renamed(samples.HOSTILE_NAMES)))
    assert "ПЕРЕЧЕНЬ" in said
    assert "{{ 7*7 }}" in said
    first, second, *_ = said.split("\f")
    assert second.strip().startswith("2")
    assert not first.strip().startswith("1")


def test_the_heading_of_a_long_table_repeats_on_each_page(tmp_path: Path) -> None:
    one = samples.district()[0]
    many = [one.model_copy(update={"school": f"s{number}", "name": f"СОШ № {number}"}) for number in range(40)]
    said = pages(tmp_path, "list.docx", list_document(samples.identification(many)))
    listed = [page for page in said.split("\f") if "СОШ №" in page and "Низких" in page]
    assert len(listed) > 5
    assert all("Муниципалитет" in page for page in listed)


def test_the_letter_fits_a_few_pages(tmp_path: Path) -> None:
    said = pages(tmp_path, "letter.docx", letter_document(samples.explanation()))
    assert "Уважаемый руководитель!" in said
    assert len(said.strip("\f").split("\f")) <= 3


def test_the_heading_of_a_plan_repeats_on_each_page_and_pages_are_numbered(tmp_path: Path) -> None:
    rows = [row(f"{number}.", f"Провести семинар {number} для {{{{ учителей }}}}") for number in range(1, 150)]
    said = pages(tmp_path, "plan.docx", plan_document(plan(("Кадры",), *rows)))
    shown = [page for page in said.split("\f") if "семинар" in page]
    assert len(shown) > 2
    assert all("Ответственные" in page for page in shown)
    assert all(page.strip().startswith(str(number)) for number, page in enumerate(shown[1:], start=2))
    assert "{{ учителей }}" in said


def test_workbooks_open(tmp_path: Path) -> None:
    copy = commented_copy(sent(), marks(15))
    assert copy is not None
    assert "Перечень школ" in pages(tmp_path, "list.xlsx", list_workbook(samples.identification()))
    assert "Замечания" in pages(tmp_path, "plan.xlsx", plan_workbook(plan(row(1))))
    assert "Присланные файлы" in pages(tmp_path, "receipt.xlsx", receipt_book(samples.receipt()))
    assert "Непонятная отметка" in pages(tmp_path, "copy.xlsx", copy)


def test_minutes_and_letters_open_and_say_who_does_what_until_when(tmp_path: Path) -> None:
    said = pages(tmp_path, "minutes.docx", minutes_document(MINUTES))
    assert "ПРОТОКОЛ" in said
    assert "Срок: 25.12.2026." in " ".join(said.split())
    assert "{{ 7*7 }}" in said
    letter = MeetingLetter("Управление", "МБОУ СОШ № 3", "часа контроля", DAY, "7", "Орлова М. В.", (SHOWN,))
    said = pages(tmp_path, "meeting-letter.docx", meeting_letter(letter))
    assert "Показать урок" in said
    assert len(said.strip("\f").split("\f")) == 1


@pytest.mark.parametrize("template", TEMPLATES)
def test_reports_open_with_their_picture_and_repeat_the_heading_of_long_tables(
    template: ReportTemplate, tmp_path: Path
) -> None:
    many = replace(REPORT, measures=[REPORT.measures[0]] * 120)
    said = pages(tmp_path, f"{template}.docx", report_document(many, template)).split("\f")
    listed = [page for page in said if "Семинар <script>" in page]
    assert len(listed) > 2
    assert all("Мероприятие" in page for page in listed)
    assert any("Рисунок 1." in page for page in said)
