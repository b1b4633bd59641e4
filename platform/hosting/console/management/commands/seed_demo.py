"""`manage.py seed_demo`: create the demo's banks, people and operator; running it again changes nothing."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from hosting.demo.errors import DemoError
from hosting.demo.people import PASSWORD
from hosting.demo.seeding import seed_banks
from tenants.context import in_platform
from tenants.queries import address_of

OPERATOR = "operator"


class Command(BaseCommand):
    help = "Opens three banks with a lived-in year, and writes their sign-ins to demo-logins.json."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_demo fills a demo only: set COMMONHOUR_DEMO=1.")
        try:
            logins = seed_banks(self._say)
        except DemoError as error:
            raise CommandError(str(error)) from None
        with in_platform():
            users = get_user_model().objects
            if not users.filter(sign_in_name=OPERATOR).exists():
                users.create_user(OPERATOR, password=PASSWORD, is_operator=True)
        where = address_of(settings.PLATFORM_HOST) + "/console/"
        logins.append({"where": where, "who": "platform operator", "login": OPERATOR, "password": PASSWORD})
        target = Path(settings.STATE_FOLDER) / "demo-logins.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(logins, indent=2), encoding="utf-8")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
