"""Whom the words of a plan mean: organisations, people and posts of the site, offered and never guessed silently."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from opora.plans import suggested
from opora.plans.suggestions import LikelyParty
from opora.tables.plan import Party
from opora.vocabulary.spelling import plain
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person, PostKind
from opora_web.accounts.models import Post as HeldPost
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.models import ResponsibleParty, Roadmap
from opora_web.programme.roadmap.signals import parties_recognised

#: Words plans use for everyone in a post.
_POST_WORDS: Mapping[PostKind, tuple[str, ...]] = {
    PostKind.HEAD: ("руководители ОО", "директора школ", "директор школы", "руководители школ", "руководитель ОО"),
    PostKind.DEPUTY: ("заместители директора по УВР", "заместитель директора", "завучи", "администрация школы"),
    PostKind.TEACHER: ("учителя", "педагоги", "учителя-предметники", "педагогические коллективы"),
    PostKind.CURATOR: ("кураторы", "муниципальные кураторы", "кураторы школ"),
    PostKind.MENTOR: ("наставники", "школы-наставники"),
    PostKind.METHODOLOGIST: ("методисты", "методическая служба", "методисты ИМЦ"),
    PostKind.COORDINATOR: ("муниципальный координатор", "координатор"),
    PostKind.AUTHORITY_HEAD: ("начальник управления образования", "руководитель управления образования"),
    PostKind.ANALYST: ("региональный аналитик",),
}
_STEM, _MANY = 4, 300
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Known:
    """Who may be meant in a plan: code → name, by the kind of party they may be."""

    organisations: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """All of them."""
        return self.organisations | self.people | self.posts


@dataclass(frozen=True)
class AskedParty:
    """Words of a plan about whom a person is asked.

    Attributes:
        words: as the plan says them.
        measures: in how many measures.
        suggestions: who they may be, the likeliest first.
        code: whom a person has named; «» while nobody has.
    """

    words: str
    kind: str
    measures: int
    suggestions: list[LikelyParty]
    code: str = ""


def known_around(organisation: Organisation) -> Known:
    """Return the organisations above and below a plan's, the people who hold posts there, and the posts."""
    above = [int(number) for number in organisation.path.strip("/").split("/")]
    where = Q(path__startswith=organisation.path) | Q(pk__in=above)
    organisations = Organisation.objects.filter(where, trashed_at__isnull=True, closed_at__isnull=True)
    held = HeldPost.objects.filter(until__isnull=True, trashed_at__isnull=True, organisation__in=organisations)
    people = Person.objects.filter(pk__in=held.values("person"), erased_at__isnull=True, is_active=True)
    return Known(
        {f"org-{pk}": name for pk, name in organisations.values_list("pk", "name")},
        {f"person-{pk}": name for pk, name in people.order_by("full_name").values_list("pk", "full_name")},
        {f"post-{kind.value}": f"все, чья должность: {kind.label}" for kind in _POST_WORDS},
    )


def asked_parties(parties: Iterable[Party], known: Known, chosen: Mapping[str, str]) -> list[AskedParty]:
    """Return the different words of a plan's parties with suggestions; those that stand most often come first."""
    of_words = {party.text: party for party in parties}
    counts = Counter(party.text for party in parties)
    asked = [
        AskedParty(words, party.kind, counts[words], suggestions(party, known), chosen.get(words, ""))
        for words, party in of_words.items()
    ]
    return sorted(asked, key=lambda one: (-one.measures, one.words))


def suggestions(party: Party, known: Known) -> list[LikelyParty]:
    """Return who a party may be: a person among people, a role among posts and people, a body among organisations."""
    if party.kind == "person":
        return suggested(party, known.people)
    if party.kind == "role":
        return _posts_like(party) or suggested(party, _near(party, known.organisations))
    return suggested(party, _near(party, known.organisations))


def _posts_like(party: Party) -> list[LikelyParty]:
    """Return the posts that a role's words name."""
    names = {f"{kind.value}/{number}": words for kind, many in _POST_WORDS.items() for number, words in enumerate(many)}
    found: dict[str, LikelyParty] = {}
    for one in suggested(party, names, limit=10):
        kind = one.code.partition("/")[0]
        found.setdefault(kind, LikelyParty(f"post-{kind}", f"все, чья должность: {PostKind(kind).label}", one.likeness))
    return list(found.values())[:3]


def _near(party: Party, known: dict[str, str]) -> dict[str, str]:
    """Return of very many organisations those that share a word with the party, or its first letters."""
    if len(known) <= _MANY:
        return known
    stems = _stems(party.text)
    letters = [plain(word) for word in re.findall(r"\b[А-ЯЁ]{2,}\b", party.text)]
    return {
        code: name for code, name in known.items() if stems & _stems(name) or _initials(name).startswith(tuple(letters))
    }


def _stems(text: str) -> set[str]:
    return {plain(word)[:_STEM] for word in _WORD.findall(text)}


def _initials(name: str) -> str:
    return "".join(plain(word)[0] for word in _WORD.findall(name))


def code_of(party: ResponsibleParty) -> str:
    """Return the code of whom a person has recognised in a party; «» for nobody."""
    if party.person_id:
        return f"person-{party.person_id}"
    if party.organisation_id:
        return f"org-{party.organisation_id}"
    return f"post-{party.post_kind}" if party.post_kind else ""


@transaction.atomic
def match_parties(roadmap: Roadmap, answers: Mapping[str, str], person: Person) -> None:
    """Say whom several words of a plan mean, as `match_party` does each; an approved plan names owners of its tasks.

    Raises:
        RefusedError: an organisation, person or post is not around the plan.
    """
    for words, code in answers.items():
        match_party(roadmap, words, code, person)
    if answers:
        parties_recognised.send(Roadmap, roadmap=roadmap, person=person)


@transaction.atomic
def match_party(roadmap: Roadmap, words: str, code: str, person: Person) -> int:
    """Say whom these words mean wherever the plan says them; «» takes it back. Return in how many places.

    Raises:
        RefusedError: that organisation, person or post is not around the plan.
    """
    if code and code not in known_around(roadmap.organisation).names:
        raise RefusedError("Такой организации, должности или такого человека вокруг плана нет: выберите из списка.")
    parties = ResponsibleParty.objects.filter(measure__roadmap=roadmap, text=words)
    changed = parties.update(**_meaning(code))
    if changed:
        save_change(roadmap, person, f"«{words[:200]}» – это {_in_words(code)}")
    return changed


def _meaning(code: str) -> dict[str, Any]:
    what, _, which = code.partition("-")
    return {
        "organisation": int(which) if what == "org" else None,
        "person": int(which) if what == "person" else None,
        "post_kind": which if what == "post" else "",
    }


def _in_words(code: str) -> str:
    what, _, which = code.partition("-")
    if what == "org":
        return str(Organisation.objects.get(pk=int(which)))
    if what == "person":
        return str(Person.objects.get(pk=int(which)))
    return f"должность: {PostKind(which).label}" if what == "post" else "пока не названо, кто"
