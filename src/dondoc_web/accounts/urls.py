"""Addresses of accounts."""

from django.urls import path

from dondoc_web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("code/", views.code, name="code"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("me/", views.profile, name="profile"),
    path("password/", views.password, name="password"),
    path("language/", views.language, name="language"),
    path("second-factor/", views.second_factor_page, name="second_factor"),
    path("second-factor/codes/", views.codes, name="codes"),
    path("second-factor/renew/", views.renew_codes, name="renew_codes"),
    path("second-factor/off/", views.second_factor_off, name="second_factor_off"),
    path("sign-out-elsewhere/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
]
