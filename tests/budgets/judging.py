"""What a page may cost, and what is said of those that cost more.

Guarantees: a member's page asks at most 10 queries and a desk page 14, as many in a bank of 5,000 as in one of 20,
and is no longer than 80 KB; nor does it grow. A list that is not full at 20 members may fill up: then it must not
grow from 2,000 members to 5,000.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus

from tests.budgets.reading import DESK, Page, Reading, shape

MEMBER_QUERIES, DESK_QUERIES = 10, 14
MOST_BYTES = 80 * 1024
GROWTH = 0.10
SLOW_MILLISECONDS = 10.0


def faults(page: Page) -> list[str]:
    """Each promise that a page breaks, in two or three words.

    What is no page of HTML has no budget, but does not grow either; a file may.
    """
    statuses = {reading.status for reading in page.readings}
    found = [] if statuses == {HTTPStatus.OK} else ["answers differently"]
    if page.is_html:
        found += _over_budget(page)
    if page.is_html or page.is_json:
        found += _growing(page)
    return found


def _over_budget(page: Page) -> list[str]:
    most = DESK_QUERIES if page.role == DESK else MEMBER_QUERIES
    found = []
    if max(page.counts) > most:
        found.append(f"over {most} queries")
    if max(page.sizes) > MOST_BYTES:
        found.append("over 80 KB")
    return found


def _growing(page: Page) -> list[str]:
    """At 20 members a page may ask less, but only where something is missing on it; then its list was not full yet."""
    counts, sizes = page.counts, page.sizes
    is_filling_up = sizes[0] < (1 - GROWTH) * sizes[-1]
    before = counts[1:-1] if is_filling_up else counts[:-1]
    found = []
    if any(count < counts[-1] for count in before):
        found.append("queries grow")
    if not any(abs(sizes[-1] - size) <= GROWTH * size for size in sizes[:-1]):
        found.append("bytes grow")
    return found


def table(pages: Iterable[Page], *, only_bad: bool = False) -> str:
    """A line for each page: queries, bytes, milliseconds (of it database) at 20, 2,000 and 5,000 members."""
    title = f"{'page':<62} {'role':<7} {'queries':>11} {'KB':>17} {'ms':>17} {'db ms':>17}  faults"
    lines = [title, "-" * len(title)]
    for page in pages:
        wrong = faults(page)
        if only_bad and not wrong:
            continue
        lines.append(
            f"{page.address[:62]:<62} {page.role:<7} {_row(page, lambda each: str(len(each.queries))):>11} "
            f"{_row(page, lambda each: f'{each.size / 1024:.1f}'):>17} "
            f"{_row(page, lambda each: f'{each.milliseconds:.0f}'):>17} "
            f"{_row(page, lambda each: f'{each.database_milliseconds:.0f}'):>17}  {', '.join(wrong)}"
        )
    return "\n".join(lines) + "\n"


def _row(page: Page, figure: Callable[[Reading], str]) -> str:
    return "/".join(figure(reading) for reading in page.readings)


def statements(pages: Sequence[Page]) -> str:
    """For each page: its statements at the largest size, those repeated first, with the line that asked each."""
    parts = []
    for page in pages:
        groups: dict[tuple[str, str], list[float]] = defaultdict(list)
        for query in page.readings[-1].queries:
            groups[shape(query.sql), query.origin].append(query.milliseconds)
        parts.append(f"== {page.path}  ({page.address}, {page.role}): {', '.join(faults(page)) or 'within budget'}")
        for (sql, origin), times in sorted(groups.items(), key=lambda each: (-len(each[1]), -sum(each[1]))):
            mark = " SLOW" if sum(times) > SLOW_MILLISECONDS else ""
            parts.append(f"  {len(times)}x {sum(times):.1f} ms{mark}  {origin}\n      {_short(sql)}")
        parts.append("")
    return "\n".join(parts)


def _short(sql: str) -> str:
    """The columns of a long select say little."""
    head, found, tail = sql.partition(" FROM ")
    return (head[:90] + " ... FROM " + tail if found and len(head) > 100 else sql)[:420]
