"""Addresses of search."""

from django.urls import path

from dondoc_web.search import views

app_name = "search"
urlpatterns = [
    path("", views.page, name="page"),
    path("suggest/", views.suggest, name="suggest"),
    path("saved/", views.keep, name="keep"),
    path("saved/<int:search_id>/drop/", views.drop, name="drop"),
]
