"""Addresses of self-diagnosis."""

from django.urls import path

from opora_web.programme.diagnosis import views

urlpatterns = [
    path("", views.diagnoses, name="diagnoses"),
    path("begin/<str:code>/", views.begin, name="diagnosis_begin"),
    path("<int:pk>/", views.diagnosis, name="diagnosis"),
    path("<int:pk>/submit/", views.submit, name="diagnosis_submit"),
    path("<int:pk>/return/", views.give_back, name="diagnosis_return"),
    path("<int:pk>/verify/", views.verify, name="diagnosis_verify"),
]
