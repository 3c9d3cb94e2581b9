"""What is asked when somebody signs in or changes how they do: the library's checks, our questions."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from wraparound.foundation.accounts.models import User
from wraparound.foundation.signin import services
from wraparound.foundation.ui import fields

CODE_HOLDS = 120
"""Seconds for which a code that was used is not taken again: longer than any code holds."""


class SignIn(fields.Form, account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["login"] = fields.Email(missing="Enter your email address")
        self.fields["password"] = fields.Password(missing="Enter your password")


class ForgottenPassword(fields.Form):
    """The address to send a link to; the answer is the same whoever it belongs to."""

    email = fields.Email(missing="Enter your email address")

    def save(self, request: HttpRequest) -> None:
        """Leave the look-up and the sending to a job, so that the answer takes as long for everyone."""
        services.ask_for_reset(email=self.cleaned_data["email"].lower())


class NewPassword(fields.Form):
    """A new password, typed once: it can be shown before it is sent."""

    user: User | None

    password1 = fields.Password(
        "New password",
        autocomplete="new-password",
        hint="At least 12 characters. Three words that do not belong together are easy to remember.",
        missing="Enter a new password",
    )

    def clean_password1(self) -> str:
        """Return the password, or say what is wrong with it."""
        return account.get_adapter().clean_password(self.cleaned_data["password1"], user=self.user)


class ResetPassword(NewPassword, account.ResetPasswordKeyForm):
    """A new password by a link from an e-mail."""

    password2 = None


class ChangePassword(NewPassword, account.ChangePasswordForm):
    """A new password by the present one."""

    oldpassword = fields.Password("Present password", missing="Enter your present password")
    password2 = None
    field_order = ["oldpassword", "password1"]


class ConfirmPassword(fields.Form, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    password = fields.Password(missing="Enter your password")


class OneTimeCode(fields.Form):
    """A code from the generator, or one of the recovery codes; each is taken once."""

    code = fields.Text(
        "Code",
        autocomplete="one-time-code",
        hint="6 figures from your app, or one of your recovery codes",
        missing="Enter the code",
        width=10,
        max_length=20,
    )

    def clean_code(self) -> str:
        """Return the code when it is right and has not been used in the last two minutes."""
        code = super().clean_code()  # type: ignore[misc]
        figures = "".join(code.split())
        key = salted_hmac("wraparound.used-code", f"{self.user.pk} {figures}").hexdigest()  # type: ignore[attr-defined]
        if not cache.add(key, "used", CODE_HOLDS):
            raise account.get_adapter().validation_error("incorrect_code")
        return code


class EnterCode(OneTimeCode, factor.AuthenticateForm):
    """The second factor of a sign-in."""


class ConfirmCode(OneTimeCode, factor.ReauthenticateForm):
    """A code once more, before something that matters."""


class AddGenerator(fields.Form, totp.ActivateTOTPForm):
    """The first code, which proves that the generator holds the secret."""

    code = fields.Text(
        "Code from your app",
        autocomplete="one-time-code",
        hint="6 figures",
        missing="Enter the code that your app shows",
        width=10,
        max_length=20,
    )


class RemoveGenerator(fields.Form, totp.DeactivateTOTPForm):
    """Nothing is asked; that another factor is left is checked."""


class DevicesAnswer:
    """What a passkey's device answered; what no device would answer is wrong, and no fault of ours."""

    def clean(self) -> Any:
        """Check the answer; the library's reader stumbles over what it does not expect."""
        return _read(super().clean)  # type: ignore[misc]

    def clean_credential(self) -> Any:
        """Check the answer; the library's reader stumbles over what it does not expect."""
        given = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        return _read(getattr(super(), "clean_credential", lambda: given))


def _read(check: Callable[[], Any]) -> Any:
    try:
        return check()
    except (LookupError, AttributeError, TypeError, ValueError, struct.error) as error:
        raise account.get_adapter().validation_error("incorrect_code") from error


class EnterPasskey(DevicesAnswer, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second factor of a sign-in."""


class ConfirmPasskey(DevicesAnswer, webauthn.ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class AddPasskey(DevicesAnswer, fields.Form, webauthn.AddWebAuthnForm):
    """What the device answered, and what its owner calls it."""

    name = fields.Text("What do you call this device?", hint="For example: work phone", required=False)


class NewRecoveryCodes(fields.Form, recovery.GenerateRecoveryCodesForm):
    """Nothing is asked."""
