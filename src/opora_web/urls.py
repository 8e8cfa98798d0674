"""All addresses of the site, room by room."""

from django.urls import include, path

from opora_web.programme.home import home

urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("cases/", include("opora_web.programme.case.urls")),
    path("lists/", include("opora_web.programme.identification.urls")),
]

handler403 = "opora_web.interface.faults.not_allowed"
handler404 = "opora_web.interface.faults.not_found"
handler500 = "opora_web.interface.faults.broken"
