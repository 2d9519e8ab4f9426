"""Addresses of documents."""

from django.urls import path

from dondoc_web.documents import column_views, edit_views, likeness_views, views

app_name = "documents"
urlpatterns = [
    path("", views.listing, name="list"),
    path("upload/", views.upload, name="upload"),
    path("received/", views.received, name="received"),
    path("cascade/", views.cascade, name="cascade"),
    path("documents/<int:source_id>/", views.show, name="show"),
    path("documents/<int:source_id>/progress/", views.progress, name="progress"),
    path("documents/<int:source_id>/read-again/", views.read_again, name="read_again"),
    path("documents/<int:source_id>/likeness/<int:likeness_id>/", likeness_views.answer, name="answer_likeness"),
    path("documents/<int:source_id>/columns/", column_views.mapping, name="columns"),
    path("documents/<int:source_id>/withdraw/", views.withdraw, name="withdraw"),
    path("documents/<int:source_id>/file/", views.download, name="download"),
    path("documents/<int:source_id>/pages/<int:number>.webp", views.page_picture, name="page_picture"),
    path("documents/<int:source_id>/outlines.json", views.outlines, name="outlines"),
    path("documents/<int:source_id>/compare/<int:other_id>/", views.compare, name="compare"),
    path("documents/<int:source_id>/choose/", views.choose, name="choose"),
    path("documents/<int:source_id>/original/", edit_views.original, name="original"),
    path("documents/<int:source_id>/mending/", edit_views.mending, name="mending"),
    path("documents/<int:source_id>/edits/<int:start>-<int:end>/", edit_views.edit, name="edit"),
    path("documents/<int:source_id>/plan.json", views.plan_json, name="plan_json"),
]
