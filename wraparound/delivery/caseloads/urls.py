"""Addresses of caseloads; no name and no number of a child stands in them."""

from django.urls import path

from wraparound.delivery.caseloads import allocating_views, case_views, views

app_name = "caseloads"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("team/", views.team, name="team"),
    path("team/share/", allocating_views.share, name="share"),
    path("team/<uuid:public_id>/", views.worker, name="worker"),
    path("team/<uuid:public_id>/capacity/", views.capacity, name="capacity"),
    path("child/<uuid:public_id>/", case_views.of_child, name="of_child"),
    path("<uuid:public_id>/", case_views.case, name="case"),
    path("<uuid:public_id>/allocate/", allocating_views.allocate, name="allocate"),
    path("<uuid:public_id>/level/", case_views.judge, name="judge"),
    path("<uuid:public_id>/plan/", case_views.plan, name="plan"),
    path("<uuid:public_id>/whose/", views.whose, name="whose"),
    path("<uuid:public_id>/close/", case_views.close, name="close"),
    path("<uuid:public_id>/take-back/<uuid:allocation_id>/", allocating_views.take_back, name="take_back"),
]
