from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "wraparound.foundation.places"
    label = "places"
