"""Addresses of people and posts."""

from django.urls import path

from wraparound.foundation.staffing import invitation_views, post_views, rota_views, token_views, views

app_name = "staffing"
urlpatterns = [
    path("staff/", views.posts, name="posts"),
    path("staff/new/", views.place, name="place"),
    path("staff/<uuid:public_id>/", views.post, name="post"),
    path("staff/<uuid:moves>/move/", views.place, name="move"),
    path("staff/<uuid:public_id>/end/", post_views.end, name="end"),
    path("staff/<uuid:public_id>/leave/", post_views.leave, name="leave"),
    path("staff/<uuid:public_id>/suspend/", post_views.suspend, name="suspend"),
    path("staff/<uuid:public_id>/resume/", post_views.resume, name="resume"),
    path("staff/<uuid:public_id>/check/", post_views.clearance, name="clearance"),
    path("staff/<uuid:public_id>/line/", post_views.line, name="line"),
    path("staff/<uuid:public_id>/invite/", post_views.invite_again, name="invite_again"),
    path("staff/<uuid:public_id>/start-again/", post_views.start_again, name="start_again"),
    path("staff/lines/<uuid:public_id>/end/", post_views.end_line, name="end_line"),
    path("staff/changes/", views.changes, name="changes"),
    path("staff/changes/<uuid:public_id>/", views.change, name="change"),
    path("staff/rota/", rota_views.rotas, name="rotas"),
    path("staff/rota/<int:team>/", rota_views.rota, name="rota"),
    path("staff/shifts/<uuid:public_id>/end/", rota_views.end_shift, name="end_shift"),
    path("staff/systems/", token_views.tokens, name="tokens"),
    path("staff/systems/new/", token_views.new_token, name="new_token"),
    path("staff/systems/<uuid:public_id>/renew/", token_views.renew_token, name="renew_token"),
    path("staff/systems/<uuid:public_id>/shut-out/", token_views.revoke_token, name="revoke_token"),
    path("invitation/<str:key>/", invitation_views.accept, name="accept"),
]
