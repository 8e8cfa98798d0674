"""Addresses of reports."""

from django.urls import path

from opora_web.programme.reporting import cycle_views, views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("cycle/", cycle_views.cycle, name="report_cycle"),
    path("cycle/evidence.zip", cycle_views.evidence, name="report_evidence"),
    path("cycle/<slug:code>/", cycle_views.trace, name="report_trace"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/rows/<slug:code>/", views.rows, name="report_rows"),
    path("<int:pk>/chart.svg", views.chart, name="report_chart"),
    path("<int:pk>/report.docx", views.word, name="report_word"),
    path("<int:pk>/history/", views.history, name="report_history"),
    path("<int:pk>/write/", views.write, name="report_write"),
    path("<int:pk>/anew/", views.anew, name="report_anew"),
    path("<int:pk>/sign/", views.sign, name="report_sign"),
    path("<int:pk>/drop/", views.drop, name="report_drop"),
]
