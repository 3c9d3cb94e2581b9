"""Addresses of families and young people: all public but those of the owners of entries."""

from django.urls import path

from wraparound.delivery.families import correction_views, list_views, views, young_views

app_name = "families"
urlpatterns = [
    path("", views.start, name="start"),
    path("results/", views.results, name="results"),
    path("map/", views.on_map, name="map"),
    path("timetable/", views.timetable, name="timetable"),
    path("service/<uuid:public_id>/", views.service, name="service"),
    path("service/<uuid:public_id>/wrong/", correction_views.wrong, name="wrong"),
    path("service/<uuid:public_id>/wrong/sent/", correction_views.received, name="received"),
    path("list/", list_views.shortlist, name="shortlist"),
    path("list/add/", list_views.add, name="add"),
    path("list/remove/", list_views.remove, name="remove"),
    path("list/<slug:ids>/", list_views.shared, name="shared"),
    path("list/<slug:ids>/timetable/", list_views.timetable, name="list_timetable"),
    path("young/", young_views.young, name="young"),
    path("young/found/<slug:sealed>/", young_views.found, name="young_found"),
    path("young/<uuid:public_id>/", young_views.service, name="young_service"),
    path("private/", young_views.private, name="private"),
    path("private/found/<slug:sealed>/", young_views.private_found, name="private_found"),
    path("private/<uuid:public_id>/", young_views.private_service, name="private_service"),
    path("corrections/", correction_views.corrections, name="corrections"),
    path("corrections/<uuid:public_id>/", correction_views.correction, name="correction"),
]
