from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "wraparound.outcomes.framework"
    label = "framework"
