"""Where files about people are kept: outside what the web server hands out.

No address leads there; a view looks who asks, and sends the file as a download.
"""

import mimetypes

from django.core.files.storage import Storage, storages
from django.db.models.fields.files import FieldFile
from django.http import FileResponse


def private_storage() -> Storage:
    return storages["private"]


def as_download(stored: FieldFile, *, name: str) -> FileResponse:
    """The file under a neutral name, opened by no browser in the page's own rights."""
    response = FileResponse(
        stored.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response
