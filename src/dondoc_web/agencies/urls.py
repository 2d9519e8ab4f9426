"""Addresses of the registry."""

from django.urls import path

from dondoc_web.agencies import views

app_name = "agencies"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("branch/", views.branch, name="branch"),
    path("options/", views.options, name="options"),
    path("new/", views.add, name="add"),
    path("import/", views.import_table, name="import"),
    path("export.csv", views.export, name="export"),
    path("duplicates/", views.duplicates, name="duplicates"),
    path("duplicates/merge/", views.merge, name="merge"),
    path("groups/", views.groups, name="groups"),
    path("groups/new/", views.add_group, name="add_group"),
    path("groups/<int:group_id>/", views.group, name="group"),
    path("groups/<int:group_id>/new/", views.add_member, name="add_member"),
    path("members/<int:member_id>/end/", views.end_member, name="end_member"),
    path("<int:agency_id>/", views.show, name="show"),
    path("<int:agency_id>/rename/", views.rename, name="rename"),
    path("<int:agency_id>/move/", views.move, name="move"),
    path("<int:agency_id>/end/", views.end, name="end"),
    path("<int:agency_id>/alias/", views.alias, name="alias"),
    path("<int:agency_id>/change/", views.change, name="change"),
]
