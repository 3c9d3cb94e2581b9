from django.apps import AppConfig


class ShieldsConfig(AppConfig):
    name = "wraparound.outcomes.shields"
    label = "shields"
