"""Addresses of agencies as their administrator keeps them."""

from django.urls import path

from wraparound.foundation.partners import succession_views, views

app_name = "partners"
urlpatterns = [
    path("", views.agencies, name="agencies"),
    path("add/", views.save_agency, name="add"),
    path("<int:pk>/", views.agency, name="agency"),
    path("<int:pk>/change/", views.save_agency, name="change"),
    path("<int:pk>/services/add/", views.service, name="add-service"),
    path("<int:pk>/services/<int:service_pk>/", views.service, name="service"),
    path("<int:pk>/teams/add/", views.team, name="add-team"),
    path("<int:pk>/teams/<int:team_pk>/", views.team, name="team"),
    path("<int:pk>/codes/add/", views.add_code, name="add-code"),
    path("<int:pk>/codes/<int:code_pk>/remove/", views.remove_code, name="remove-code"),
    path("<int:pk>/places/add/", views.add_place, name="add-place"),
    path("<int:pk>/umbrellas/add/", views.add_membership, name="add-membership"),
    path("<int:pk>/agreements/add/", views.add_agreement, name="add-agreement"),
    path("<int:pk>/<slug:kind>/<int:row_pk>/end/", views.end, name="end"),
    path("<int:pk>/becomes/", succession_views.add, name="add-succession"),
    path("successions/", succession_views.queue, name="successions"),
    path("successions/<int:pk>/", succession_views.decide, name="decide"),
]
