"""Word templates that authorities own: filling one, and saying what is wrong with one before it is used.

A template is somebody else's file: it runs in a sandbox, and every value goes in escaped.
"""

from __future__ import annotations

import hashlib
import io
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from opora.reports.wording import printable
from opora.vocabulary.obstacles import ObstacleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from docx.document import Document
    from docxtpl import DocxTemplate
    from jinja2 import Environment, nodes

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HALF_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_BROKEN_BRACES = re.compile(r"\{\s+[{%]|[}%]\s+\}")
_MISSING = re.compile(r"has no attribute '(.+)'$")
_MARKUP = re.compile(r"<[^>]+>")


class TemplateUnusableError(ObstacleError, ValueError):
    """A template cannot be filled; `problems` say why, in Russian, one sentence each."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"Шаблон «{path.name}» заполнить нельзя. " + " ".join(self.problems))


class Illustration:
    """A PNG picture for a template, as wide as the page allows and never higher than the page.

    Attributes:
        content: the PNG file.
        width_mm: width in millimetres.
        description: what it shows, for those who cannot see it.
    """

    def __init__(self, content: bytes, widest_mm: float, highest_mm: float, description: str = "") -> None:
        width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])  # the IHDR chunk of a PNG
        self.content = content
        self.description = printable(description)
        self.width_mm = min(widest_mm, highest_mm * width / height)


def filled(path: Path, fields: Mapping[str, Any], known_fields: Iterable[str]) -> bytes:
    """Return the template filled with the fields, as a .docx file.

    Values may be text, numbers, lists, dictionaries and Illustrations. Text is escaped and freed of characters that no
    document may hold; a «{{» in a value stays a «{{».

    Raises:
        TemplateUnusableError: the template has problems; see `template_problems`.
    """
    problems = template_problems(path, known_fields)
    if problems:
        raise TemplateUnusableError(path, problems)
    template = _opened(path)
    context = {name: _fit_for_word(value, template) for name, value in fields.items()}
    _render(path, template, context, known_fields)
    _hold_signatures(template.docx)
    _describe_pictures(template, [value for value in fields.values() if isinstance(value, Illustration)])
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def _render(path: Path, template: DocxTemplate, context: dict[str, Any], known_fields: Iterable[str]) -> None:
    """Fill the template, and say in words what only shows while it is filled: a field of a field that is not there."""
    from jinja2 import TemplateError

    try:
        template.render(context, jinja_env=_environment(), autoescape=True)
    except (TemplateError, TypeError) as error:
        missing = _MISSING.search(str(error))
        said = _unknown(missing[1], sorted(known_fields)) if missing else f"Тег не выполняется: {error}."
        raise TemplateUnusableError(path, [said]) from error


def _hold_signatures(document: Document) -> None:
    """Keep what stands before a signature on its page: nobody signs a page that says nothing.

    A signature begins with an empty line, without a picture, that keeps with what follows.
    """
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for paragraph in document.paragraphs:
        before = paragraph._p.getprevious()  # noqa: SLF001 - python-docx has no neighbours
        is_empty = not paragraph.text and paragraph._p.find(f".//{qn('w:drawing')}") is None  # noqa: SLF001 - nor pictures
        if before is not None and is_empty and paragraph.paragraph_format.keep_with_next:
            rows = before.findall(qn("w:tr"))
            for held in (rows[-1] if rows else before).iter(qn("w:p")):
                Paragraph(held, paragraph._parent).paragraph_format.keep_with_next = True  # noqa: SLF001 - the same


def _describe_pictures(template: DocxTemplate, illustrations: Sequence[Illustration]) -> None:
    """Give each picture its words, found by its content: the owner of a template may move and repeat pictures."""
    words = {hashlib.sha256(one.content).digest(): one.description for one in illustrations}
    for shape in template.docx.inline_shapes:
        content = template.docx.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob  # noqa: SLF001 - python-docx has no alternative text
        description = words.get(hashlib.sha256(content).digest())
        if description:
            shape._inline.docPr.set("descr", description)  # noqa: SLF001 - the same


def _opened(path: Path) -> DocxTemplate:
    from docxtpl import DocxTemplate

    template = DocxTemplate(path)
    template.init_docx()
    return template


def _environment() -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _fit_for_word(value: Any, template: DocxTemplate) -> Any:
    from docx.shared import Mm
    from docxtpl import InlineImage

    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Illustration):
        return InlineImage(template, io.BytesIO(value.content), width=Mm(value.width_mm))
    if isinstance(value, dict):
        return {name: _fit_for_word(inner, template) for name, inner in value.items()}
    if isinstance(value, list):
        return [_fit_for_word(inner, template) for inner in value]
    return value


# --- the check ----------------------------------------------------------------------------------------------------


def template_problems(path: Path, known_fields: Iterable[str]) -> list[str]:
    """Return what is wrong with a template, in Russian, one sentence each; an empty list means it can be used.

    Args:
        path: the template.
        known_fields: names that may be used; fields of the rows of a list are written «listed.name».
    """
    try:
        template = _opened(path)
        parts = [template.patch_xml(xml) for xml in _parts(template)]
    except Exception:  # noqa: BLE001 - python-docx raises whatever a damaged package provokes
        return [f"Файл «{path.name}» не открывается как документ Word. Сохраните его в Word в формате .docx."]
    torn = [problem for xml in _parts(template) for problem in _torn_tags(xml)]
    return torn or [problem for xml in parts for problem in _problems_of(xml, sorted(known_fields))]


def _parts(template: DocxTemplate) -> Iterator[str]:
    """Yield the XML of the body, the headers and the footers."""
    yield template.get_xml()
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.get_part_xml(part)


def _torn_tags(xml: str) -> Iterator[str]:
    """Yield tags that begin in one paragraph and do not end in it, and braces with a space between them."""
    for paragraph in re.findall(r"<w:p[ >].*?</w:p>", xml, re.DOTALL):
        words = "".join(re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", paragraph, re.DOTALL))
        if _HALF_TAG.search(_TAG.sub("", words)):
            yield (
                f"Тег начат и не закончен в одном абзаце: «{_excerpt(words)}». "
                "Наберите его заново целиком, без переноса строки."
            )
        elif _BROKEN_BRACES.search(words):
            yield f"Между скобками тега стоит пробел: «{_excerpt(words)}». Уберите пробел."


def _problems_of(xml: str, known: Sequence[str]) -> list[str]:
    from jinja2 import TemplateSyntaxError

    environment = _environment()
    numbered = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)
    try:
        tree = environment.parse(numbered)
    except TemplateSyntaxError as error:
        place = _MARKUP.sub("", numbered.splitlines()[error.lineno - 1]).strip() if error.lineno else ""
        near = f" около «{_excerpt(place)}»" if place else ""
        return [
            (
                f"Тег записан с опечаткой{near} ({error.message}). Проверьте, что у каждого «for» есть «endfor», "
                "а у каждого «if» – «endif»."
            )
        ]
    return [*_unknown_names(tree, known), *_unknown_row_fields(tree, known)]


def _unknown_names(tree: nodes.Template, known: Sequence[str]) -> list[str]:
    from jinja2 import meta

    plain_names = sorted({name.partition(".")[0] for name in known})
    unknown = sorted(meta.find_undeclared_variables(tree) - set(plain_names))
    return [_unknown(name, plain_names) for name in unknown]


def _unknown_row_fields(tree: nodes.Template, known: Sequence[str]) -> list[str]:
    """Return what is wrong with «row.nmae» inside «for row in listed»; each loop is judged by its own rows."""
    from jinja2 import nodes

    problems: dict[str, None] = {}
    for loop in tree.find_all(nodes.For):
        if not (isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name)):
            continue
        fields = [name for name in known if name.startswith(f"{loop.iter.name}.")]
        for access in loop.find_all(nodes.Getattr):
            if isinstance(access.node, nodes.Name) and access.node.name == loop.target.name:
                full = f"{loop.iter.name}.{access.attr}"
                if full not in fields:
                    problems[_unknown(full, fields)] = None
    return list(problems)


def _unknown(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1)
    hint = f" Может быть, «{close[0]}»?" if close else ""
    return f"Поле «{name}» неизвестно; есть: {', '.join(known) or 'полей нет'}.{hint}"


def _excerpt(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"  # noqa: PLR2004 - what fits one line of a screen
