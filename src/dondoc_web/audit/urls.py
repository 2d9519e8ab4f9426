"""Addresses of the log."""

from django.urls import path

from dondoc_web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("log.csv", views.log_csv, name="csv"),
]
