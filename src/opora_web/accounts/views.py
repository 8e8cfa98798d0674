"""Pages about people and posts."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora_web.accounts.actions import end_post
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.forms import InvitationForm, NamesForm, PostForm, ReasonForm
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.accounts.joining import (
    NotYoursToGiveError,
    change_names,
    erase,
    give_post,
    invite,
    last_record,
    remove_second_factor,
    send_link,
    switch,
)
from opora_web.accounts.links import LINK_DAYS, one_time_link
from opora_web.accounts.lockout import locked_until, unlock
from opora_web.accounts.models import Organisation, Person, Post, PostKind, normalised
from opora_web.accounts.queries import (
    kinds_granted_by,
    organisations_contacted_by,
    organisations_where,
    people_manageable_by,
    people_visible_to,
    posts_manageable_by,
    posts_of,
)
from opora_web.accounts.rules import Verb

_PAGE = 100


@door(Verb.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Show the people whose posts the person may see, found by name, post or place."""
    sought, kind = request.GET.get("q", "").replace("\x00", "").strip(), request.GET.get("kind", "")
    held = Post.objects.filter(until__isnull=True, trashed_at__isnull=True).select_related("organisation")
    found = people_visible_to(request.user).prefetch_related(Prefetch("posts", held, to_attr="held"))
    if kind in PostKind.values:
        found = found.filter(posts__kind=kind, posts__until__isnull=True)
    if sought:
        words = Q(username__icontains=sought)
        for form in {sought, sought.title(), sought.lower()}:  # SQLite knows no letter case of Cyrillic
            words |= Q(full_name__contains=form)
        found = found.filter(words | Q(posts__organisation__sought__contains=normalised(sought)))
    page = Paginator(found.distinct().order_by("full_name", "pk"), _PAGE).get_page(request.GET.get("page"))
    words_of_page = {"page": page, "kinds": PostKind.choices, "is_filtered": bool(sought or kind)}
    return render(request, "accounts/people.html", words_of_page)


@door(Verb.SEE_PEOPLE)
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one place of the tree: who holds posts in it, what lies below, whom one may invite."""
    seen = organisations_where(request.user, Verb.SEE_PEOPLE)
    here = get_object_or_404(seen, pk=pk)
    above = Organisation.objects.filter(pk__in=[int(part) for part in here.path.strip("/").split("/")[:-1]])
    held = here.posts.filter(until__isnull=True, trashed_at__isnull=True).select_related("person")
    return render(
        request,
        "accounts/organisation.html",
        {
            "here": here,
            "above": above.order_by("path"),
            "posts_here": held.order_by("kind", "person__full_name"),
            "below": seen.filter(parent=here),
            "may_invite": bool(_fitting_kinds(request, here)),
            "keeps_contacts": organisations_contacted_by(request.user).filter(pk=pk).exists(),
        },
    )


def _fitting_kinds(request: HttpRequest, here: Organisation) -> list[PostKind]:
    managed = organisations_where(request.user, Verb.MANAGE_PEOPLE).filter(pk=here.pk).exists()
    return kinds_granted_by(person_in(request)) if managed else []


@door(Verb.SEE_PEOPLE)
def organisations(request: HttpRequest) -> HttpResponse:
    """Go to the highest place the person may see."""
    top = organisations_where(request.user, Verb.SEE_PEOPLE).order_by("path").first()
    return redirect("organisation", pk=top.pk) if top else redirect("people")


@door(Verb.MANAGE_PEOPLE)
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a person to a post in an organisation; the one-time link is shown once."""
    here = get_object_or_404(organisations_where(request.user, Verb.MANAGE_PEOPLE), pk=pk)
    form = InvitationForm(request.POST or None, granted=kinds_granted_by(person_in(request)), organisation=here)
    if form.is_valid():
        names = {name: form.cleaned_data[name] for name in ("username", "full_name", "email")}
        kind = PostKind(form.cleaned_data["kind"])
        invited = invite(names, kind, here, person_in(request), timezone.localdate())
        return _with_link(request, invited)
    return render(request, "accounts/invitation.html", {"form": form, "here": here})


def _with_link(request: HttpRequest, person: Person) -> HttpResponse:
    link = request.build_absolute_uri(one_time_link(person))
    words = {"person": person, "link": link, "is_sent": send_link(person, link), "days": LINK_DAYS}
    return render(request, "accounts/link.html", words)


@door(None)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person: posts, and what one may do about them."""
    one = get_object_or_404(people_visible_to(request.user), pk=pk)
    is_managed = people_manageable_by(request.user).filter(pk=one.pk).exists()
    granted = kinds_granted_by(person_in(request))
    words: dict[str, Any] = {
        "person": one,
        "all_posts": posts_of(one),
        "endable": set(posts_manageable_by(request.user).filter(person=one).values_list("pk", flat=True)),
        "is_managed": is_managed,
        "is_me": one.pk == person_in(request).pk,
        "post_form": PostForm(granted=granted, places=Organisation.objects.none()) if granted else None,
        "reason_form": ReasonForm(),
        "locked_until": locked_until(one, timezone.now()) if is_managed else None,
        "has_factor": is_managed and Authenticator.objects.filter(user=one).exists(),
    }
    return render(request, "accounts/person.html", words)


@door(Verb.MANAGE_PEOPLE)
def person_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person's name and address."""
    one, words = get_object_or_404(people_manageable_by(request.user), pk=pk), {}
    form = NamesForm(request.POST or None, instance=one, initial={"opened": last_record(one)})
    if form.is_valid():
        said = form.cleaned_data
        try:
            change_names(form.instance, person_in(request), said["opened"], said["why"])
            messages.success(request, "Записано.")
            return redirect("person", pk=pk)
        except ChangedMeanwhileError as meanwhile:
            words = {"meanwhile": str(meanwhile), "theirs": meanwhile.current}
            form = NamesForm(instance=form.instance, initial={"why": said["why"], "opened": last_record(one)})
    known = Person.objects.get(pk=pk)  # the form has put what was typed into its own
    return render(request, "accounts/person_change.html", {"person": known, "form": form} | words)


def _managed(request: HttpRequest, pk: int) -> Person:
    return get_object_or_404(people_manageable_by(request.user).exclude(pk=person_in(request).pk), pk=pk)


@require_POST
@door(Verb.MANAGE_PEOPLE)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a one-time link for a person who forgot the password."""
    return _with_link(request, _managed(request, pk))


@require_POST
@door(Verb.MANAGE_PEOPLE)
def add_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a known person one more post."""
    one = get_object_or_404(people_visible_to(request.user), pk=pk)
    places = organisations_where(request.user, Verb.MANAGE_PEOPLE)
    form = PostForm(request.POST, granted=kinds_granted_by(person_in(request)), places=places)
    if form.is_valid():
        kind, where = PostKind(form.cleaned_data["kind"]), form.cleaned_data["organisation"]
        try:
            give_post(one, kind, where, person_in(request), timezone.localdate())
            messages.success(request, f"{one}: {kind.label}, {where}.")
        except NotYoursToGiveError as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, " ".join(str(fault) for faults in form.errors.values() for fault in faults))
    return redirect("person", pk=pk)


@require_POST
@door(Verb.MANAGE_PEOPLE)
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post today."""
    post = get_object_or_404(posts_manageable_by(request.user).filter(until__isnull=True), pk=pk)
    end_post(post, timezone.localdate(), person_in(request), request.POST.get("why", ""))
    messages.success(request, f"{post.person}: больше не {post.get_kind_display()}, {post.organisation}.")
    return redirect("person", pk=post.person_id)


def _reason(request: HttpRequest) -> str:
    """Return why something is done to a person; empty, and said so, where it was not written."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Напишите основание: оно останется в журнале.")
        return ""
    why: str = form.cleaned_data["why"]
    return why


@require_POST
@door(Verb.MANAGE_PEOPLE)
def switch_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a person out, or let them in again."""
    one = _managed(request, pk)
    if why := _reason(request):
        switch(one, person_in(request), is_active=not one.is_active, why=why)
        messages.success(request, f"{one}: вход {'открыт' if one.is_active else 'закрыт'}.")
    return redirect("person", pk=pk)


@require_POST
@door(Verb.MANAGE_PEOPLE)
def unlock_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the door that wrong passwords have locked."""
    one = get_object_or_404(people_manageable_by(request.user), pk=pk)
    unlock(one, person_in(request))
    messages.success(request, f"{one}: можно входить снова, пароль прежний.")
    return redirect("person", pk=pk)


@require_POST
@door(None)
def close_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, "Закрыто: там придётся войти заново.")
    return redirect("usersessions_list")


@require_POST
@door(Verb.MANAGE_PEOPLE)
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lost second factor off a person."""
    one = _managed(request, pk)
    if why := _reason(request):
        remove_second_factor(one, person_in(request), why)
        messages.success(request, f"{one}: вход с кодом снят, теперь – по одному паролю.")
    return redirect("person", pk=pk)


@require_POST
@door(Verb.MANAGE_PEOPLE)
def erase_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase a person's data."""
    one = _managed(request, pk)
    if not (why := _reason(request)):
        return redirect("person", pk=pk)
    erase(one, person_in(request), timezone.now(), why)
    messages.success(request, "Данные человека стёрты. Сделанное им осталось под номером.")
    return redirect("people")
