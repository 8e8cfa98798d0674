"""The list as Word: a draft appendix to an order, with everything that lets a reader check it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from opora.reports.charts import DRAWING, caterpillar_plot, funnel_plot, picture
from opora.reports.people_decided import NONE, Decisions, decided_schools, schools_on_the_list
from opora.reports.templates import Illustration, filled
from opora.reports.wording import (
    chance_words,
    in_list_order,
    listed_words,
    numbered_name,
    procedure_phrase,
    share_words,
    typeset,
)
from opora.tables.identification import ON_THE_LIST, Explanation, Identification, IdentifiedSchool
from opora.vocabulary.authority import BUILT_IN, authority_file
from opora.vocabulary.spelling import counted, percent

TEMPLATE = "templates/list.docx"

_PICTURE_MM = (168, 215)  # the widest and the highest a picture may be on a portrait page with its caption
_ROW = {"number": "номер по порядку", "municipality": "муниципалитет", "name": "название школы"}


def _rows(name: str, meaning: str, extra: dict[str, str]) -> dict[str, str]:
    return {name: meaning} | {f"{name}.{field}": words for field, words in (_ROW | extra).items()}


#: What a template of the list may use: field → meaning in Russian.
LIST_FIELDS = {
    "year": "год данных",
    "release": "выпуск хранилища",
    "territory": "« Такого-то района», если муниципалитет в перечне один; иначе пусто",
    "rules_title": "название правила",
    "rules_edition": "редакция правила",
    "rules_source": "источник правила",
    "below_words": "кого считает правило: ниже порога или в нижней части баллов",
    **_rows(
        "listed",
        "школы перечня",
        {
            "standing": "впервые, не впервые, стабильно",
            "low_procedures": "сколько процедур с низким результатом",
            "procedures": "эти процедуры с долями",
            "probability": "вероятность словами",
        },
    ),
    **_rows("at_risk", "школы с риском снижения", {"why": "почему"}),
    **_rows("left", "школы, вышедшие из перечня", {"why": "почему"}),
    **_rows(
        "decided",
        "школы, о которых люди решили иначе, чем правило",
        {"decision": "включена или исключена", "why": "основание решения"},
    ),
    **_rows("insufficient", "школы, по которым данных мало", {"why": "чего не хватает"}),
    "summary_sentences": "итог в числах, по предложению",
    "rule_sentences": "как составлен перечень, по предложению",
    "chance_sentences": "какова роль случая, по предложению",
    "funnel": "рисунок: воронка",
    "funnel_caption": "подпись к воронке",
    "caterpillar": "рисунок: интервалы школ",
    "caterpillar_caption": "подпись к интервалам",
}


def list_document(
    identification: Identification, where: Sequence[Path] = (BUILT_IN,), decisions: Decisions = NONE
) -> bytes:
    """Return the list as a .docx file, from the authority's own template where it has one.

    Args:
        identification: the list.
        where: folders to look for templates/list.docx in, the authority's own first.
        decisions: what people decided otherwise than the rule.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    return filled(authority_file(TEMPLATE, where), list_fields(identification, decisions), LIST_FIELDS)


def list_fields(identification: Identification, decisions: Decisions = NONE) -> dict[str, Any]:
    """Return the fields of the template: LIST_FIELDS names each."""
    schools = identification.schools
    return {
        "year": identification.year,
        "release": identification.release,
        "territory": _territory(identification),
        "rules_title": identification.rules_title,
        "rules_edition": identification.rules_edition,
        "rules_source": identification.rules_source,
        "below_words": identification.below_words,
        "listed": _listed_rows(identification, decisions),
        "decided": _decided_rows(identification, decisions),
        "at_risk": _rows_with_reasons(school for school in schools if school.status == "at-risk"),
        "left": _rows_with_reasons(school for school in schools if _has_left(school)),
        "insufficient": _insufficient_rows(identification),
        "summary_sentences": summary_sentences(identification),
        "rule_sentences": rule_sentences(identification),
        "chance_sentences": chance_sentences(identification),
        **_pictures(identification),
    }


def _territory(identification: Identification) -> str:
    """Return the one municipality of the list in brackets: its name cannot be put into a case by rule."""
    places = {school.municipality for school in identification.schools}
    only = places.pop() if len(places) == 1 else None
    return f" ({only})" if only else ""


def _has_left(school: IdentifiedSchool) -> bool:
    return school.movement == "left" and school.status not in ON_THE_LIST


def _decided_rows(identification: Identification, decisions: Decisions) -> list[dict[str, Any]]:
    return [
        _row(number, school) | {"decision": decided.words, "why": typeset(decided.why)}
        for number, (school, decided) in enumerate(decided_schools(identification, decisions), start=1)
    ]


def _listed_rows(identification: Identification, decisions: Decisions) -> list[dict[str, Any]]:
    return [
        _row(number, school)
        | {
            "standing": listed_words(school),
            "low_procedures": school.low_procedures,
            "procedures": "\n".join(
                procedure_phrase(result, identification.threshold)
                for result in school.procedures
                if result.is_low and result.year == identification.year
            ),
            "probability": chance_words(school.probability_low),
        }
        for number, school in enumerate(schools_on_the_list(identification, decisions), start=1)
    ]


def _row(number: int, school: IdentifiedSchool) -> dict[str, Any]:
    return {"number": number, "municipality": school.municipality or "", "name": numbered_name(school.name)}


def _rows_with_reasons(schools: Iterable[IdentifiedSchool]) -> list[dict[str, Any]]:
    return [
        _row(number, school) | {"why": typeset(" ".join(school.reasons))}
        for number, school in enumerate(in_list_order(schools), start=1)
    ]


def _insufficient_rows(identification: Identification) -> list[dict[str, Any]]:
    few = [school for school in identification.schools if school.status == "insufficient-data"]
    return [
        _row(number, school) | {"why": _missing(school, identification.least_low_procedures)}
        for number, school in enumerate(in_list_order(few), start=1)
    ]


def _missing(school: IdentifiedSchool, least: int | None) -> str:
    """Return in a few words what is missing to judge a school: the list of such schools is long."""
    missing = (least or 0) - sum(result.is_low is not None for result in school.procedures)
    if missing <= 0:
        return typeset(" ".join(school.reasons))
    return typeset(f"результатов {counted(missing, 'процедуры', 'процедур', 'процедур')}")


def summary_sentences(identification: Identification) -> list[str]:
    """Return the list in numbers: how many schools, how many of them new, at risk, gone, undecided."""
    seen = identification.summary
    sentences = [
        (
            f"Рассмотрено {counted(seen.schools, 'школа', 'школы', 'школ')}. В перечне {seen.listed}: "
            f"впервые – {seen.first_time}, не впервые – {seen.long_standing}."
        ),
        (
            f"С риском снижения результатов – {seen.at_risk}; вышли из перечня – {seen.left}; "
            f"данных недостаточно – {seen.insufficient_data}."
        ),
    ]
    return [typeset(sentence) for sentence in sentences]


def rule_sentences(identification: Identification | Explanation) -> list[str]:
    """Return how the list was made, so that somebody else can make it again."""
    sentences = [
        (
            f"Правило: {identification.rules_title}, {identification.rules_edition}. "
            f"Источник: {identification.rules_source}."
        ),
        *identification.rule_words,
    ]
    participants = counted(identification.min_participants, "участника", "участников", "участников")
    sentences += [
        f"Процедура учитывается, если в ней не меньше {participants}.",
        (
            f"Данные: {identification.year} год, выпуск {identification.release} хранилища результатов. "
            "По номеру выпуска перечень можно получить заново таким же."
        ),
        *identification.notes,
    ]
    return [typeset(sentence) for sentence in sentences]


def chance_sentences(identification: Identification) -> list[str]:
    """Return in plain words how much of the list is chance."""
    seen = identification.summary
    sentences = [
        (
            "В маленькой школе один ученик меняет долю на несколько процентов, и решение о ней бывает делом случая. "
            "Вероятность в перечне говорит, насколько уверенно результаты школы отвечают правилу."
        ),
    ]
    if seen.small_schools and seen.share_of_small_schools_decided_by_chance is not None:
        by_chance = seen.small_schools_decided_by_chance
        sentences.append(
            f"Малых школ, о которых можно судить, – {seen.small_schools}. Для {by_chance} из них "
            f"({percent(seen.share_of_small_schools_decided_by_chance)}) решил случай: если бы те же работы писали "
            "другие ученики той же школы, решение стало бы другим с вероятностью больше "
            f"{percent(1 - seen.chance_decides)}."
        )
    sentences.append(
        "Перечень не означает места школы среди других: он показывает, кому поддержка нужна в первую очередь."
    )
    return [typeset(sentence) for sentence in sentences]


def _pictures(identification: Identification) -> dict[str, Any]:
    year = identification.year
    funnel_caption = typeset(
        f"{share_words(identification.below_words)} и число учеников, {year} год. В серой области лежат школы, "
        "чьё отличие от среднего объяснимо случаем."
    )
    caterpillar_caption = typeset(
        f"Доли школ с 95%-ми интервалами, {year} год. Если интервалы двух школ заметно перекрываются, "
        "различие между ними может быть случайным."
    )
    with DRAWING:
        funnel, caterpillar = (picture(plot(identification), "png") for plot in (funnel_plot, caterpillar_plot))
    return {
        "funnel": Illustration(funnel, *_PICTURE_MM, funnel_caption),
        "funnel_caption": funnel_caption,
        "caterpillar": Illustration(caterpillar, *_PICTURE_MM, caterpillar_caption),
        "caterpillar_caption": caterpillar_caption,
    }
