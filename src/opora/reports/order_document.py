"""The order that approves a list, as a Word draft: which schools, by which rule, what people decided otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opora.reports.list_document import chance_sentences, rule_sentences, summary_sentences
from opora.reports.templates import filled
from opora.reports.wording import natural_key, numbered_name, typeset
from opora.tables.identification import Identification
from opora.vocabulary.authority import BUILT_IN, authority_file
from opora.vocabulary.spelling import counted

TEMPLATE = "templates/order.docx"

#: What a template of the order may use: field → meaning in Russian.
ORDER_FIELDS = {
    "authority": "орган, который издаёт приказ",
    "order_number": "номер приказа или место для него",
    "order_date": "дата приказа или место для неё",
    "year": "год данных",
    "release": "выпуск хранилища",
    "rules_title": "название правила",
    "rules_edition": "редакция правила",
    "rules_source": "источник правила",
    "number_of_schools": "сколько школ утверждается, словами с числом",
    "listed": "школы приказа",
    "listed.number": "номер по порядку",
    "listed.municipality": "муниципалитет",
    "listed.name": "название школы",
    "listed.standing": "впервые, не впервые, стабильно",
    "listed.track": "ШНРО, ШНСУ: в каких условиях работает школа",
    "decided": "школы, о которых люди решили иначе, чем правило",
    "decided.number": "номер по порядку",
    "decided.municipality": "муниципалитет",
    "decided.name": "название школы",
    "decided.decision": "включена или исключена",
    "decided.why": "основание решения",
    "summary_sentences": "что нашло правило, в числах, по предложению",
    "rule_sentences": "как составлен перечень, по предложению",
    "chance_sentences": "какова роль случая, по предложению",
}


@dataclass(frozen=True)
class OrderedSchool:
    """One school of an order.

    Attributes:
        standing: how the rule found it: «впервые», «не впервые, стабильно»; a dash where the rule did not.
        track: in which conditions it works, in words.
        decision: «включена» or «исключена» where a person decided otherwise than the rule; empty elsewhere.
        why: the reason of that decision.
    """

    municipality: str
    name: str
    standing: str
    track: str
    decision: str = ""
    why: str = ""


@dataclass(frozen=True)
class Order:
    """What an order is made of; number and date are empty until they are given.

    Attributes:
        schools: the schools it approves.
        left_out: schools that the rule found and people took off.
    """

    authority: str
    number: str
    date: str
    identification: Identification
    schools: Sequence[OrderedSchool]
    left_out: Sequence[OrderedSchool] = ()


def order_document(order: Order, where: Sequence[Path] = (BUILT_IN,)) -> bytes:
    """Return the order as a .docx file, from the authority's own template where it has one.

    Args:
        order: what is ordered.
        where: folders to look for templates/order.docx in, the authority's own first.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    return filled(authority_file(TEMPLATE, where), order_fields(order), ORDER_FIELDS)


def order_fields(order: Order) -> dict[str, Any]:
    """Return the fields of the template: ORDER_FIELDS names each."""
    answer = order.identification
    decided = [school for school in (*order.schools, *order.left_out) if school.decision]
    return {
        "authority": order.authority,
        "order_number": order.number or "_____",
        "order_date": order.date or "«____» ____________ 20__ г.",
        "year": answer.year,
        "release": answer.release,
        "rules_title": answer.rules_title,
        "rules_edition": answer.rules_edition,
        "rules_source": answer.rules_source,
        "number_of_schools": counted(len(order.schools), "школа", "школы", "школ"),
        "listed": _rows(order.schools),
        "decided": _rows(decided),
        "summary_sentences": summary_sentences(answer),
        "rule_sentences": rule_sentences(answer),
        "chance_sentences": chance_sentences(answer),
    }


def _rows(schools: Iterable[OrderedSchool]) -> list[dict[str, Any]]:
    ordered = sorted(schools, key=lambda one: (natural_key(one.municipality), natural_key(one.name)))
    return [
        {
            "number": number,
            "municipality": one.municipality,
            "name": numbered_name(one.name),
            "standing": one.standing,
            "track": one.track,
            "decision": one.decision,
            "why": typeset(one.why),
        }
        for number, one in enumerate(ordered, start=1)
    ]
