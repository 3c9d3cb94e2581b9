"""The e-mails of signing in."""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from wraparound.foundation.accounts.queries import user_of_email


def send_reset(*, email: str) -> None:
    """Send a link that sets a new password, if `email` is of somebody who may sign in."""
    user = user_of_email(email)
    if user is None or not user.is_active or not user.has_usable_password():
        return
    key = EmailAwarePasswordResetTokenGenerator().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    text = render_to_string(
        "signin/email/reset.txt", {"name": user.full_name, "url": settings.BASE_URL + path}
    )
    send_mail("Choose a new password for Wraparound", text, None, [user.email])
