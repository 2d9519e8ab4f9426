"""Addresses of documents."""

from django.urls import path

from dondoc_web.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.listing, name="list"),
    path("upload/", views.upload, name="upload"),
    path("cascade/", views.cascade, name="cascade"),
    path("documents/<int:source_id>/", views.show, name="show"),
    path("documents/<int:source_id>/progress/", views.progress, name="progress"),
    path("documents/<int:source_id>/read-again/", views.read_again, name="read_again"),
    path("documents/<int:source_id>/withdraw/", views.withdraw, name="withdraw"),
    path("documents/<int:source_id>/file/", views.download, name="download"),
    path("documents/<int:source_id>/plan.json", views.plan_json, name="plan_json"),
]
