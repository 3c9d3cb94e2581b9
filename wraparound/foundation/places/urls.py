"""Addresses of the area as its administrator keeps it."""

from django.urls import path

from wraparound.foundation.places import footprint_views, views

app_name = "places"
urlpatterns = [
    path("", views.area, name="area"),
    path("change/", views.change_area, name="change-area"),
    path("numbers/add/", views.duty_number, name="add-number"),
    path("numbers/<int:pk>/", views.duty_number, name="number"),
    path("numbers/<int:pk>/remove/", views.remove_number, name="remove-number"),
    path("decided/<slug:kind>/", views.decided, name="decided"),
    path("decided/<slug:kind>/add/", views.decide, name="decide"),
    path("footprints/", footprint_views.tree, name="footprints"),
    path("footprints/add/", footprint_views.footprint, name="add-footprint"),
    path("footprints/<int:pk>/", footprint_views.footprint, name="footprint"),
    path("footprints/level/", footprint_views.level, name="add-level"),
    path("footprints/load/", footprint_views.load_footprints, name="load-footprints"),
    path("postcodes/", footprint_views.postcodes, name="postcodes"),
    path("postcodes/load/", footprint_views.load_postcodes, name="load-postcodes"),
    path("postcodes/<int:pk>/", footprint_views.postcode_load, name="postcode-load"),
]
