from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "wraparound.foundation.agencies"
    label = "agencies"
