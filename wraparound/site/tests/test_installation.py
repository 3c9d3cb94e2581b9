"""What is wrong with an installation is said with the way out."""

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import NOW, make_post
from wraparound.foundation.area.models import Area, DutyNumber
from wraparound.foundation.audit import services as audit
from wraparound.foundation.audit.chain.verify import Report
from wraparound.site.installation import look_over

pytestmark = pytest.mark.django_db


def wrong() -> set[str]:
    return {finding.what for finding in look_over(NOW) if not finding.well and finding.serious}


def test_an_area_without_a_duty_number_is_wrong() -> None:
    assert "The area is set up" in wrong()
    area = Area.objects.create(code="X1", name="Somewhere")
    assert "There is a number to ring when somebody is worried about a child" in wrong()
    DutyNumber.objects.create(area=area, label="Front door", telephone="01632 960001")
    assert not {what for what in wrong() if "area" in what or "ring" in what}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_stands_still_and_an_audit_that_is_not_sealed_are_wrong(settings, tmp_path) -> None:
    settings.AUDIT_CHECKPOINTS = [str(tmp_path)]
    assert {"Background jobs run", "The audit is sealed"} <= wrong()
    call_command("worker", "--once", verbosity=0)
    found = {f.what for f in look_over(timezone.now()) if f.well}
    assert {"Background jobs run", "The audit is sealed"} <= found


@pytest.mark.parametrize(
    ("setting", "value", "what"),
    [
        ("DEBUG", True, "Debug is off"),
        ("SECRET_KEY", "short", "The secret key is long"),
        ("BASE_URL", "http://wraparound.example", "People reach it by https, or from this machine alone"),
        ("DEMO", True, "It is no demonstration, or one for this machine alone"),
        ("ALLOWED_HOSTS", ["*"], "Only named hosts are answered"),
        ("LINKER", "hadoop", "Lists can be linked"),
    ],
)
def test_an_unsafe_setting_is_wrong(settings, setting: str, value: object, what: str) -> None:
    settings.BASE_URL = "https://wraparound.example"
    setattr(settings, setting, value)
    assert what in wrong()


def test_an_area_where_nobody_looks_after_posts_is_wrong() -> None:
    assert "Somebody looks after posts" in wrong()
    make_post(role="area_administrator")
    assert "Somebody looks after posts" not in wrong()


def test_an_audit_that_was_changed_stays_wrong_until_a_check_finds_it_whole() -> None:
    found = "The audit was whole when it was last checked"
    assert found not in wrong()
    audit.record_check(report=Report(links=3, alarms=["A row was changed."]), now=NOW)
    assert found in wrong()
    audit.record_check(report=Report(links=3), now=NOW)
    assert found not in wrong()


def test_single_sign_on_that_is_set_up_by_half_is_wrong(settings) -> None:
    app = {"provider_id": "sso", "client_id": "wraparound", "secret": ""}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert "Single sign-on is set up whole, or not at all" in wrong()


def test_styles_that_were_not_laid_out_are_wrong(settings, tmp_path) -> None:
    settings.STATIC_ROOT = tmp_path
    assert "Styles and scripts are laid out" in wrong()
    (tmp_path / "staticfiles.json").write_text("{}")
    assert "Styles and scripts are laid out" not in wrong()


def test_checkpoints_that_never_leave_the_machine_are_minded(settings) -> None:
    settings.BASE_URL = "https://wraparound.example"
    minded = {finding.what for finding in look_over(NOW) if not finding.well and not finding.serious}
    assert "A copy of the audit's checkpoints leaves this machine" in minded
    assert "What stands in front says who is asking" in minded


def test_nothing_of_the_framework_warns() -> None:
    """A warning that is always there hides the one that matters; of constraints it means that one is not made."""
    assert run_checks() == []


def test_the_command_fails_when_something_is_wrong(capsys) -> None:
    with pytest.raises(CommandError, match="wrong"):
        call_command("check")
    assert "WRONG" in capsys.readouterr().out
