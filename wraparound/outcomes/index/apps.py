from django.apps import AppConfig


class IndexConfig(AppConfig):
    name = "wraparound.outcomes.index"
    label = "index"
