"""Storage that keeps each bank's files in a folder named by the bank's id; a path cannot leave it."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from tenants.context import current_bank_id


class BankFiles(FileSystemStorage):
    """Django's file storage with a folder per bank."""

    # Django caches both properties; one process serves many banks, so we compute them at each call.
    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / str(current_bank_id() or "platform"))

    @property
    def location(self) -> str:
        return str(Path(self.base_location).resolve())
