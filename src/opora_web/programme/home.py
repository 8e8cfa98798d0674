"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opora_web.accounts.doors import door


@door(None)
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page."""
    return render(request, "programme/home.html")
