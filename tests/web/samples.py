"""One object of the story for every address that names an object: what the permission matrix is tried on."""

from collections.abc import Callable

from opora_web.accounts.models import Post
from opora_web.api.keys import make_key
from opora_web.api.models import ApiKey
from tests.web.personas import MOMENT, People


def _key(people: People) -> ApiKey:
    make_key(people.persons["head"], "проба", MOMENT)
    return ApiKey.objects.latest("pk")


#: Address name → the object of the story it is tried on. Everything stands at school 1 of the district «Речной».
SAMPLES: dict[str, Callable[[People], dict[str, object]]] = {
    "api_key_revoke": lambda people: {"pk": _key(people).pk},
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
