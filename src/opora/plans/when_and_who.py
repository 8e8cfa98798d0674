"""A cell that holds a deadline and parties together: «Октябрь, ИМЦ», «до 1 июня Управление образования»."""

import re

from opora.deadlines import Kind, read_deadline

_SEPARATORS = ",;\n "
_PIECE = re.compile(r"[^,;\n]+[,;\n]*\s*")


def told_apart(cell: str) -> tuple[str, str]:
    """Return what a cell says of time and, apart from it, the parties it names.

    Args:
        cell: a cell of the column «Сроки, ответственные», its lines apart by line ends.
    """
    halves = [_cut(piece) for piece in _PIECE.findall(cell)]
    when, rest = ("".join(half[side] for half in halves).strip(_SEPARATORS) for side in (0, 1))
    return when, rest


def _cut(piece: str) -> tuple[str, str]:
    """Return the words of a piece that tell time, and those before or after them that tell none."""
    if not _tells_time(piece):
        return "", piece
    words = re.findall(r"\S+\s*", piece)
    cuts = [("".join(words[:place]), "".join(words[place:])) for place in range(len(words) + 1)]
    clean = [
        (when, who) for cut in cuts for when, who in (cut, cut[::-1])
        if _tells_time(when) and read_deadline(when, None).unread is None and not _tells_time(who)
    ]  # fmt: skip
    return max(clean, key=lambda half: len(half[0]), default=(piece, ""))


def _tells_time(words: str) -> bool:
    found = read_deadline(words, None)
    return found.kind != Kind.UNPARSEABLE and found.subkind != "by_agreement"
