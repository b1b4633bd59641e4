"""The demo's mail server: takes every mail the banks send and keeps it in a Maildir; sends nothing on.

So mail in the demo is real SMTP up to the last step. Run by the launcher as
`python -m hosting.demo.mail_sink PORT MAILDIR`; read by the demo's mail page.
"""

import asyncio
import signal
import sys
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP

LOOPBACK = "127.0.0.1"


async def serve(*, port: int, maildir: Path) -> None:
    """Take mail until a signal stops the process."""
    loop = asyncio.get_running_loop()
    mailbox = Mailbox(maildir)
    server = await loop.create_server(
        lambda: SMTP(mailbox, hostname="localhost", enable_SMTPUTF8=True, loop=loop), host=LOOPBACK, port=port
    )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with server:
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(port=int(sys.argv[1]), maildir=Path(sys.argv[2])))
