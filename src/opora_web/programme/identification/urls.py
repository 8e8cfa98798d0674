"""Addresses of lists."""

from django.urls import path

from opora_web.programme.identification import (
    answer_views,
    download_views,
    entry_views,
    list_views,
    picture_views,
    run_views,
)

urlpatterns = [
    path("", list_views.lists, name="lists"),
    path("new/", run_views.identify, name="identify"),
    path("new/make/", run_views.make, name="list_make"),
    path("new/what-if/", run_views.what_if, name="identify_what_if"),
    path("new/<slug:chart>.svg", run_views.chart, {"form": "svg"}, name="identify_chart"),
    path("new/<slug:chart>.json", run_views.chart, {"form": "json"}, name="identify_chart_spec"),
    path("own/", answer_views.own, name="own_entries"),
    path("<int:pk>/", list_views.school_list, name="list"),
    path("<int:pk>/answers/", answer_views.answers, name="list_answers"),
    path("<int:pk>/history/", list_views.history, name="list_history"),
    path("<int:pk>/discuss/", list_views.discuss, name="list_discuss"),
    path("<int:pk>/draft/", list_views.to_draft, name="list_draft"),
    path("<int:pk>/approve/", list_views.approve, name="list_approve"),
    path("<int:pk>/withdraw/", list_views.withdraw, name="list_withdraw"),
    path("<int:pk>/trash/", list_views.trash, name="list_trash"),
    path("<int:pk>/put-on/", entry_views.put_on, name="list_put_on"),
    path("<int:pk>/scan/", download_views.scan, name="order_scan"),
    path("<int:pk>/attach/", download_views.attach, name="order_attach"),
    path("<int:pk>/order.docx", download_views.order_draft, name="order_draft"),
    path("<int:pk>/list.docx", download_views.list_word, name="list_word"),
    path("<int:pk>/list.xlsx", download_views.list_excel, name="list_excel"),
    path("<int:pk>/pictures/", picture_views.pictures, name="list_pictures"),
    path("<int:pk>/<slug:chart>.svg", picture_views.chart, {"form": "svg"}, name="list_chart"),
    path("<int:pk>/<slug:chart>.json", picture_views.chart, {"form": "json"}, name="list_chart_spec"),
    path("entries/<int:pk>/", entry_views.entry, name="list_entry"),
    path("entries/<int:pk>/decide/", entry_views.decide, name="entry_decide"),
    path("entries/<int:pk>/track/", entry_views.track, name="entry_track"),
    path("entries/<int:pk>/answer/", answer_views.answer, name="answer"),
    path("entries/<int:pk>/reply/", answer_views.reply, name="reply"),
]
