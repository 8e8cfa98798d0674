"""One object of the story for every address that names an object: what the permission matrix is tried on."""

from collections.abc import Callable

from opora.vocabulary.questionnaire import questionnaire
from opora_web.accounts.models import Post
from opora_web.api.keys import make_key
from opora_web.api.models import ApiKey
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.programme.diagnosis.actions import begin_diagnosis
from opora_web.programme.diagnosis.models import Diagnosis
from opora_web.programme.schools.results import followed_by
from opora_web.public.actions import open_publication, prepare_publication
from opora_web.public.models import Publication
from tests.web.personas import MOMENT, People


def _key(people: People) -> ApiKey:
    make_key(people.persons["head"], "проба", MOMENT)
    return ApiKey.objects.latest("pk")


def _publication(people: People) -> Publication:
    author, where = people.persons["coordinator"], people.municipalities["Речной"]
    made = prepare_publication(current_facts(), 2024, where, author, MOMENT)
    open_publication(made, author, MOMENT)
    return made


def _school(people: People) -> dict[str, object]:
    return {"code": people.schools[0].code}


def _chart(people: People) -> dict[str, object]:
    code = str(people.schools[0].code)
    return {"code": code, "series": followed_by(current_facts(), code)[0].series.code}


def _why(people: People) -> dict[str, object]:
    return {"code": people.schools[0].code, "year": 2024, "rules": DEFAULT_RULES}


def _diagnosis(people: People) -> Diagnosis:
    return begin_diagnosis(people.schools[0], 2024, questionnaire(), people.persons["head"], MOMENT)


#: Address name → the object of the story it is tried on. Everything stands at school 1 of the district «Речной».
SAMPLES: dict[str, Callable[[People], dict[str, object]]] = {
    "api_key_revoke": lambda people: {"pk": _key(people).pk},
    "open_result": lambda people: {"pk": _publication(people).pk},
    "publication": lambda people: {"pk": _publication(people).pk},
    "publish": lambda people: {"pk": _publication(people).pk},
    "withdraw_publication": lambda people: {"pk": _publication(people).pk},
    "diagnosis_begin": lambda people: {"code": people.schools[0].code},
    "diagnosis": lambda people: {"pk": _diagnosis(people).pk},
    "diagnosis_submit": lambda people: {"pk": _diagnosis(people).pk},
    "diagnosis_return": lambda people: {"pk": _diagnosis(people).pk},
    "diagnosis_verify": lambda people: {"pk": _diagnosis(people).pk},
    "person": lambda people: {"pk": people.persons["head"].pk},
    "person_link": lambda people: {"pk": people.persons["head"].pk},
    "person_post": lambda people: {"pk": people.persons["head"].pk},
    "person_switch": lambda people: {"pk": people.persons["head"].pk},
    "person_erase": lambda people: {"pk": people.persons["head"].pk},
    "person_records": lambda people: {"pk": people.persons["head"].pk},
    "post_end": lambda people: {"pk": Post.objects.get(person=people.persons["teacher"]).pk},
    "organisation": lambda people: {"pk": people.schools[0].pk},
    "school": _school,
    "school_results": _school,
    "school_sources": _school,
    "school_chart": _chart,
    "school_chart_spec": _chart,
    "why": _why,
    "why_again": _why,
    "why_letter": _why,
    "invitation": lambda people: {"pk": people.schools[0].pk},
}
