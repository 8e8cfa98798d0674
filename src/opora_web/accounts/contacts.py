"""How an organisation is reached: one form, kept by who manages people there or answers for the school."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from opora_web.accounts.actions import change_contacts
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.forms import ContactsForm
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import organisations_contacted_by, organisations_where
from opora_web.accounts.rules import Verb


@door(None)
def organisation_contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form and keep what was written; where somebody was quicker, both texts are shown."""
    here = get_object_or_404(organisations_contacted_by(request.user), pk=pk)
    form = ContactsForm(request.POST or None, initial={"contacts": here.contacts, "version": here.version})
    theirs = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            change_contacts(here, said["contacts"], person_in(request), said["version"])
        except ChangedMeanwhileError as changed:
            theirs = changed.current
            assert isinstance(theirs, Organisation)
            form = ContactsForm({"contacts": said["contacts"], "version": theirs.version})
        else:
            messages.success(request, "Записано, как связаться.")
            return _back(request, here)
    words = {"here": here, "form": form, "theirs": theirs}
    return render(request, "accounts/contacts.html", words, status=409 if theirs else 200)


def _back(request: HttpRequest, here: Organisation) -> HttpResponse:
    """Go to the organisation's page, or to the school's where the person sees no people."""
    if organisations_where(request.user, Verb.SEE_PEOPLE).filter(pk=here.pk).exists():
        return redirect("organisation", here.pk)
    return redirect("school", here.code)
