from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "wraparound.delivery.taxonomy"
    label = "taxonomy"
