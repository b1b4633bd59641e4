"""What a page asks of the database, counted so that a slow machine counts the same.

Guarantees: nothing that a process remembers only for seconds was remembered by the time counting begins. Which bank
answers at a host is such a thing: between two pages that a quick machine gives at once, a busy one forgets it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.hostnames import forget_hostnames


@contextmanager
def counted_queries() -> Iterator[CaptureQueriesContext]:
    """The statements of what is asked in the block, the host's own lookup among them; for one page."""
    forget_hostnames()
    with CaptureQueriesContext(connection) as caught:
        yield caught
