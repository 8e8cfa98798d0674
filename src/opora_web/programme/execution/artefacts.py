"""Which artefacts a measure's expected result names: what has to be shown before «done» is proven."""

import re
from collections.abc import Iterable

from opora_web.programme.execution.models import EvidenceKind
from opora_web.programme.roadmap.models import RoadmapMeasure

_MADE = r"(?:разраб|обновл|составл|утвержд|откорректир|скорректир|корректиров|актуализ|подготовл|принят)\w*"
_PLAN_ITSELF = r"^(?:план|программ)[ыа]?\b"
_PAPERS = r"(?:план|программ|проект|карт[аыу]\b|комплекс\w* мер|иппр\b|иом\b|маршрут)"

#: What is named → by which words. The words of the expected result count; where it is empty, those of the measure.
_NAMED: tuple[tuple[EvidenceKind, str], ...] = (
    (EvidenceKind.ORDER, r"\bприказ|\bраспоряжени|\bпостановлени"),
    (
        EvidenceKind.ATTENDANCE,
        r"(?:лист|список|списк)\w* (?:присутст|регистрац|участник|явк)|(?:явочн|регистрационн)\w* лист",
    ),
    (EvidenceKind.NOTE, r"\bсправк|аналитическ\w* (?:записк|отч[её]т|матери)|\bотч[её]т(?:ы|а|ом)?\b"),
    (EvidenceKind.LESSON_CARD, r"(?:карт|лист)\w* (?:посещ[её]н|наблюден|анализ)\w*\s(?:\w+\s){0,2}?урок"),
    (
        EvidenceKind.BEFORE_AFTER,
        (
            r"до и после|(?:увеличени|повышени|снижени|уменьшени|рост)\w* (?:\w+ ){0,3}?"
            r"(?:дол[яи]|процент|количеств|числ)"
            r"|положительн\w* динамик"
        ),
    ),
    (EvidenceKind.PLAN, rf"{_PLAN_ITSELF}|{_MADE}\s[^.;]{{0,80}}?{_PAPERS}|{_PAPERS}[^.;]{{0,80}}?\s{_MADE}"),
    (EvidenceKind.MINUTES, r"\bпротокол"),
    (EvidenceKind.PUBLICATION, r"размещ\w*[^.;]{0,80}?сайт|сайт[^.;]{0,80}?размещ|опубликован|публикаци"),
)
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _NAMED)
#: A paper that only is the ground of something is not its result: «в соответствии с приказом министерства».
_GROUND = re.compile(
    r"(?:соответстви\w* с|основани\w|согласно|во исполнение|утвержд[её]нн\w+)\s+\w*\s?$", re.IGNORECASE
)


def named_artefacts(measure: RoadmapMeasure) -> tuple[EvidenceKind, ...]:
    """Return the artefacts a measure asks for; none where its words name none – then any accepted one proves it."""
    text = measure.expected.strip() or measure.name
    return tuple(kind for kind, pattern in _PATTERNS if _is_named(pattern.finditer(text), text))


def _is_named(found: Iterable[re.Match[str]], text: str) -> bool:
    return any(not _GROUND.search(text[: match.start()]) for match in found)
