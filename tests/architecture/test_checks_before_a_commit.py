"""What pre-commit runs before a commit is what the test command checks: the same names, the same commands, in order."""

import shlex
import sys
from pathlib import Path
from typing import Any

import yaml

from hosting.demo.checks import static_checks
from tests.house.servers import ROOT

BIN = Path(sys.executable).parent
HOOKS: list[dict[str, Any]] = [
    hook
    for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    for hook in repo["hooks"]
    if repo["repo"] == "local"
]


def from_the_root(part: str) -> str:
    """A part of a command as it is written in the project's root, whatever the virtual environment is called."""
    path = Path(part)
    if path.parent == BIN:
        return f".venv/bin/{path.name}"
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else part


def without_environment(entry: str) -> list[str]:
    """A hook's command; what it sets before (`env A=b`), the test command sets for all its checks."""
    parts = shlex.split(entry)
    while parts[0] == "env" or "=" in parts[0]:
        parts.pop(0)
    return parts


def test_pre_commit_and_the_test_command_run_the_same_checks() -> None:
    checked = [(check.name, [from_the_root(str(part)) for part in check.argv]) for check in static_checks()]
    assert [(hook["name"], without_environment(hook["entry"])) for hook in HOOKS] == checked


def test_pre_commit_fetches_nothing_and_checks_the_whole_project() -> None:
    """A repository of hooks would bring versions of its own; a check of the changed files alone misses the others."""
    repos = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert {repo["repo"] for repo in repos} == {"local"}
    assert all(hook["language"] == "system" and hook["pass_filenames"] is False for hook in HOOKS)
