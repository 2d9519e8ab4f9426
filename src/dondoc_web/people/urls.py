"""Addresses of people."""

from django.urls import path

from dondoc_web.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.listing, name="list"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:person_id>/", views.show, name="show"),
    path("people/<int:person_id>/give-role/", views.give_role, name="give_role"),
    path("people/roles/<int:membership_id>/end/", views.end_role, name="end_role"),
    path("people/<int:person_id>/link/", views.make_link, name="make_link"),
    path("people/<int:person_id>/revoke/", views.revoke_links, name="revoke_links"),
    path("people/<int:person_id>/deactivate/", views.deactivate, name="deactivate"),
    path("people/<int:person_id>/reactivate/", views.reactivate, name="reactivate"),
    path("people/<int:person_id>/unlock/", views.unlock, name="unlock"),
    path("people/<int:person_id>/second-factor/off/", views.second_factor_off, name="second_factor_off"),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
]
