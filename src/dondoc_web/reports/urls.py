"""Addresses of reports."""

from django.urls import path

from dondoc_web.reports import filled_views, views, written_views

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
    path("<int:report_id>/write/", written_views.write, name="write"),
    path("<int:report_id>/prepare/", written_views.prepare, name="prepare"),
    path("<int:report_id>/attach/", written_views.attach, name="attach"),
    path("<int:report_id>/ask-approval/", written_views.ask_approval, name="ask_approval"),
    path("<int:report_id>/approve/", written_views.approve, name="approve"),
    path("<int:report_id>/give-back/", written_views.give_back, name="give_back"),
    path("<int:report_id>/form/", filled_views.fill, name="fill"),
    path("<int:report_id>/form/take/", filled_views.take, name="take"),
    path("<int:report_id>/form/drop/", filled_views.drop, name="drop"),
    path("<int:report_id>/form/xlsx/", filled_views.workbook, name="workbook"),
    path("<int:report_id>/form/docx/", filled_views.word_file, name="word_file"),
    path("files/<int:attachment_id>/", written_views.download, name="download"),
    path("files/<int:attachment_id>/remove/", written_views.detach, name="detach"),
]
