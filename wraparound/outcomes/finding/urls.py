"""Addresses of finding a child; what is typed stands in none of them."""

from django.urls import path

from wraparound.outcomes.finding import views

app_name = "finding"
urlpatterns = [
    path("", views.search, name="search"),
    path("<uuid:search_id>/", views.results, name="results"),
    path("<uuid:search_id>/change/", views.search, name="change"),
    path("<uuid:search_id>/open/", views.open_child, name="open"),
    path("<uuid:search_id>/related/<uuid:public_id>/", views.related, name="related"),
]
