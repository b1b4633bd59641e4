"""A finished paper as an answer.

Guarantees: it is saved, not shown in place; nothing on the way keeps it; its name suits every computer.
Called by: the views here and the application's.
"""

import re
import unicodedata

from django.http import HttpResponse


def attachment(made: bytes, name: str) -> HttpResponse:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^a-z0-9-]+", "-", plain.lower()).strip("-") or "paper"
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{safe}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
