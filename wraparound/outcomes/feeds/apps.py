from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "wraparound.outcomes.feeds"
    label = "feeds"
