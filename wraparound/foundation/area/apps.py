from django.apps import AppConfig


class AreaConfig(AppConfig):
    name = "wraparound.foundation.area"
    label = "area"
