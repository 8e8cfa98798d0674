"""The words of a Word paragraph as an accepted document would show them.

Tracked insertions are kept and deletions dropped; hidden text, field codes and comments are no words of the document.
"""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_TEXT, _RUN = qn("w:t"), qn("w:r")
#: What stands in a run instead of letters; a paragraph within a paragraph is one of a text box.
_SIGNS = {
    qn("w:tab"): " ", qn("w:sym"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:p"): "\n", qn("w:noBreakHyphen"): "-",
}  # fmt: skip
_HIDDEN, _VALUE = (qn("w:vanish"), qn("w:webHidden")), qn("w:val")
_PROPERTIES = qn("w:rPr")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DROPPED = frozenset({
    qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:delText"), _FALLBACK,
})  # fmt: skip
_OFF = frozenset({"0", "false", "off", "none"})


def paragraph_words(paragraph: Any) -> str:
    """Return the words of a paragraph element; line breaks stay; paragraphs of text boxes come after a break."""
    return "".join(_pieces(paragraph)).strip("\n")


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            yield child.text or ""
        elif tag not in _DROPPED and not (tag == _RUN and _is_hidden(child)):
            yield _SIGNS.get(tag, "")
            yield from _pieces(child)


def _is_hidden(run: Any) -> bool:
    properties = run.find(_PROPERTIES)
    return properties is not None and any(is_on(properties.find(tag)) for tag in _HIDDEN)


def is_on(switch: Any) -> bool:
    """Tell whether a switch of Word stands and is not switched off."""
    return switch is not None and (switch.get(_VALUE) or "").casefold() not in _OFF
