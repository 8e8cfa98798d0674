"""Addresses of people and posts."""

from django.urls import path

from opora_web.accounts import contacts, views

urlpatterns = [
    path("", views.people, name="people"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/change/", views.person_change, name="person_change"),
    path("<int:pk>/link/", views.link, name="person_link"),
    path("<int:pk>/post/", views.add_post, name="person_post"),
    path("<int:pk>/switch/", views.switch_person, name="person_switch"),
    path("<int:pk>/unlock/", views.unlock_person, name="person_unlock"),
    path("<int:pk>/second-factor/", views.remove_factor, name="person_second_factor"),
    path("<int:pk>/erase/", views.erase_person, name="person_erase"),
    path("sessions/<int:pk>/end/", views.close_session, name="session_end"),
    path("posts/<int:pk>/end/", views.dismiss, name="post_end"),
    path("places/", views.organisations, name="organisations"),
    path("places/<int:pk>/", views.organisation, name="organisation"),
    path("places/<int:pk>/contacts/", contacts.organisation_contacts, name="organisation_contacts"),
    path("places/<int:pk>/invite/", views.invitation, name="invitation"),
]
