from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "wraparound.delivery.contacts"
    label = "contacts"
