"""Addresses of reminders, the calendar and its feeds, and of an office's settings."""

from django.urls import path

from dondoc_web.reminders import calendar_views, office_views, views

app_name = "reminders"
urlpatterns = [
    path("reminders/", views.mine, name="mine"),
    path("reminders/seen/", views.seen, name="seen"),
    path("reminders/digests/<int:digest_id>/", views.digest, name="digest"),
    path("calendar/", calendar_views.month, name="calendar"),
    path("calendar/feeds/", calendar_views.feeds, name="feeds"),
    path("calendar/feeds/<int:feed_id>/revoke/", calendar_views.revoke, name="revoke"),
    path("calendar/feed/<str:secret>.ics", calendar_views.feed, name="feed"),
    path("offices/", office_views.listing, name="offices"),
    path("offices/<int:office_id>/", office_views.show, name="office"),
    path("offices/<int:office_id>/settle/", office_views.settle, name="settle"),
    path("offices/<int:office_id>/ladder/", office_views.ladder, name="ladder"),
    path("offices/<int:office_id>/days/", office_views.enter_day, name="enter_day"),
    path("offices/days/<int:override_id>/remove/", office_views.remove_day, name="remove_day"),
]
