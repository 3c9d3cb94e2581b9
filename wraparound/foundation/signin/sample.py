"""Second factors of a demonstration's invented people, so that it can be tried as it really is."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings

from wraparound.foundation.accounts.models import User


class NotASample(Exception):
    """A code was asked for that only its owner's device may know."""


def is_sample(user: User) -> bool:
    """Return whether this is an invented person of a demonstration: nobody has mail at `.example`."""
    return bool(settings.DEMO) and user.email.endswith(".example")


def give_sample_factor(*, user: User) -> None:
    """Set a code generator up for an invented person; raises `NotASample` for anybody else."""
    if not is_sample(user):
        raise NotASample(user.email)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        totp.TOTP.activate(user, totp.generate_totp_secret())


def sample_codes() -> dict[str, tuple[str, int]]:
    """Return the present code of every invented person who has one, by e-mail address; none elsewhere."""
    with_one = Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user")
    people = [each.user for each in with_one.order_by("user__pk") if is_sample(each.user)]
    return {user.email: sample_code(user=user) for user in people}


def sample_code(*, user: User) -> tuple[str, int]:
    """Return the present code of an invented person, and for how many seconds it is shown.

    Raises `NotASample` for anybody else, and outside a demonstration.
    """
    generator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if generator is None or not is_sample(user):
        raise NotASample(user.email)
    period, seconds = totp.app_settings.TOTP_PERIOD, int(time.time())
    code = totp.hotp_value(decrypt(generator.data["secret"]), seconds // period)
    return totp.format_hotp_value(code), period - seconds % period
