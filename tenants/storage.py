"""Files of a bank live in a folder named by the bank's id; a path cannot leave it."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from tenants.context import current_bank_id


class BankFiles(FileSystemStorage):
    """Not cached: the place is asked anew at each call, because one process serves many banks."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / str(current_bank_id() or "platform"))

    @property
    def location(self) -> str:
        return str(Path(self.base_location).resolve())
