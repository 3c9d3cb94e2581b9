from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "wraparound.outcomes.finding"
    label = "finding"
