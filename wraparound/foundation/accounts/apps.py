from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wraparound.foundation.accounts"
    label = "accounts"
