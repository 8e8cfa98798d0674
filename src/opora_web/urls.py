"""All addresses of the site, room by room."""

from django.urls import include, path

from opora_web.interface.charts import chart_library
from opora_web.programme.home import home
from opora_web.programme.school_page import school

urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("charts/library.js", chart_library, name="chart_library"),
    path("schools/", include("opora_web.programme.schools.urls")),
    path("schools/<path:code>/", school, name="school"),
]

handler403 = "opora_web.interface.faults.not_allowed"
handler404 = "opora_web.interface.faults.not_found"
handler500 = "opora_web.interface.faults.broken"
