"""Addresses of people and posts."""

from django.urls import path

from wraparound.foundation.staffing import invitation_views, post_views, rota_views, token_views, views

app_name = "staffing"
urlpatterns = [
    path("staff/", views.posts, name="posts"),
    path("staff/new/", views.place, name="place"),
    path("staff/<int:pk>/", views.post, name="post"),
    path("staff/<int:moves>/move/", views.place, name="move"),
    path("staff/<int:pk>/end/", post_views.end, name="end"),
    path("staff/<int:pk>/leave/", post_views.leave, name="leave"),
    path("staff/<int:pk>/suspend/", post_views.suspend, name="suspend"),
    path("staff/<int:pk>/resume/", post_views.resume, name="resume"),
    path("staff/<int:pk>/check/", post_views.clearance, name="clearance"),
    path("staff/<int:pk>/line/", post_views.line, name="line"),
    path("staff/<int:pk>/invite/", post_views.invite_again, name="invite_again"),
    path("staff/<int:pk>/start-again/", post_views.start_again, name="start_again"),
    path("staff/lines/<int:pk>/end/", post_views.end_line, name="end_line"),
    path("staff/changes/", views.changes, name="changes"),
    path("staff/changes/<int:pk>/", views.change, name="change"),
    path("staff/rota/", rota_views.rotas, name="rotas"),
    path("staff/rota/<int:team>/", rota_views.rota, name="rota"),
    path("staff/shifts/<int:pk>/end/", rota_views.end_shift, name="end_shift"),
    path("staff/systems/", token_views.tokens, name="tokens"),
    path("staff/systems/new/", token_views.new_token, name="new_token"),
    path("staff/systems/<int:pk>/renew/", token_views.renew_token, name="renew_token"),
    path("staff/systems/<int:pk>/shut-out/", token_views.revoke_token, name="revoke_token"),
    path("invitation/<str:key>/", invitation_views.accept, name="accept"),
]
