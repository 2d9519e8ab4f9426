"""Addresses of figures that leave the office."""

from django.urls import path

from dondoc_web.figures import views

app_name = "figures"
urlpatterns = [
    path("board/published/", views.published, name="published"),
    path("board/published.xlsx", views.published_file, {"form": "xlsx"}, name="published_xlsx"),
    path("board/published.csv", views.published_file, {"form": "csv"}, name="published_csv"),
    path("board/published.docx", views.published_file, {"form": "docx"}, name="published_docx"),
]
