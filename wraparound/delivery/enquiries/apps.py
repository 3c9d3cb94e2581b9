from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "wraparound.delivery.enquiries"
    label = "enquiries"
