"""Background jobs of notices."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from wraparound.foundation.notifications import queries, services


@task
def mail(notice_id: int) -> int:
    """Mail a notice to whoever it is for now; return to how many."""
    now = timezone.now()
    notice = services.begin_mail(notice_id=notice_id, now=now)
    if notice is None:
        return 0
    address = settings.BASE_URL + reverse("notifications:notices")
    letters = [
        EmailMessage(
            "Something waits for you in Wraparound",
            render_to_string(
                "notifications/notice.txt", {"name": user.full_name, "words": notice.words, "url": address}
            ),
            to=[user.email],
        )
        for user in queries.people_of(notice, now=now)
    ]
    return get_connection().send_messages(letters) or 0
