from django.apps import AppConfig


class OpeningsConfig(AppConfig):
    name = "wraparound.outcomes.openings"
    label = "openings"
