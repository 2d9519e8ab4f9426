"""Addresses of obligations."""

from django.urls import path

from dondoc_web.work import follow_views as views

app_name = "follow"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<int:obligation_id>/", views.show, name="show"),
    path("<int:obligation_id>/draft/", views.draft, name="draft"),
    path("<int:obligation_id>/report/", views.report, name="report"),
    path("<int:obligation_id>/evidence/", views.attach, name="attach"),
    path("<int:obligation_id>/answer/", views.answer, name="answer"),
    path("<int:obligation_id>/ask/", views.ask, name="ask"),
    path("<int:obligation_id>/grant/", views.grant, name="grant"),
    path("<int:obligation_id>/due/", views.due, name="due"),
    path("<int:obligation_id>/transfer/", views.transfer, name="transfer"),
    path("<int:obligation_id>/suspend/", views.suspend, name="suspend"),
    path("<int:obligation_id>/resume/", views.resume, name="resume"),
    path("<int:obligation_id>/cancel/", views.cancel, name="cancel"),
    path("<int:obligation_id>/comment/", views.comment, name="comment"),
    path("<int:obligation_id>/links/<int:link_id>/", views.decide_link, name="decide_link"),
    path("evidence/<int:evidence_id>/", views.download, name="download"),
    path("evidence/<int:evidence_id>/remove/", views.remove, name="remove"),
]
