"""The family of everything that can stop the demo: each text is a sentence that says what to do."""


class DemoError(RuntimeError):
    """Shown to whoever typed the command, without a traceback."""
