"""Addresses of accounts."""

from django.urls import path

from dondoc_web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("password/", views.password, name="password"),
    path("language/", views.language, name="language"),
]
