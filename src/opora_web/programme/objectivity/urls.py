"""Addresses of questions about signs."""

from django.urls import path

from opora_web.programme.objectivity import views

urlpatterns = [
    path("<int:pk>/", views.question, name="objectivity_question"),
    path("<int:pk>/answer/", views.answer, name="objectivity_answer"),
    path("<int:pk>/settle/", views.settle, name="objectivity_settle"),
    path("<int:pk>/withdraw/", views.withdraw, name="objectivity_withdraw"),
]
