"""Examines a database's data folder: complete, half-made, empty, damaged, or of another program.

Guarantees: deletes nothing; moves a half-made folder aside. Every refusal is a sentence that names the
folder and says what to do. Called by cluster.py.
"""

import os
import pwd
import time
from dataclasses import dataclass
from pathlib import Path

from hosting.demo.processes import command_of, is_alive

MARKER = "commonhour.cluster"  # written last, before the folder gets its name
MAJOR_VERSION = "18"

# What initdb leaves behind when it is stopped half-way; any other name means that the folder is not ours.
INITDB_NAMES = frozenset(
    {"PG_VERSION", "base", "global", "postgresql.auto.conf", "postgresql.conf", "postmaster.opts"}
    | {"postmaster.pid", "pg_commit_ts", "pg_dynshmem", "pg_hba.conf", "pg_ident.conf", "pg_logical"}
    | {"pg_multixact", "pg_notify", "pg_replslot", "pg_serial", "pg_snapshots", "pg_stat", "pg_stat_tmp"}
    | {"pg_subtrans", "pg_tblspc", "pg_twophase", "pg_wal", "pg_xact"}
)


@dataclass(frozen=True, kw_only=True)
class FolderState:
    """The state of a data folder: at most one field is set; none is set for an empty or missing folder."""

    complete: bool = False
    half_made: bool = False
    refusal: str = ""


def examine(folder: Path) -> FolderState:
    """Look at a data folder without touching it."""
    if not folder.exists() and not folder.is_symlink():
        return FolderState()
    if not folder.is_dir():
        return FolderState(refusal=f"{folder} is not a folder: move it away and start again.")
    try:
        names = {entry.name for entry in folder.iterdir()}
    except PermissionError:
        return FolderState(refusal=sentence_of_owner(folder))
    if not names:
        return FolderState()
    version = _read(folder / "PG_VERSION")
    whole = {"PG_VERSION", "postgresql.conf"} <= names and (folder / "global" / "pg_control").exists()
    if MARKER not in names:
        return _without_marker(folder, names=names, whole=whole)
    if not whole:
        return FolderState(
            refusal=f"The database in {folder} is damaged (files are missing): bring them back from a "
            "backup, or start from nothing with: python3 run.py demo --fresh"
        )
    if version != MAJOR_VERSION:
        return FolderState(
            refusal=f"The database in {folder} was made by PostgreSQL {version}, this is {MAJOR_VERSION}: "
            "upgrade it with pg_upgrade, or move the folder away to start from nothing."
        )
    return FolderState(complete=True)


def _without_marker(folder: Path, *, names: set[str], whole: bool) -> FolderState:
    if not whole and names <= INITDB_NAMES:
        return FolderState(half_made=True)
    return FolderState(
        refusal=f"{folder} holds files that Commonhour did not make, and they are left alone: move "
        "them away and start again."
    )


def move_aside(folder: Path) -> Path:
    """Give a half-made folder another name, beside the old one."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    target = folder.with_name(f"{folder.name}.half-made-{stamp}")
    number = 1
    while target.exists():
        number += 1
        target = folder.with_name(f"{folder.name}.half-made-{stamp}-{number}")
    folder.rename(target)
    return target


def running_server(folder: Path) -> int | None:
    """The process id of a PostgreSQL that runs on this folder, or None."""
    # A pid file alone proves nothing: after a crash or a reboot its number may belong to any program.
    first, _, _ = _read(folder / "postmaster.pid").partition("\n")
    if not first.strip().isdigit():
        return None
    pid = int(first)
    if pid == os.getpid() or not is_alive(pid) or "postgres" not in command_of(pid):
        return None
    try:
        return pid if Path(os.readlink(f"/proc/{pid}/cwd")) == folder.resolve() else None
    except OSError:
        return pid if str(folder) in command_of(pid) else None


def sentence_of_owner(path: Path) -> str:
    """A sentence that says why we may not touch a path, and which user may."""
    owner = path.stat().st_uid
    try:
        name = pwd.getpwuid(owner).pw_name
    except KeyError:
        name = f"number {owner}"
    return (
        f"{path} belongs to the user {name}: start as that user, or give it to yours "
        f"(sudo chown -R {pwd.getpwuid(os.geteuid()).pw_name} {path})."
        if os.geteuid() != owner
        else f"{path} is not readable and writable for you: chmod u+rwx {path}"
    )


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
