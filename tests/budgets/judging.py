"""What a page may cost, and what is said of those that cost more.

Guarantees: a member's page asks at most 10 queries and a desk page 14, as many in a bank of 5,000 as in one of 20,
and is no longer than 80 KB; nor does it grow. A list that is not full at 20 members may fill up: then it must not
grow from 1,000 members to 5,000.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from tests.budgets.reading import DESK, Page, Reading, shape

MEMBER_QUERIES, DESK_QUERIES = 10, 14
MOST_BYTES = 80 * 1024
GROWTH = 0.10
SLOW_MILLISECONDS = 10.0


def faults(page: Page) -> list[str]:
    """Each promise that a page breaks, in two or three words."""
    counts = [len(reading.queries) for reading in page.readings]
    sizes = [reading.size for reading in page.readings]
    most = DESK_QUERIES if page.role == DESK else MEMBER_QUERIES
    found = []
    if {reading.status for reading in page.readings} != {200}:
        found.append("status " + "/".join(str(reading.status) for reading in page.readings))
    if max(counts) > most:
        found.append(f"over {most} queries")
    if len(set(counts)) > 1:
        found.append("queries grow")
    if max(sizes) > MOST_BYTES:
        found.append("over 80 KB")
    if not any(abs(sizes[-1] - before) <= GROWTH * before for before in sizes[:-1]):
        found.append("bytes grow")
    return found


def table(pages: Iterable[Page], *, only_bad: bool = False) -> str:
    """A line for each page: queries, bytes, milliseconds (of it database) at 20, 1,000 and 5,000 members."""
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
