"""The step between password and product."""

from allauth.mfa.stages import AuthenticateStage

from wraparound.foundation.signin.queries import get_authentication_records


class FactorStage(AuthenticateStage):
    """Asks for the second factor, unless single sign-on has just proved one."""

    def _should_handle(self, request) -> bool:  # type: ignore[no-untyped-def]
        proved = get_authentication_records(request, self.login.user)
        if any(record.get("type") == "single sign-on" for record in proved):
            return False
        return super()._should_handle(request)
