from django.apps import AppConfig


class LooksConfig(AppConfig):
    name = "wraparound.outcomes.looks"
    label = "looks"
