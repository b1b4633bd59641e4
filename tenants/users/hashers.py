"""Argon2 at OWASP's figures: 19 MiB, two passes, one lane.

Django's default takes 100 MiB and eight lanes, so a few sign-ins at once would
starve a small machine (architecture.md, trap 9).
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2AtOwaspFigures(Argon2PasswordHasher):
    """Argon2 with 19 MiB (in KiB below), two passes and one lane."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
