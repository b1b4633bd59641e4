"""The base class of all errors that can stop the demo; each text is a sentence that says what to do."""


class DemoError(RuntimeError):
    """An error that the command prints without a traceback."""
