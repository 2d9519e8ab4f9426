"""Addresses of the work."""

from django.urls import path

from dondoc_web.work import board_views, register_views, reorganisation_views, review_views

app_name = "work"
urlpatterns = [
    path("reorganisation/", reorganisation_views.assistant, name="reorganisation"),
    path("today/", board_views.today, name="today"),
    path("board/", board_views.board, name="board"),
    path("board.xlsx", board_views.board_file, {"form": "xlsx"}, name="board_xlsx"),
    path("board.csv", board_views.board_file, {"form": "csv"}, name="board_csv"),
    path("agencies/<int:agency_id>/work/", board_views.agency, name="agency"),
    path("documents/<int:source_id>/work/", board_views.directive, name="directive"),
    path("register/", register_views.register, name="register"),
    path("register.xlsx", register_views.file, {"form": "xlsx"}, name="register_xlsx"),
    path("register.csv", register_views.file, {"form": "csv"}, name="register_csv"),
    path("register/many/", register_views.many, name="register_many"),
    path("register/views/", register_views.keep, name="keep_view"),
    path("register/views/<int:view_id>/drop/", register_views.drop, name="drop_view"),
    path("review/", review_views.queue, name="queue"),
    path("review/bodies/", review_views.bodies, name="bodies"),
    path("review/<int:plan_id>/", review_views.review_plan, name="review"),
    path("review/<int:plan_id>/outlines/", review_views.outlines, name="review_outlines"),
    path("review/change/<int:change_id>/<slug:verb>/", review_views.decide_change, name="decide_change"),
    path("review/effect/<int:effect_id>/<slug:verb>/", review_views.decide_effect, name="decide_effect"),
    path("review/<int:plan_id>/<slug:verb>/", review_views.decide_plan, name="decide_plan"),
    path("review/task/<int:task_id>/correct/", review_views.correct, name="correct"),
    path("review/task/<int:task_id>/<slug:verb>/", review_views.decide_task, name="decide_task"),
    path("documents/<int:source_id>/follow/", review_views.take_over, name="take_over"),
]
