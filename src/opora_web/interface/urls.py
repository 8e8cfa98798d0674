"""Addresses of what a person keeps of the pages."""

from django.urls import path

from opora_web.interface import saved_views

urlpatterns = [
    path("", saved_views.saved_filters, name="saved_filters"),
    path("add/", saved_views.saved_filter_add, name="saved_filter_add"),
    path("<int:pk>/rename/", saved_views.saved_filter_rename, name="saved_filter_rename"),
    path("<int:pk>/away/", saved_views.saved_filter_away, name="saved_filter_away"),
]
