"""Addresses of meetings."""

from django.urls import path

from opora_web.programme.meetings import meeting_views, meetings_views, paper_views, writing_views

urlpatterns = [
    path("", meetings_views.meetings, name="meetings"),
    path("new/", meetings_views.new, name="meeting_new"),
    path("matters/", paper_views.matters, name="meeting_matters"),
    path("cards/<int:pk>/", paper_views.card, name="meeting_card"),
    path("<int:pk>/", meeting_views.meeting, name="meeting"),
    path("<int:pk>/edit/", meeting_views.edit, name="meeting_edit"),
    path("<int:pk>/history/", paper_views.history, name="meeting_history"),
    path("<int:pk>/agenda/", meeting_views.agenda, name="meeting_agenda"),
    path("<int:pk>/agenda/take/", meeting_views.take, name="meeting_take"),
    path("<int:pk>/agenda/add/", meeting_views.add, name="meeting_add"),
    path("<int:pk>/agenda/order/", meeting_views.order, name="meeting_order"),
    path("<int:pk>/write/", writing_views.write, name="meeting_write"),
    path("<int:pk>/attendance/", writing_views.attendance, name="meeting_attendance"),
    path("<int:pk>/invite/", meeting_views.invite, name="meeting_invite"),
    path("<int:pk>/decide/", writing_views.decided, name="meeting_decide"),
    path("<int:pk>/sign/", meeting_views.sign, name="meeting_sign"),
    path("<int:pk>/cancel/", meeting_views.cancel, name="meeting_cancel"),
    path("<int:pk>/minutes.docx", paper_views.minutes, name="meeting_minutes"),
    path("<int:pk>/letters.zip", paper_views.letters, name="meeting_letters"),
    path("questions/<int:pk>/", writing_views.write_down, name="meeting_question"),
    path("questions/<int:pk>/drop/", writing_views.drop, name="meeting_question_drop"),
    path("decisions/<int:pk>/", writing_views.decision, name="meeting_decision"),
    path("decisions/<int:pk>/drop/", writing_views.undecided, name="meeting_decision_drop"),
]
