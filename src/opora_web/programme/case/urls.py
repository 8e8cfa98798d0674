"""Addresses of cases."""

from django.urls import path

from opora_web.programme.case import case_views, cases_views, people_views, record_views

urlpatterns = [
    path("", cases_views.cases, name="cases"),
    path("open-list/<int:pk>/", cases_views.open_from_list, name="cases_open"),
    path("open-school/<int:pk>/", cases_views.open_on_finding, name="case_open"),
    path("<int:pk>/", case_views.case, name="case"),
    path("<int:pk>/history/", case_views.history, name="case_history"),
    path("<int:pk>/advance/", case_views.advance, name="case_advance"),
    path("<int:pk>/return/", case_views.go_back, name="case_return"),
    path("<int:pk>/pause/", case_views.pause, name="case_pause"),
    path("<int:pk>/end/", case_views.end, name="case_end"),
    path("<int:pk>/resume/", case_views.resume, name="case_resume"),
    path("<int:pk>/assess/", case_views.assess, name="case_assess"),
    path("<int:pk>/note/", case_views.note, name="case_note"),
    path("<int:pk>/follow/", case_views.follow, name="case_follow"),
    path("<int:pk>/assign/", people_views.assign, name="case_assign"),
    path("<int:pk>/release/<int:post>/", people_views.release, name="case_release"),
    path("<int:pk>/tasks/", record_views.task_add, name="case_task_add"),
    path("tasks/<int:pk>/", record_views.task, name="case_task"),
    path("notes/<int:pk>/", record_views.note_change, name="case_note_change"),
    path("notes/<int:pk>/away/", record_views.note_away, name="case_note_away"),
]
