"""Addresses of the intake rooms."""

from django.urls import path

from opora_web.intake.expected import views as expected
from opora_web.intake.register import views as register
from opora_web.intake.sendings import decisions, views

urlpatterns = [
    path("", views.sendings, name="sendings"),
    path("send/", views.send, name="send"),
    path("templates/<slug:kind>.xlsx", views.template_book, name="template_book"),
    path("<int:pk>/", views.sending, name="sending"),
    path("<int:pk>/progress/", views.sending_progress, name="sending_progress"),
    path("<int:pk>/history/", views.sending_history, name="sending_history"),
    path("<int:pk>/receipt.xlsx", views.sending_receipt_book, name="sending_receipt_book"),
    path("<int:pk>/receipt.json", views.sending_receipt, name="sending_receipt"),
    path("<int:pk>/files/<int:number>/", views.sending_copy, name="sending_copy"),
    path("<int:pk>/accept/", decisions.sending_accept, name="sending_accept"),
    path("<int:pk>/withdraw/", decisions.sending_withdraw, name="sending_withdraw"),
    path("<int:pk>/restore/", decisions.sending_restore, name="sending_restore"),
    path("<int:pk>/resume/", decisions.sending_resume, name="sending_resume"),
    path("<int:pk>/again/", decisions.sending_again, name="sending_again"),
    path("<int:pk>/undo/", decisions.sending_undo, name="sending_undo"),
    path("expected/", expected.expected, name="expected"),
    path("expected.xlsx", expected.expected_book, name="expected_book"),
    path("register/", register.register, name="register"),
    path("register/new/", register.register_new, name="register_new"),
    path("register/codes/", register.register_codes, name="register_codes"),
    path("register/codes/join/", register.register_join, name="register_join"),
    path("register/school/<path:code>/drop/", register.register_drop, name="register_drop"),
    path("register/school/<path:code>/event/", register.register_event, name="register_event"),
    path("register/school/<path:code>/", register.register_school, name="register_school"),
    path("register/event/<int:pk>/put-away/", register.register_event_away, name="register_event_away"),
]
