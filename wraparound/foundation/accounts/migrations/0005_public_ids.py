from django.db import migrations

from wraparound.foundation.ui.public_ids import with_public_ids


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_count_requests_of_tokens")]

    operations = [*with_public_ids("accounts", "post", "accountability", "shift", "token")]
