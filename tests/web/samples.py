"""One object of the story for every address that names an object: what the permission matrix is tried on."""

from collections.abc import Callable

from opora_web.accounts.models import Post
from tests.web.personas import People

#: Address name → the object of the story it is tried on. Everything stands at school 1 of the district «Речной».
SAMPLES: dict[str, Callable[[People], dict[str, object]]] = {
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
