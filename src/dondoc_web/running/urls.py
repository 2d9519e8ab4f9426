"""Addresses for machines."""

from django.urls import path

from dondoc_web.running import views

app_name = "running"
urlpatterns = [
    path("live/", views.live, name="live"),
    path("ready/", views.ready, name="ready"),
]
