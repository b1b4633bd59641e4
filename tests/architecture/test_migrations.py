"""A migration does tomorrow what it did when it landed: its SQL is frozen beside it, and it imports no living code."""

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.architecture.source import Source, dotted, imported_names, planted, read, sins, tracked

OURS = {"hosting", "tenants", "banks", "governance", "ledger"}
NUMBERED = re.compile(r"(?P<folder>.+/migrations)/(?P<number>\d{4})_\w+\.py")
READS = {"read_text", "read_bytes", "open"}
MANIFEST = "FROZEN.txt"
HOW = "an edit would change what the migration did: write a new migration with its own file, and add a line for it here"


def migrations() -> tuple[Source, ...]:
    return tuple(Source(path, read(path)) for path in tracked() if NUMBERED.fullmatch(path))


def folders() -> list[str]:
    """Every folder of frozen SQL."""
    return sorted({path.rpartition("/")[0] for path in tracked() if "/migrations/sql/" in path})


def imports_living_code(source: Source) -> Iterator[str]:
    """Django names a field's class by its module, so an app's own `fields` may be imported; nothing else of ours."""
    for line, name in imported_names(source.tree):
        if name.split(".")[0] in OURS and ".fields" not in name:
            yield f"line {line} imports {name}, whose meaning changes while a migration's must not"


def is_frozen_folder(node: ast.AST) -> bool:
    return ast.unparse(node) in {"Path(__file__).parent / 'sql'", "Path(__file__).resolve().parent / 'sql'"}


def is_inside_frozen_folder(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and dotted(node.left) == "SQL"


def reader_named(node: ast.AST) -> bool:
    """`open` or `x.read_text`, called or not."""
    return (isinstance(node, ast.Name) and node.id in READS) or (isinstance(node, ast.Attribute) and node.attr in READS)


def reads_elsewhere(source: Source) -> Iterator[str]:
    """A migration reads files only as `(SQL / name).read_text()`, where SQL is the folder `sql` beside it."""
    for node in ast.walk(source.tree):
        if reader_named(node) and not (isinstance(node, ast.Attribute) and is_inside_frozen_folder(node.value)):
            yield f"line {getattr(node, 'lineno', 0)} reads a file that is not written as SQL / its name"
        if isinstance(node, ast.Assign) and "SQL" in map(dotted, node.targets) and not is_frozen_folder(node.value):
            yield f"line {node.lineno}: SQL is {ast.unparse(node.value)}, not the folder sql beside the migrations"


def sql_names(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".sql"):
            yield node.lineno, node.value


def names_a_foreign_file(source: Source) -> Iterator[str]:
    """An SQL file belongs to one migration, whose number begins its name."""
    found = NUMBERED.fullmatch(source.path)
    assert found, source.path
    for line, name in sql_names(source):
        if not re.fullmatch(rf"{found['number']}_\w+\.sql", name):
            yield f"line {line} reads {name}, whose name does not begin with {found['number']}_"
        elif f"{found['folder']}/sql/{name}" not in tracked():
            yield f"line {line} reads {name}, which is not in {found['folder']}/sql"


def digests(manifest: str) -> dict[str, str]:
    """Name → SHA-256 from lines as `sha256sum` writes them; a line that begins with # is a sentence for the reader."""
    lines = (line.split() for line in manifest.splitlines() if line.strip() and not line.startswith("#"))
    return {name: digest for digest, name in lines}


def thawed(folder: str, manifest: str, contents: dict[str, str]) -> Iterator[str]:
    """How the files of a folder (name → text) differ from what its manifest keeps."""
    kept = digests(manifest)
    for name in sorted(kept.keys() | contents.keys()):
        if name not in contents:
            yield f"{folder}/{name} is gone, but a migration that has landed reads it"
        elif name not in kept:
            yield f"{folder}/{name} has no line in {MANIFEST}: add what `sha256sum {name}` prints"
        elif hashlib.sha256(contents[name].encode()).hexdigest() != kept[name]:
            yield f"{folder}/{name} has changed; {HOW}"


def thawed_in(folder: str) -> list[str]:
    paths = [PurePosixPath(path) for path in tracked() if path.startswith(f"{folder}/") and path.endswith(".sql")]
    manifest = f"{folder}/{MANIFEST}"
    text = read(manifest) if manifest in tracked() else ""
    return list(thawed(folder, text, {path.name: read(str(path)) for path in paths}))


def test_a_migration_imports_no_living_code() -> None:
    assert sins(imports_living_code, sources=migrations()) == []


def test_a_migration_reads_sql_only_from_the_folder_beside_it() -> None:
    assert sins(reads_elsewhere, sources=migrations()) == []


def test_an_sql_file_begins_with_the_number_of_the_one_migration_that_reads_it() -> None:
    assert sins(names_a_foreign_file, sources=migrations()) == []


def test_every_app_keeps_its_sql_beside_its_migrations_and_every_file_is_read() -> None:
    apps = {found["folder"] for path in tracked() if (found := NUMBERED.fullmatch(path))}
    assert apps >= {
        "tenants/migrations",
        "tenants/users/migrations",
        "banks/migrations",
        "governance/migrations",
        "ledger/migrations",
    }
    elsewhere = [
        path
        for path in tracked()
        if path.endswith(".sql") and path.split("/")[0] in OURS and "/migrations/sql/" not in path
    ]
    assert elsewhere == [], "SQL that an app installs stands in its migrations/sql"
    named = {f"{source.path.rpartition('/')[0]}/sql/{name}" for source in migrations() for _, name in sql_names(source)}
    frozen = {path for path in tracked() if "/migrations/sql/" in path and path.endswith(".sql")}
    assert frozen - named == set(), "no migration reads these"


def test_frozen_sql_does_not_change() -> None:
    assert folders()
    assert [fault for folder in folders() for fault in thawed_in(folder)] == []


def test_each_sin_would_be_found() -> None:
    path = "governance/migrations/0002_later.py"
    for sin in (
        "from governance.circles.rules import may_join\n",
        "import banks.models\n",
        "def install(apps, schema_editor):\n    from tenants import services\n",
    ):
        assert list(imports_living_code(planted(sin, path))), sin
    assert not list(imports_living_code(planted("import ledger.fields\nfrom django.db import models\n", path)))
    for sin in (
        'SQL = Path(__file__).resolve().parent.parent / "sql"\n',
        'text = (Path(__file__).parents[1] / "rules.py").read_text()\n',
        'with open("x.sql") as file:\n    pass\n',
        'read = Path("x").read_text\n',
    ):
        assert list(reads_elsewhere(planted(sin, path))), sin
    assert not list(reads_elsewhere(planted('SQL = Path(__file__).parent / "sql"\n(SQL / name).read_text()\n', path)))
    assert list(names_a_foreign_file(planted('"0001_vote_guard.sql"\n', path))), "another migration's"
    assert list(names_a_foreign_file(planted('"0002_nowhere.sql"\n', path))), "a file that is not there"


def test_a_thawed_file_would_be_found() -> None:
    text = "create table t ();\n"
    line = f"{hashlib.sha256(text.encode()).hexdigest()}  0001_t.sql\n"
    assert list(thawed("sql", f"# a sentence\n{line}", {"0001_t.sql": text})) == []
    assert HOW in next(thawed("sql", line, {"0001_t.sql": f"{text}-- edited\n"}))
    assert list(thawed("sql", line, {})), "a file that was taken away"
    assert list(thawed("sql", "", {"0001_t.sql": text})), "a file without its line"
