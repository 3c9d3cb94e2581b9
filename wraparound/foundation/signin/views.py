"""Pages of a person's own account; the library's views, with what changes put on record."""

import uuid
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wraparound.foundation.accounts.queries import posts_of, posts_to_come
from wraparound.foundation.signin import queries, services
from wraparound.foundation.signin.devices import read_device, remember_device
from wraparound.foundation.signin.rules import browser_words
from wraparound.foundation.ui.pages import own_account


class SignIn(account.LoginView):
    """Sign in with a password, or begin single sign-on where the area has it."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add what the button for single sign-on says, if there is one."""
        name = f"Sign in with {settings.OIDC_NAME}" if settings.OIDC_SERVER_URL else ""
        return {**super().get_context_data(**given), "single_sign_on": name}


class TellsWrongFactor:
    """A form whose wrong code or passkey is written to the audit, as a wrong password is."""

    request: Any

    def form_invalid(self, form: Any) -> HttpResponse:
        """Put a wrong factor on record and ask again; a code that was not looked at is no try."""
        found = [error.code for errors in form.errors.as_data().values() for error in errors]
        if "incorrect_code" in found:
            now = self.request.now
            services.put_on_record(verb="sign_in.factor", now=now, user=form.user, outcome="denied")
        return super().form_invalid(form)  # type: ignore[misc, no-any-return]


class SecondStep(TellsWrongFactor, factor.AuthenticateView):
    """Ask for the second factor of a sign-in."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Add whether the person has a passkey: somebody without one is not asked for it."""
        user = self.stage.login.user
        return {**super().get_context_data(**given), "has_passkey": queries.has_passkey(user)}


class ConfirmByCode(TellsWrongFactor, factor.ReauthenticateView):
    """Ask for a code once more, before something that matters."""


class ConfirmByPasskey(TellsWrongFactor, webauthn.ReauthenticateWebAuthnView):
    """Ask for a passkey once more, before something that matters."""


class PutsOnRecord:
    """A form whose success is written to the audit in the same transaction."""

    request: Any
    verb: str

    @method_decorator(transaction.atomic)
    def form_valid(self, form: Any) -> HttpResponse:
        """Do what the form asks and put it on record."""
        user = self._whose()
        response = super().form_valid(form)  # type: ignore[misc]
        services.put_on_record(verb=self.verb, now=self.request.now, user=user)
        return response

    def _whose(self) -> Any:
        return self.request.user


class AddsFactor(PutsOnRecord):
    """Setting a factor up proves that the person has it: this session has passed it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Add the factor and let this session go on with it."""
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="set up")
        return response


class AddGenerator(AddsFactor, totp.ActivateTOTPView):
    """Set up a code generator."""

    verb = "factor.add_generator"


class RemoveGenerator(PutsOnRecord, totp.DeactivateTOTPView):
    """Take a code generator away."""

    verb = "factor.remove_generator"


class AddPasskey(AddsFactor, webauthn.AddWebAuthnView):
    """Add a passkey."""

    verb = "factor.add_passkey"


class RemovePasskey(PutsOnRecord, webauthn.RemoveWebAuthnView):
    """Take a passkey away, unless it is the last factor."""

    verb = "factor.remove_passkey"

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the passkey when another factor is left."""
        if queries.count_factors(self.request.user) < 2:
            messages.warning(self.request, "This is your only second factor. Add another one first")
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the page of all factors."""
        return reverse("mfa_index")


class NewRecoveryCodes(PutsOnRecord, recovery.GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones stop working."""

    verb = "factor.new_recovery_codes"


class ChangePassword(PutsOnRecord, account.PasswordChangeView):
    """Change the password; every other session of the person ends with it."""

    verb = "password.change"

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        """Say so when there is no password to change, because the person comes in by single sign-on."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(request, "You sign in through your own organisation, so there is no password here.")
            return redirect("mfa_index")
        return super().dispatch(request, *args, **given)

    def get_success_url(self) -> str:
        """Return to the page of the account's security."""
        return reverse("mfa_index")


class ResetPassword(PutsOnRecord, account.PasswordResetFromKeyView):
    """Set a new password by a link from an e-mail."""

    verb = "password.reset"

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it; whoever had the link owns the address, so their tries here count apart from now on."""
        response = super().form_valid(form)
        person = services.digest("account", self.reset_user.email)
        services.forget_failures(email=self.reset_user.email)
        remember_device(response, read_device(self.request.COOKIES), person)
        return response

    def _whose(self) -> Any:
        return self.reset_user


class Sessions(PutsOnRecord, sessions.ListUserSessionsView):
    """Where a person is signed in, and signing out everywhere else."""

    verb = "sign_out.elsewhere"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Pair each session with the words for its browser."""
        context = super().get_context_data(**given)
        context["rows"] = [(each, browser_words(each.user_agent)) for each in context["sessions"]]
        return context


@own_account()
def posts(request: HttpRequest) -> HttpResponse:
    """Show the posts that the person can work as, each with one button."""
    held = posts_of(request.user, now=request.now)  # type: ignore[arg-type, attr-defined]
    coming = posts_to_come(request.user, now=request.now)  # type: ignore[arg-type, attr-defined]
    context = {"posts": held, "coming": coming, "next": request.GET.get("next", "")}
    return render(request, "signin/posts.html", context)


@own_account()
@require_POST
def work_as(request: HttpRequest, post: uuid.UUID) -> HttpResponse:
    """Work as one of the person's own posts from now on."""
    chosen = posts_of(request.user, now=request.now).filter(public_id=post).first()  # type: ignore[arg-type, attr-defined]
    if chosen is None:
        return redirect("accounts:posts")
    request.session[queries.POST_KEY] = chosen.pk
    services.put_on_record(verb="post.work_as", now=request.now, user=request.user, post=chosen.pk)  # type: ignore[arg-type, attr-defined]
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return redirect(after if safe else "home")
