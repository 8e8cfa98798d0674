"""Addresses of the room. A code may hold slashes, so the longer addresses stand first."""

from django.urls import path

from opora_web.programme.schools import views

_WHY = "<path:code>/why/<int:year>/<slug:rules>/"

urlpatterns = [
    path("", views.schools, name="schools"),
    path("table.xlsx", views.schools_table, name="schools_table"),
    path("find/", views.find_school, name="find_school"),
    path("<path:code>/sources/", views.school_sources, name="school_sources"),
    path(f"{_WHY}letter.docx", views.why_letter, name="why_letter"),
    path(f"{_WHY}again/", views.recompute_why, name="why_again"),
    path(_WHY, views.why, name="why"),
]
