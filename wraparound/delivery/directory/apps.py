from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "wraparound.delivery.directory"
    label = "directory"
