"""All addresses of the site, room by room."""

from django.urls import include, path

from opora_web.api.reading import api
from opora_web.api.views import api_key_revoke, api_keys
from opora_web.interface.charts import chart_library
from opora_web.interface.personal_views import person_records
from opora_web.programme.home import home
from opora_web.programme.school_page import school
from opora_web.programme.school_results import school_chart, school_results

urlpatterns = [
    path("", home, name="home"),
    path("intake/", include("opora_web.intake.urls")),
    path("accounts/", include("allauth.urls")),
    path("cases/", include("opora_web.programme.case.urls")),
    path("meetings/", include("opora_web.programme.meetings.urls")),
    path("reports/", include("opora_web.programme.reporting.urls")),
    path("plans/", include("opora_web.programme.roadmap.urls")),
    path("execution/", include("opora_web.programme.execution.urls")),
    path("lists/", include("opora_web.programme.identification.urls")),
    path("analysis/", include("opora_web.programme.analysis.urls")),
    path("questions/", include("opora_web.programme.objectivity.urls")),
    path("charts/library.js", chart_library, name="chart_library"),
    path("schools/", include("opora_web.programme.schools.urls")),
    path("schools/<path:code>/results/", school_results, name="school_results"),
    path("schools/<path:code>/results/<slug:series>.svg", school_chart, {"form": "svg"}, name="school_chart"),
    path("schools/<path:code>/results/<slug:series>.json", school_chart, {"form": "json"}, name="school_chart_spec"),
    path("schools/<path:code>/", school, name="school"),
    path("api/v1/", api.urls),
    path("keys/", api_keys, name="api_keys"),
    path("keys/<int:pk>/revoke/", api_key_revoke, name="api_key_revoke"),
    path("", include("opora_web.public.urls")),
    path("diagnosis/", include("opora_web.programme.diagnosis.urls")),
    path("people/<int:pk>/records/", person_records, name="person_records"),
    path("people/", include("opora_web.accounts.urls")),
    path("filters/", include("opora_web.interface.urls")),
    path("trash/", include("opora_web.trash.urls")),
]

handler400 = "opora_web.interface.faults.too_much"
handler403 = "opora_web.interface.faults.not_allowed"
handler404 = "opora_web.interface.faults.not_found"
handler429 = "opora_web.interface.faults.too_often"
handler500 = "opora_web.interface.faults.broken"
