"""The receipt in words for a terminal: a line a file, then what to correct, then totals."""

from collections.abc import Iterable, Sequence

from opora.reports.wording import DASH, grouped, printable, row_ranges
from opora.tables.receipt import FileReceipt, ProblemRecord, Receipt
from opora.vocabulary.problem_kinds import Severity
from opora.vocabulary.problems import FILE_STATUS_IN_RUSSIAN, FileStatus
from opora.vocabulary.spelling import counted, plural

_MOST_FOUND = 5
_MOST_FILES = 24
_QUIET = frozenset({FileStatus.ACCEPTED, FileStatus.ALREADY_KNOWN})


def receipt_lines(receipt: Receipt) -> list[str]:
    """Return the whole receipt as lines of plain text, without any markup.

    Of many files only those something is said of are named; the others are counted in the totals.
    """
    loud = [one for one in receipt.files if one.problems or one.status not in _QUIET]
    files = [file_line(one) for one in (loud if len(receipt.files) > _MOST_FILES else receipt.files)]
    problems = [line for one in receipt.files for line in _file_problems(one)]
    gap = [""] if files else []
    return [printable(line) for line in [*files, *problems, *gap, *total_lines(receipt)]]


def file_line(one: FileReceipt) -> str:
    """Return what became of one file: «vpr/5a_math.xlsx – принят: 22 строки, 2024 год»."""
    said = [counted(one.rows, "строка", "строки", "строк")] if one.rows else []
    said += [f"{one.year} год"] if one.year else []
    blocking = sum(problem.severity is Severity.BLOCKS for problem in one.problems)
    warning = len(one.problems) - blocking
    said += [f"исправить: {counted(blocking, 'место', 'места', 'мест')}"] if blocking else []
    said += [f"обратить внимание: {counted(warning, 'место', 'места', 'мест')}"] if warning else []
    line = f"{one.file} {DASH} {FILE_STATUS_IN_RUSSIAN[one.status]}"
    return f"{line}: {', '.join(said)}" if said else line


def _file_problems(one: FileReceipt) -> list[str]:
    lines = problem_lines(one.problems)
    return ["", f"{one.file}:", *lines] if lines else []


def problem_lines(problems: Sequence[ProblemRecord]) -> list[str]:
    """Return the problems of one file, what blocks first; problems alike in kind and column stand together.

    The first is said in full, the others by their rows: «ещё 23 такие же строки: 15–37».
    """
    groups: dict[tuple[str, str | None, str | None], list[ProblemRecord]] = {}
    for problem in sorted(problems, key=lambda problem: problem.severity is not Severity.BLOCKS):
        groups.setdefault((problem.code, problem.sheet, problem.column), []).append(problem)
    return [line for alike in groups.values() for line in _group_lines(alike)]


def _group_lines(alike: Sequence[ProblemRecord]) -> list[str]:
    first, others = alike[0], alike[1:]
    mark = "исправить" if first.severity is Severity.BLOCKS else "внимание"
    lines = [f"  [{mark}] {first.text}"]
    if others:
        lines.append(f"      {_others(first, others)}")
    return lines


def _others(first: ProblemRecord, others: Sequence[ProblemRecord]) -> str:
    number = len(others)
    rows = [problem.row for problem in others if problem.row is not None]
    if not rows:
        return f"ещё {number} {plural(number, 'такое же', 'таких же', 'таких же')}"
    words = plural(number, "такая же строка", "такие же строки", "таких же строк")
    return f"ещё {number} {words}: {row_ranges(rows, 10)}{_other_values(first, others)}"


def _other_values(first: ProblemRecord, others: Iterable[ProblemRecord]) -> str:
    """Return what stands in the other cells, where it differs from the first."""
    values = [value for value in dict.fromkeys(problem.found for problem in others) if value and value != first.found]
    if not values:
        return ""
    shown = ", ".join(f"«{value}»" for value in values[:_MOST_FOUND])
    return f" (найдено также {shown}{' и другое' if len(values) > _MOST_FOUND else ''})"


def total_lines(receipt: Receipt) -> list[str]:
    """Return the totals: files by what became of them, rows, problems, release."""
    files = receipt.files
    counts = {status: sum(one.status is status for one in files) for status in FileStatus}
    kinds = "; ".join(
        f"{FILE_STATUS_IN_RUSSIAN[status]} {DASH} {number}" for status, number in counts.items() if number
    )
    rows = sum(one.rows for one in files)
    problems = sum(len(one.problems) for one in files)
    total = f"Всего файлов: {len(files)}{f' ({kinds})' if kinds else ''}."
    taken = (
        f"Принято {grouped(rows)} {plural(rows, 'строка', 'строки', 'строк')}, замечаний {DASH} {grouped(problems)}."
    )
    return [total, taken, _release(receipt)]


def _release(receipt: Receipt) -> str:
    if receipt.release is None:
        return "Выпуска пока нет: ни один файл ещё не принят."
    if receipt.release == receipt.previous_release:
        return f"Выпуск прежний: {receipt.release}."
    before = f" (прежний {DASH} {receipt.previous_release})" if receipt.previous_release is not None else ""
    return f"Новый выпуск: {receipt.release}{before}."
