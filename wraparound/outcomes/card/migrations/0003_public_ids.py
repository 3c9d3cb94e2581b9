from django.db import migrations

from wraparound.foundation.notifications.leading import lead_by_public_id
from wraparound.foundation.ui.public_ids import with_public_ids


class Migration(migrations.Migration):
    dependencies = [("card", "0002_no_index_twice"), ("notifications", "0002_public_ids")]

    operations = [
        *with_public_ids("card", "ringrequest"),
        lead_by_public_id("card", "ringrequest", route="card:ring_request"),
    ]
