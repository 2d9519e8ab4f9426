"""Addresses of figures that leave the office."""

from django.urls import path

from dondoc_web.figures import map_views, public_views, timeline_views, views

app_name = "figures"
urlpatterns = [
    path("board/published/", views.published, name="published"),
    path("board/published.xlsx", views.published_file, {"form": "xlsx"}, name="published_xlsx"),
    path("board/published.csv", views.published_file, {"form": "csv"}, name="published_csv"),
    path("board/published.docx", views.published_file, {"form": "docx"}, name="published_docx"),
    path("board/map/", map_views.show, name="map"),
    path("board/map.xlsx", map_views.as_file, {"form": "xlsx"}, name="map_xlsx"),
    path("board/map.csv", map_views.as_file, {"form": "csv"}, name="map_csv"),
    path("board/map/reports/", map_views.rows, name="map_rows"),
    path("board/map/places/", map_views.places, name="map_places"),
    path("documents/<int:source_id>/timeline/", timeline_views.plan, name="timeline"),
    path("cascade/timeline/", timeline_views.directives, name="chain"),
    path("cascade/timeline.xlsx", timeline_views.directives_file, {"form": "xlsx"}, name="chain_xlsx"),
    path("cascade/timeline.csv", timeline_views.directives_file, {"form": "csv"}, name="chain_csv"),
    path("board/public/", public_views.listing, name="publish_list"),
    path("board/public/<int:plan_id>/", public_views.preview, name="preview"),
    path("board/public/<int:plan_id>/publish/", public_views.publish, name="publish"),
    path("board/public/<int:plan_id>/end/", public_views.unpublish, name="unpublish"),
    path("public/<slug:address>/", public_views.show, name="public"),
]
