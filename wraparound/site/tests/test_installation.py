"""What is wrong with an installation is said with the way out."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import NOW
from wraparound.foundation.area.models import Area, DutyNumber
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
    ],
)
def test_an_unsafe_setting_is_wrong(settings, setting: str, value: object, what: str) -> None:
    settings.BASE_URL = "https://wraparound.example"
    setattr(settings, setting, value)
    assert what in wrong()


def test_the_command_fails_when_something_is_wrong(capsys) -> None:
    with pytest.raises(CommandError, match="wrong"):
        call_command("check")
    assert "WRONG" in capsys.readouterr().out
