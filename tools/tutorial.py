"""What the tutorial shows of each command, brought up to date: `python tools/tutorial.py`.

The commands of the page are run in an empty folder. Lines of the page are found again in what was printed, exactly or
as the nearest ones; what is left out on the page («…») stays left out. Sentences around the blocks are for people to
read again afterwards.
"""

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from opora.cli.app import run

TUTORIAL = Path(__file__).resolve().parents[1] / "docs" / "tutorial" / "first-list.md"
COLUMNS = "120"
_LEFT_OUT = "…"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:]{5,}(?:\+[\d:]+| UTC)?|\b[0-9a-f]{12,64}\b")  # or a fingerprint
#: How the program calls itself depends on how it was called; the page calls it by its name.
_CALLED = re.compile(r"(?:\S*python\S* -m |\S*/bin/)(?=opora )")
_NEAR, _SHOWN_BETWEEN = 0.5, 8


def steps(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a block with the lines shown of it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield command, shown


def blocks() -> list[str]:
    """Return the blocks of the page that are run."""
    return _BLOCK.findall(TUTORIAL.read_text(encoding="utf-8"))


def printed(command: str) -> list[str]:
    """Run a command of the page in the current folder; return the lines it prints, blank ones left out."""
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        run(shlex.split(command)[1:])
    lines = (said.getvalue() + complained.getvalue()).replace("\u00a0", " ").splitlines()
    return [_CALLED.sub("", line.rstrip()) for line in lines if line.strip()]


def without_moments(line: str) -> str:
    """Return the line with every moment alike, blanks brought to one."""
    return " ".join(_MOMENT.sub("момент", line.replace("\u00a0", " ")).split())


def refreshed(shown: Sequence[str], lines: Sequence[str]) -> list[str]:
    """Return what to show of the lines printed, given what was shown before."""
    fresh: list[str] = []
    rest, is_left_out = list(lines), False
    for old in filter(str.strip, shown):
        if old.strip() == _LEFT_OUT:
            is_left_out = True
            continue
        place = _nearest(old, rest)
        if place is not None:
            fresh += _between(rest[:place], is_left_out=is_left_out)
            is_same = without_moments(old) == without_moments(rest[place])
            fresh.append(old if is_same else rest[place])
            rest, is_left_out = rest[place + 1 :], False
    return fresh + _between(rest, is_left_out=is_left_out)


def _nearest(old: str, rest: Sequence[str]) -> int | None:
    alike = [SequenceMatcher(None, without_moments(old), without_moments(line)).ratio() for line in rest]
    best = max(alike, default=0.0)
    return alike.index(best) if best >= _NEAR else None


def _between(lines: Sequence[str], *, is_left_out: bool) -> list[str]:
    return [_LEFT_OUT] if lines and (is_left_out or len(lines) > _SHOWN_BETWEEN) else list(lines)


def main() -> None:
    """Write the page anew."""
    page = TUTORIAL.read_text(encoding="utf-8")
    os.environ["COLUMNS"] = COLUMNS
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for block in blocks():
            parts = [
                "\n".join([f"$ {command}", *refreshed(shown, printed(command))]) + "\n"
                for command, shown in steps(block)
            ]
            page = page.replace(block, "".join(parts))
    TUTORIAL.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
