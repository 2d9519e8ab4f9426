"""Addresses of consolidated reports."""

from django.urls import path

from dondoc_web.consolidation import sentence_views, views

app_name = "consolidation"
urlpatterns = [
    path("of/<int:report_id>/", views.begin, name="begin"),
    path("<int:consolidation_id>/", views.show, name="show"),
    path("<int:consolidation_id>/progress/", views.progress, name="progress"),
    path("<int:consolidation_id>/tables/<slug:table>/", views.table, name="table"),
    path("<int:consolidation_id>/changes/", views.later, name="changes"),
    path("<int:consolidation_id>/changes/take/", views.take, name="take"),
    path("<int:consolidation_id>/changes/leave/", views.leave, name="leave"),
    path("<int:consolidation_id>/letterhead/", views.head, name="head"),
    path("<int:consolidation_id>/sections/add/", sentence_views.add_section, name="add_section"),
    path("<int:consolidation_id>/files/", views.files, name="files"),
    path("<int:consolidation_id>/docx/", views.as_docx, name="docx"),
    path("<int:consolidation_id>/pdf/", views.as_pdf, name="pdf"),
    path("sections/<int:section_id>/add/", sentence_views.add, name="add"),
    path("sentences/<int:sentence_id>/", sentence_views.source, name="source"),
    path("sentences/<int:sentence_id>/edit/", sentence_views.edit, name="edit"),
    path("sentences/<int:sentence_id>/restore/", sentence_views.restore, name="restore"),
]
