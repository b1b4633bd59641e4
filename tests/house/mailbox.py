"""A real SMTP server in the test's process, that takes mail or refuses it as told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller

from tests.house import PATIENCE_SECONDS
from tests.house.live import free_port

TAKEN = "250 OK"
LATER = "451 Try again later"
NEVER = "550 No such person here"


class Mailbox:
    """What arrived, and what is answered to the next letter."""

    def __init__(self) -> None:
        self.port = free_port()
        self.answer = TAKEN
        self.letters: list[Message] = []
        self.together = 1  # no letter is answered before so many have come
        self._come = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self._come += 1
        while self._come < self.together:
            await asyncio.sleep(0.01)
        if self.answer == TAKEN:
            self.letters.append(message_from_bytes(envelope.content))
        return self.answer

    def ids(self) -> list[str]:
        """Their Message-IDs; a long one stands on a line of its own."""
        return [str(letter["Message-ID"]).strip() for letter in self.letters]


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, ready_timeout=PATIENCE_SECONDS)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
