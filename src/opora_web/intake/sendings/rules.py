"""What may become of a sending, and what a sender's file may be called. Nothing here asks the database."""

import unicodedata
from collections import Counter
from pathlib import PurePosixPath

from opora.tables.receipt import FileReceipt, Receipt
from opora.vocabulary.problem_kinds import Severity
from opora.vocabulary.problems import FileStatus
from opora_web.intake.models import SendingState

#: A worker is at it, or will be.
MOVING = frozenset({SendingState.QUEUED, SendingState.CHECKING, SendingState.TAKING})
#: Nothing of it is in a release yet, so it can simply be put away.
WITHDRAWABLE = frozenset({SendingState.QUEUED, SendingState.CHECKING, SendingState.WAITS, SendingState.STOPPED})
#: What is left of it are its files: they can be sent once more.
REPEATABLE = frozenset({SendingState.UNDONE, SendingState.REFUSED, SendingState.KNOWN})

LONGEST_NAME = 200
_LONGEST_ENDING = 10
_IN = frozenset({FileStatus.ACCEPTED, FileStatus.SUPERSEDED_OLDER})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_REGISTER = "school-register"


def files_in(receipt: Receipt) -> list[FileReceipt]:
    """Return the files whose rows go in."""
    return [file for file in receipt.files if file.status in _IN]


def is_known_already(receipt: Receipt) -> bool:
    """Tell whether there are files and every one had been taken in before."""
    return bool(receipt.files) and all(file.status is FileStatus.ALREADY_KNOWN for file in receipt.files)


def problem_counts(receipt: Receipt) -> Counter[Severity]:
    """Return how many problems of each severity there are."""
    return Counter(problem.severity for file in receipt.files for problem in file.problems)


def warnings_to_settle(receipt: Receipt) -> int:
    """Return how many warnings stand at files that would go in: what a person has to look at first."""
    return sum(len(file.problems) for file in files_in(receipt))


def changes_register(receipt: Receipt) -> bool:
    """Tell whether the files would change the register of schools."""
    return any(file.source == _REGISTER for file in files_in(receipt))


def schools_named(receipt: Receipt) -> set[str]:
    """Return the codes of the schools the files speak of."""
    return {school for file in files_in(receipt) for school in file.schools}


def cleaned_name(text: str) -> str:
    """Return a sender's path as it may be kept and shown: no way out of its folder, no unseen signs, not endless.

    Signs that turn the direction of writing or move the cursor are left out: they make «…xslx.exe» look like a book.
    """
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) not in _UNSEEN)
    parts = (part.strip() for part in seen.replace("\\", "/").split("/"))
    kept = [part for part in parts if part.strip(".") and not part.endswith(":")]
    name = "/".join(kept) or "без имени"
    if len(name) <= LONGEST_NAME:
        return name
    ending = PurePosixPath(name).suffix[:_LONGEST_ENDING]
    return name[: LONGEST_NAME - len(ending) - 1] + "…" + ending


def told_apart(names: list[str]) -> list[str]:
    """Return the names with a number behind each that has been before: two folders may both hold «5 класс.xlsx»."""
    taken: set[str] = set()
    return [_free_name(name, taken) for name in names]


def _free_name(name: str, taken: set[str]) -> str:
    path, number, free = PurePosixPath(name), 2, name
    while free in taken:
        free = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        number += 1
    taken.add(free)
    return free
