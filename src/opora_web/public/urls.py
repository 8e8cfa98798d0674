"""Addresses of what is published."""

from django.urls import path

from opora_web.public import views

urlpatterns = [
    path("open/", views.open_results, name="open_results"),
    path("open/<int:pk>/", views.open_result, name="open_result"),
    path("publications/", views.publications, name="publications"),
    path("publications/<int:pk>/", views.publication, name="publication"),
    path("publications/<int:pk>/publish/", views.publish, name="publish"),
    path("publications/<int:pk>/away/", views.publication_away, name="publication_away"),
    path("publications/<int:pk>/withdraw/", views.withdraw, name="withdraw_publication"),
]
