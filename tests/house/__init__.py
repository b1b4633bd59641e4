"""What tests stand on: servers, the cast, the live site."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# How long a test waits for what has to come, on the slowest of machines; less than the 300 seconds after which
# pytest-timeout ends it (pyproject.toml), so that the test can still say what did not come.
PATIENCE_SECONDS = 150
