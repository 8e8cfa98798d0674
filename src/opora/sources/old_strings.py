"""The strings of an old .xls book, kept one after another over as many records as they need. Source: [MS-XLS]."""

import struct
from collections.abc import Iterable

from opora.sources.ole_chains import ChainBrokenError

_WIDE, _HAS_PHONETICS, _HAS_FONTS = 1, 4, 8  # bits that tell how a string is kept
_FONT_CHANGE_SIZE = 4


def refuse_torn_strings(records: Iterable[bytes]) -> None:
    """Walk over all strings.

    Args:
        records: what the list of strings and its continuations hold, without the counts before the first string.

    Raises:
        ChainBrokenError: a string goes on beyond the last record, or its own head is torn.
        struct.error: the same.
    """
    strings = _Strings(records)
    while strings.has_more():
        strings.pass_one()


class _Strings:
    def __init__(self, records: Iterable[bytes]) -> None:
        self._following = iter(records)
        self._left = memoryview(b"")

    def has_more(self) -> bool:
        """Tell whether anything is left, here or in the next record."""
        while not self._left:
            following = next(self._following, None)
            if following is None:
                return False
            self._left = memoryview(following)
        return True

    def pass_one(self) -> None:
        """Pass over one string with the changes of font and the phonetic signs kept behind it."""
        letters, flags = self._taken("<HB")
        (fonts,) = self._taken("<H") if flags & _HAS_FONTS else (0,)
        (phonetics,) = self._taken("<I") if flags & _HAS_PHONETICS else (0,)
        letters -= self._passed(letters, 1 + (flags & _WIDE))
        while letters:
            self._go_on()
            (flags,) = self._taken("B")
            letters -= self._passed(letters, 1 + (flags & _WIDE))
        behind = fonts * _FONT_CHANGE_SIZE + phonetics
        while behind:
            self._go_on()
            behind -= self._passed(behind)

    def _taken(self, form: str) -> tuple[int, ...]:
        numbers = struct.unpack_from(form, self._left)
        self._left = self._left[struct.calcsize(form) :]
        return numbers

    def _passed(self, wanted: int, width: int = 1) -> int:
        """Pass over as much of what is wanted as this record holds."""
        here = min(wanted, len(self._left) // width)
        self._left = self._left[here * width :]
        return here

    def _go_on(self) -> None:
        if not self.has_more():
            raise ChainBrokenError
