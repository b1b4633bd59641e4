"""What a test starts as if by hand: it hears Ctrl-C and a closed terminal, however the tests were started."""

import signal


def as_at_a_terminal() -> None:
    """For a child before it begins: tests in the background, or under nohup, hand down that these are ignored."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
