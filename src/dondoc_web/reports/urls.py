"""Addresses of reports."""

from django.urls import path

from dondoc_web.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("duties/", views.duties, name="duties"),
    path("duties/add/", views.add, name="add"),
    path("duties/<int:duty_id>/", views.duty, name="duty"),
    path("duties/<int:duty_id>/correct/", views.correct, name="correct"),
    path("duties/<int:duty_id>/confirm/", views.confirm, name="confirm"),
    path("duties/<int:duty_id>/refuse/", views.refuse, name="refuse"),
    path("duties/<int:duty_id>/open/", views.open_by_hand, name="open"),
    path("<int:report_id>/", views.show, name="show"),
    path("<int:report_id>/hand-in/", views.hand_in, name="hand_in"),
    path("<int:report_id>/accept/", views.accept, name="accept"),
    path("<int:report_id>/return/", views.send_back, name="return"),
    path("<int:report_id>/grant/", views.grant, name="grant"),
]
