"""Background jobs that span the rings."""

from django.core.management import call_command
from django_tasks import task

KEPT_DAYS = {"default": 14, "clock": 1}
"""How long the outcome of a job can still be looked up, by queue."""


@task(queue_name="clock")
def forget_old_jobs() -> None:
    """Remove the jobs that ended longer ago than we keep them."""
    for queue, days in KEPT_DAYS.items():
        call_command("prune_db_task_results", queue_name=queue, min_age_days=days, verbosity=0)
