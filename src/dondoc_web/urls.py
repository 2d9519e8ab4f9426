"""The map of the site."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("dondoc_web.accounts.urls")),
    path("", include("dondoc_web.documents.urls")),
]

handler400 = "dondoc_web.errors.bad_request"
handler403 = "dondoc_web.errors.forbidden"
handler404 = "dondoc_web.errors.not_found"
handler500 = "dondoc_web.errors.broken"
