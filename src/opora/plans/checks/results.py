"""A measure's result can be shown: a document, a number, an event – not a wish."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from opora.plans.remarks import remark, remark_on
from opora.tables.plan import Measure, Plan, PlanProblem
from opora.vocabulary.spelling import plain

#: Documents and traces by which an execution is shown.
_ARTEFACT = re.compile(
    r"приказ|распоряжени|постановлени|справк|отч[её]т|протокол|план(?!ир)|список|списк|перечен|перечн|положени|программ|"
    r"карт[аы]|договор|соглашени|сайт|опубликован|размещен|сертификат|удостоверени|аналитическ\w+ (?:записк|материал)|"
    r"записк|материал|сборник|рекомендаци|методичк|график|реестр|банк|баз[аы] |журнал|лист\w*|анкет|диагност\w+ карт|"
    r"маршрут|иппр|иом|ипр|паспорт|концепци|дорожн|модел[ьи]|показатели|решени[яе]|заявк|письм|буклет|видео|презентаци|"
    r"проект|цикл\w* |комплекс мер|комплекта|фонд|кейс|ссылк|фото|скриншот|свидетельств|памятк|стенд|сценари|конспект|"
    r"чек-лист|\bакт\b",
    re.IGNORECASE,
)
#: A number, or what is counted: «Доля прошедших курсы», but not «Увеличение доли».
_COUNTED = re.compile(
    r"\d|(?:^|[.;,]\s*)(?:доля|процент|количество|число)\b|не менее|не реже|не ниже|все (?:школы|педагоги|оо)|кажд",
    re.IGNORECASE,
)
#: What happened and can be seen by others; «Созданы условия» cannot.
_EVENT = re.compile(
    r"\b(?:провед[её]н|состоял|утвержд[её]н|утверждены|разработан|составлен|пройден|прошли|обучен|"
    r"созда(?:н|ны|на|но)\b(?! (?:\w+ ){0,2}услови)|"
    r"направлен|заключ[её]н|назначен|закреплен|закрепл[её]н|внес[её]н|издан|подписан|отобран|представлен|рассмотрен|"
    r"выявлен|принят|посещен|посещ[её]н|включен|включ[её]н|организован|обновл[её]н|оказан|принимают|собран|"
    r"откорректирован|выполнен|подготовлен|открыт|сформирован\w* (?:групп|список|банк|реестр|команд)|"
    r"совещани[ея]|заседани[ея]|(?:пед|метод|проф)совет|педагогическ\w+ совет)",
    re.IGNORECASE,
)
_DOCUMENT_FIRST = re.compile(
    r"^\W*(?:(?:аналитическ|информационн|итогов|сводн)\w+ )?(?:приказ|справк|отч[её]т|протокол|записк|план\b|положени|"
    r"программ|спис(?:ок|ки)|переч(?:ень|ни)|карт[аы]|договор|соглашени|материал|рекомендаци|график|реестр|банк)",
    re.IGNORECASE,
)
_LIKE_NAME = 0.85
_FEWEST_LETTERS = 15
_LONGEST = 300  # words; a result as long as that says more than a name
_ENDING = 5  # letters by which words of one stem are alike: «организация», «организовано»


def results(plan: Plan) -> Iterator[PlanProblem]:
    """Yield measures without a result, with one nobody can prove, or with one that only repeats the measure."""
    if "expected" not in plan.has:
        if plan.measures:
            yield remark("result-column-missing")
        return
    for measure in plan.measures:
        yield from _of_result(measure)


def _of_result(measure: Measure) -> Iterator[PlanProblem]:
    if not measure.expected.strip(" -–—."):
        yield remark_on(measure, "result-missing")
    elif not is_provable(measure.expected):
        yield remark_on(measure, "result-not-provable", f"«{measure.expected}»")
    elif repeats_name(measure):
        yield remark_on(measure, "result-repeats-measure")


def is_provable(result: str) -> bool:
    """Tell whether a result names a document, a number, or an event; words that name none of them prove nothing."""
    return bool(_ARTEFACT.search(result) or _COUNTED.search(result) or _EVENT.search(result))


def repeats_name(measure: Measure) -> bool:
    """Tell whether the result says again what the measure says, in another form of the same words."""
    result, name = _stems(measure.expected), _stems(measure.name)
    if len(result) > _LONGEST or len(name) > _LONGEST:
        return False
    is_shown = _COUNTED.search(measure.expected) or _DOCUMENT_FIRST.match(measure.expected)
    if len(plain(measure.name)) < _FEWEST_LETTERS or is_shown:
        return False
    return SequenceMatcher(None, name, result, autojunk=False).ratio() >= _LIKE_NAME


def _stems(text: str) -> list[str]:
    return [word[:_ENDING] for word in re.findall(r"\w+", plain(text))]
