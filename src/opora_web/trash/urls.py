"""Addresses of the trash."""

from django.urls import path

from opora_web.trash import views

urlpatterns = [
    path("", views.trash, name="trash"),
    path("<slug:kind>/<int:pk>/restore/", views.trash_restore, name="trash_restore"),
]
