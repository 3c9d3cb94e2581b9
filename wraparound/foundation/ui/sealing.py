"""Sealing what leaves the process and comes back: it can neither be read nor changed outside."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def seal_for(purpose: str) -> MultiFernet:
    """Return the seal of one purpose, made from the installation's secret; an earlier one's is opened too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (salted_hmac(purpose, "", secret=secret, algorithm="sha256").digest() for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
