from django.db import migrations

from wraparound.foundation.ui.public_ids import with_public_ids


class Migration(migrations.Migration):
    dependencies = [("shields", "0002_no_index_twice")]

    operations = [*with_public_ids("shields", "review")]
