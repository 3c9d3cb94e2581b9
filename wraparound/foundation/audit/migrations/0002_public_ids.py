from django.db import migrations

from wraparound.foundation.ui.public_ids import with_public_ids


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [*with_public_ids("audit", "sample")]
