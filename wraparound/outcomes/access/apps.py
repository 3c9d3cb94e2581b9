from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "wraparound.outcomes.access"
    label = "access"
