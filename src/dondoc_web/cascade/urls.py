"""Addresses of the cascade by clauses."""

from django.urls import path

from dondoc_web.cascade import views

app_name = "clauses"
urlpatterns = [
    path("clauses/", views.listing, name="list"),
    path("documents/<int:source_id>/clauses/", views.show, name="show"),
    path("documents/<int:source_id>/clauses/compare/", views.ask, name="ask"),
    path("documents/<int:source_id>/clauses/progress/", views.progress, name="progress"),
    path("documents/<int:source_id>/side-by-side/", views.side_by_side, name="side_by_side"),
    path("documents/<int:source_id>/side-by-side.xlsx", views.as_xlsx, name="xlsx"),
    path("documents/<int:source_id>/side-by-side.docx", views.as_docx, name="docx"),
    path("documents/<int:source_id>/versions/", views.show_versions, name="versions"),
    path("clauses/pairings/<int:pairing_id>/link/", views.link, name="link"),
    path("clauses/links/<int:clause_link_id>/", views.decide, name="decide"),
]
