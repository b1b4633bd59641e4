"""Run as a process: opens one bank, called "books", in the database the environment names."""

import django


def open_one_bank() -> None:
    from django.utils import timezone

    from tenants.services import open_bank

    open_bank(name="Books", slug="books", charter="blank", now=timezone.now())


if __name__ == "__main__":
    django.setup()
    open_one_bank()
