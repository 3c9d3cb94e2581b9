"""Pages of files: taking entries out as a CSV, sending one in, and its receipt."""

import csv
import io
import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wraparound.delivery.upkeep import filing, forms, queries, sheets
from wraparound.delivery.upkeep.models import File
from wraparound.delivery.upkeep.views import actor_of
from wraparound.foundation.accounts.rules import May
from wraparound.foundation.ui.pages import signed_in
from wraparound.foundation.ui.questions import answers

A_PAGE, REFRESH = 50, 5


@signed_in(May.EDIT_ENTRIES)
def files(request: HttpRequest) -> HttpResponse:
    """Show the files that were sent, and take one."""
    actor, form = actor_of(request), forms.FileForm(answers(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent, key = form.cleaned_data["file"], form.cleaned_data["key"]
        text = sent.read().decode("utf-8-sig", errors="replace")
        try:
            kept = filing.send_file(name=sent.name, text=text, key=key, actor=actor, now=actor.now)
        except sheets.BadFile as bad:
            form.add_error("file", str(bad))
        else:
            if kept.lines <= filing.AT_ONCE and kept.state == File.State.WAITING:
                filing.read_file(file=queries.file_to_read(kept.pk), now=actor.now)
            return redirect("upkeep:file", kept.public_id)
    page = Paginator(queries.files_of(actor), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "columns": sheets.COLUMNS}
    return render(request, "upkeep/files.html", context)


@signed_in(May.EDIT_ENTRIES)
@require_safe
def take_out(request: HttpRequest) -> HttpResponse:
    """Send the entries that the actor keeps."""
    reply = HttpResponse("".join(filing.take_out(actor_of(request))), content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = 'attachment; filename="entries.csv"'
    return reply


@signed_in(May.EDIT_ENTRIES)
@require_safe
def file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what became of each row of a file."""
    found = _file(request, public_id)
    page = Paginator(queries.rows_of(found), A_PAGE).get_page(request.GET.get("page"))
    is_done = found.state == File.State.DONE
    context = {
        "file": found, "page": page, "is_done": is_done, "done": page.paginator.count,
        "counts": queries.counts_of(found), "refresh_seconds": 0 if is_done else REFRESH,
    }  # fmt: skip
    return render(request, "upkeep/file.html", context)


@signed_in(May.EDIT_ENTRIES)
@require_safe
def receipt(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send the receipt as a CSV."""
    found, text = _file(request, public_id), io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["line", "name", "outcome", "field", "words"])
    for row in queries.rows_of(found):
        cells = [str(row.line), row.name, row.outcome, row.field, row.words]
        writer.writerow([sheets.safe(cell) for cell in cells])
    reply = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = f'attachment; filename="receipt-{found.public_id}.csv"'
    return reply


def _file(request: HttpRequest, public_id: uuid.UUID) -> File:
    found = queries.files_of(actor_of(request)).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
