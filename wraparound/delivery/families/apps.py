from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "wraparound.delivery.families"
    label = "families"
