"""Addresses of papers."""

from django.urls import path

from dondoc_web.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:paper_id>/", views.show, name="show"),
    path("<int:paper_id>/docx/", views.as_docx, name="docx"),
    path("<int:paper_id>/xlsx/", views.as_xlsx, name="xlsx"),
    path("<int:paper_id>/csv/", views.as_csv, name="csv"),
    path("<int:paper_id>/pdf/", views.as_pdf, name="pdf"),
    path("<int:paper_id>/pdf/start/", views.pdf_start, name="pdf_start"),
    path("<int:paper_id>/pdf/progress/", views.pdf_progress, name="pdf_progress"),
]
