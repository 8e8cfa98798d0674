"""Addresses of analyses: each is one page, one workbook, one Word section and its pictures."""

from django.urls import path

from opora_web.programme.analysis import views

_CHART = "<slug:name>/<slug:chart>"

urlpatterns = [
    path("", views.analyses, name="analyses"),
    path("objectivity/ask/<path:code>/", views.ask, name="objectivity_ask"),
    path("<slug:name>/", views.analysis, name="analysis"),
    path("<slug:name>/table.xlsx", views.analysis_file, {"form": "xlsx"}, name="analysis_table"),
    path("<slug:name>/section.docx", views.analysis_file, {"form": "docx"}, name="analysis_section"),
    path(f"{_CHART}.svg", views.analysis_chart, {"form": "svg"}, name="analysis_chart"),
    path(f"{_CHART}.json", views.analysis_chart, {"form": "json"}, name="analysis_chart_spec"),
]
