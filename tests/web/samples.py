"""One object of the story for every address that names an object: what the permission matrix is tried on."""

from collections.abc import Callable

from opora_web.accounts.models import Post
from opora_web.api.keys import make_key
from opora_web.api.models import ApiKey
from opora_web.facts import current_facts
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


#: Address name → the object of the story it is tried on. Everything stands at school 1 of the district «Речной».
SAMPLES: dict[str, Callable[[People], dict[str, object]]] = {
    "api_key_revoke": lambda people: {"pk": _key(people).pk},
    "open_result": lambda people: {"pk": _publication(people).pk},
    "publication": lambda people: {"pk": _publication(people).pk},
    "publish": lambda people: {"pk": _publication(people).pk},
    "withdraw_publication": lambda people: {"pk": _publication(people).pk},
    "person": lambda people: {"pk": people.persons["head"].pk},
    "person_link": lambda people: {"pk": people.persons["head"].pk},
    "person_post": lambda people: {"pk": people.persons["head"].pk},
    "person_switch": lambda people: {"pk": people.persons["head"].pk},
    "person_erase": lambda people: {"pk": people.persons["head"].pk},
    "person_records": lambda people: {"pk": people.persons["head"].pk},
    "post_end": lambda people: {"pk": Post.objects.get(person=people.persons["teacher"]).pk},
    "organisation": lambda people: {"pk": people.schools[0].pk},
    "invitation": lambda people: {"pk": people.schools[0].pk},
}
