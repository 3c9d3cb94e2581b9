from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "wraparound.outcomes.children"
    label = "children"
