"""Background jobs of the audit: sealing every half minute, and a check of the whole chain each night."""

import logging

from django.utils import timezone
from django_tasks import task

from wraparound.foundation.audit import services
from wraparound.foundation.audit.chain.checkpoints import KeyMissing
from wraparound.foundation.audit.chain.verify import Report, verify

log = logging.getLogger("wraparound.audit")


@task(queue_name="clock")
def seal() -> int:
    """Chain what was written since the last run and send a checkpoint out."""
    return services.seal(now=timezone.now())


@task
def check_chain() -> int:
    """Chain what any run missed, check everything, put the outcome on record, return the alarms."""
    services.seal(now=timezone.now(), reach=None)
    try:
        report = verify()
    except KeyMissing as error:
        report = Report(alarms=[str(error)])
    for alarm in report.alarms:
        log.error("audit: %s", alarm)
    services.record_check(report=report, now=timezone.now())
    return len(report.alarms)
