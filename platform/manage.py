#!/usr/bin/env python
"""Django's command line, with both source roots on the path."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    for root in (ROOT / "platform", ROOT):
        if str(root) not in sys.path:
            sys.path.insert(0, str(root))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hosting.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the paths are set

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
