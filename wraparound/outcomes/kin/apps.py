from django.apps import AppConfig


class KinConfig(AppConfig):
    name = "wraparound.outcomes.kin"
    label = "kin"
