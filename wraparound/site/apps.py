from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "wraparound.site"
    label = "site"
