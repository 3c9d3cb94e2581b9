"""Addresses of shields, broken glass and adoptions; no name and no number of a child stands in them."""

from django.urls import path

from wraparound.outcomes.shields import glass_views, name_views, views

app_name = "shields"
urlpatterns = [
    path("protected/", views.shields, name="shields"),
    path("protected/lifts/<uuid:public_id>/agree/", views.agree_lift, name="agree_lift"),
    path("protected/reviews/<uuid:public_id>/", views.review, name="review"),
    path("protected/glass/", glass_views.glass, name="glass"),
    path("protected/glass/ask/", glass_views.ask_glass, name="ask_glass"),
    path("protected/glass/<uuid:key>/", glass_views.one_glass, name="one_glass"),
    path("children/<uuid:public_id>/protect/", views.set_shield, name="set"),
    path("children/<uuid:public_id>/protection/", views.shield, name="shield"),
    path("children/<uuid:public_id>/protection/<uuid:shield>/names/", name_views.names, name="names"),
    path("children/<uuid:public_id>/adoption/", glass_views.adoption, name="adoption"),
]
