"""Numbers that Word shows and nobody typed: counted as Word counts them."""

from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

_VALUE, _LEVEL, _ID = qn("w:val"), qn("w:ilvl"), qn("w:numId")
_DEEPEST = 9
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_MOST_ROMAN = 4000


class Numbering:
    """The counters of one document's lists."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        """Take the root elements of numbering.xml and styles.xml, where the document has them."""
        self._abstract: dict[str, Any] = {}
        self._lists: dict[str, tuple[str, dict[int, Any]]] = {}
        self._of_styles: dict[str, tuple[str, int]] = {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._restarted: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_lists(self, numbering: Any) -> None:
        self._abstract = {one.get(qn("w:abstractNumId")): one for one in numbering.iter(qn("w:abstractNum"))}
        for one in numbering.iter(qn("w:num")):
            of = one.find(qn("w:abstractNumId"))
            overrides = {_whole(over.get(_LEVEL)): over for over in one.iter(qn("w:lvlOverride"))}
            if of is not None:
                self._lists[one.get(_ID)] = (of.get(_VALUE), overrides)

    def _read_styles(self, styles: Any) -> None:
        for style in styles.iter(qn("w:style")):
            found = _list_and_level(style.find(qn("w:pPr")))
            if found is not None:
                self._of_styles[style.get(qn("w:styleId"))] = found

    def mark_of(self, paragraph: Any) -> str:
        """Return the number or letter Word shows before the paragraph, «» where there is none; counts it."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return ""
        found = _list_and_level(properties)
        if found is None:
            style = properties.find(qn("w:pStyle"))
            found = self._of_styles.get(style.get(_VALUE)) if style is not None else None
        if found is None or found[0] not in self._lists:
            return ""
        return self._counted(*found)

    def _counted(self, of_list: str, level: int) -> str:
        abstract, overrides = self._lists[of_list]
        counters = self._counters[abstract]
        if (of_list, level) not in self._restarted and _restart(overrides.get(level)) is not None:
            counters.pop(level, None)
        self._restarted.add((of_list, level))
        start = self._start(abstract, overrides, level)
        counters[level] = counters.get(level, start - 1) + 1
        for deeper in [one for one in counters if one > level]:
            del counters[deeper]
        return self._written(abstract, overrides, level)

    def _start(self, abstract: str, overrides: dict[int, Any], level: int) -> int:
        restarted = _restart(overrides.get(level))
        if restarted is not None:
            return restarted
        shape = self._shape(abstract, overrides, level)
        start = None if shape is None else shape.find(qn("w:start"))
        return 1 if start is None else _whole(start.get(_VALUE))

    def _shape(self, abstract: str, overrides: dict[int, Any], level: int) -> Any | None:
        for owner in (overrides.get(level), self._abstract.get(abstract)):
            if owner is not None:
                for shape in owner.findall(qn("w:lvl")):
                    if _whole(shape.get(_LEVEL)) == level:
                        return shape
        return None

    def _written(self, abstract: str, overrides: dict[int, Any], level: int) -> str:
        shape = self._shape(abstract, overrides, level)
        pattern = _value_of(shape, "w:lvlText")
        if shape is None or _value_of(shape, "w:numFmt") in {"bullet", "none"}:
            return ""
        text = pattern
        for one in range(level + 1):
            count = self._counters[abstract].get(one, 1)
            style = _value_of(self._shape(abstract, overrides, one), "w:numFmt")
            text = text.replace(f"%{one + 1}", _spelt(count, style))
        return text.strip()


def _list_and_level(properties: Any | None) -> tuple[str, int] | None:
    numbered = None if properties is None else properties.find(qn("w:numPr"))
    if numbered is None or numbered.find(_ID) is None:
        return None
    level = numbered.find(_LEVEL)
    return numbered.find(_ID).get(_VALUE), 0 if level is None else _whole(level.get(_VALUE))


def _restart(override: Any | None) -> int | None:
    start = None if override is None else override.find(qn("w:startOverride"))
    return None if start is None else _whole(start.get(_VALUE))


def _value_of(shape: Any | None, tag: str) -> str:
    found = None if shape is None else shape.find(qn(tag))
    return "" if found is None else found.get(_VALUE) or ""


def _whole(digits: str | None) -> int:
    """Return a small whole number; what a damaged document says instead is 0."""
    return (
        min(int(digits), 32_767) if digits and digits.isascii() and digits.isdigit() and len(digits) < _DEEPEST else 0
    )


def _spelt(count: int, style: str) -> str:
    if style in {"russianLower", "russianUpper"}:
        letters = _RUSSIAN[(count - 1) % len(_RUSSIAN)]
    elif style in {"lowerLetter", "upperLetter"}:
        letters = _LATIN[(count - 1) % len(_LATIN)]
    elif style in {"lowerRoman", "upperRoman"} and 0 < count < _MOST_ROMAN:
        letters = _roman(count).lower()
    else:
        return f"{count:02}" if style == "decimalZero" else str(count)
    return letters.upper() if style.startswith("upper") or style.endswith("Upper") else letters


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written
