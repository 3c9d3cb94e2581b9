from django.db import migrations

from wraparound.foundation.notifications.leading import lead_by_public_id
from wraparound.foundation.ui.public_ids import with_public_ids


class Migration(migrations.Migration):
    dependencies = [("staffing", "0001_initial"), ("notifications", "0002_public_ids")]

    operations = [
        *with_public_ids("staffing", "change"),
        lead_by_public_id("staffing", "change", route="staffing:change"),
    ]
