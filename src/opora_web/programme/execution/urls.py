"""Addresses of the execution of plans."""

from django.urls import path

from opora_web.programme.execution import evidence_views, list_views, occurrence_views, reminder_views, timeline_views

urlpatterns = [
    path("", list_views.table, name="execution"),
    path("board/", list_views.board, name="execution_board"),
    path("calendar/", list_views.month, name="execution_calendar"),
    path("timeline/", timeline_views.timeline_page, name="execution_timeline"),
    path("timeline.svg", timeline_views.timeline_picture, {"form": "svg"}, name="execution_picture"),
    path("timeline.json", timeline_views.timeline_picture, {"form": "json"}, name="execution_picture_spec"),
    path("table.xlsx", list_views.workbook, name="execution_excel"),
    path("mine/", list_views.mine, name="execution_mine"),
    path("waiting/", list_views.waiting, name="execution_waiting"),
    path("reminders/", reminder_views.reminders, name="execution_reminders"),
    path("reminders/letters/", reminder_views.digest_choice, name="digest_choice"),
    path("reminders/<int:pk>/revoke/", reminder_views.key_revoke, name="calendar_key_revoke"),
    path("feed/<str:key>.ics", reminder_views.feed, name="calendar_feed"),
    path("<int:pk>/", occurrence_views.occurrence, name="occurrence"),
    path("<int:pk>/history/", occurrence_views.history, name="occurrence_history"),
    path("<int:pk>/done/", occurrence_views.declare, name="occurrence_declare"),
    path("<int:pk>/attach/", occurrence_views.attach, name="occurrence_attach"),
    path("<int:pk>/postpone/", occurrence_views.put_off, name="occurrence_postpone"),
    path("<int:pk>/reassign/", occurrence_views.reassign, name="occurrence_reassign"),
    path("<int:pk>/undo/", occurrence_views.undo, name="occurrence_undo"),
    path("evidence/<int:pk>/file/", evidence_views.evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/accept/", evidence_views.accept, name="evidence_accept"),
    path("evidence/<int:pk>/refuse/", evidence_views.refuse, name="evidence_refuse"),
    path("evidence/<int:pk>/trash/", evidence_views.trash, name="evidence_trash"),
    path("evidence/<int:pk>/restore/", evidence_views.restore, name="evidence_restore"),
]
