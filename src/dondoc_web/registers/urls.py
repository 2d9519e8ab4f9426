"""Addresses of registers."""

from django.urls import path

from dondoc_web.registers import views

app_name = "registers"
urlpatterns = [
    path("", views.listing, name="list"),
    path("add/", views.define, name="define"),
    path("<int:register_id>/", views.show, name="show"),
    path("<int:register_id>/fields/", views.redefine, name="redefine"),
    path("<int:register_id>/entry/", views.add, name="add"),
    path("<int:register_id>/sums/", views.sums, name="sums"),
    path("<int:register_id>/sums/xlsx/", views.sums_file, name="sums_file"),
    path("<int:register_id>/export/<slug:suffix>/", views.export, name="export"),
    path("entries/<int:entry_id>/", views.entry, name="entry"),
    path("entries/<int:entry_id>/withdraw/", views.withdraw, name="withdraw"),
]
