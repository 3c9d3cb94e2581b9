"""Keeping notices that were given before leading where they led, when an address takes another key."""

from typing import Any

from django.db.migrations import RunPython


def lead_by_public_id(app: str, model: str, *, route: str) -> RunPython:
    """Return the step of a migration that has notices to `route` name a row of a table by its random id."""

    def lead(apps: Any, schema_editor: Any) -> None:
        using = schema_editor.connection.alias
        rows = apps.get_model(app, model)._default_manager.using(using)
        notices = apps.get_model("notifications", "Notice")._default_manager.using(using)
        for notice in notices.filter(route=route, key__regex=r"^[0-9]+$").only("pk", "key").iterator():
            row = rows.filter(pk=int(notice.key)).only("public_id").first()
            notices.filter(pk=notice.pk).update(key=str(row.public_id) if row else "")

    return RunPython(lead, RunPython.noop)
