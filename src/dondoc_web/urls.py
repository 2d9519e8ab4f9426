"""The map of the site."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("dondoc_web.accounts.urls")),
    path("health/", include("dondoc_web.running.urls")),
    path("", include("dondoc_web.people.urls")),
    path("log/", include("dondoc_web.audit.urls")),
    path("obligations/", include("dondoc_web.work.follow_urls")),
    path("consolidations/", include("dondoc_web.consolidation.urls")),
    path("papers/", include("dondoc_web.papers.urls")),
    path("search/", include("dondoc_web.search.urls")),
    path("", include("dondoc_web.cascade.urls")),
    path("", include("dondoc_web.figures.urls")),
    path("registers/", include("dondoc_web.registers.urls")),
    path("reports/", include("dondoc_web.reports.urls")),
    path("agencies/", include("dondoc_web.agencies.urls")),
    path("", include("dondoc_web.documents.urls")),
    path("", include("dondoc_web.work.urls")),
    path("", include("dondoc_web.reminders.urls")),
]

handler400 = "dondoc_web.errors.bad_request"
handler403 = "dondoc_web.errors.forbidden"
handler404 = "dondoc_web.errors.not_found"
handler500 = "dondoc_web.errors.broken"
