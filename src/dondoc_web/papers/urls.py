"""Addresses of papers."""

from django.urls import path

from dondoc_web.papers import form_views, views

app_name = "papers"
urlpatterns = [
    path("", views.listing, name="list"),
    path("templates/", form_views.listing, name="forms"),
    path("templates/<int:form_id>/", form_views.show, name="form"),
    path("templates/<int:form_id>/<slug:which>/", form_views.download, name="form_file"),
    path("templates/begin/<int:office_id>/<slug:kind>/", form_views.begin, name="form_begin"),
    path("<int:paper_id>/", views.show, name="show"),
    path("<int:paper_id>/docx/", views.as_docx, name="docx"),
    path("<int:paper_id>/xlsx/", views.as_xlsx, name="xlsx"),
    path("<int:paper_id>/csv/", views.as_csv, name="csv"),
    path("<int:paper_id>/pdf/", views.as_pdf, name="pdf"),
    path("<int:paper_id>/pdf/start/", views.pdf_start, name="pdf_start"),
    path("<int:paper_id>/pdf/progress/", views.pdf_progress, name="pdf_progress"),
]
