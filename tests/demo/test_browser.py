"""The browser of the tests is found where it is, brought where it is not, and missed with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hosting.demo.browser import NAMED, bring, find
from hosting.demo.state import ROOT

AS_ROOT = os.geteuid() == 0
BROWSER = "#!/bin/sh\necho Chromium 150\n"


def program(path: Path, text: str = BROWSER) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a browser, a network or a package manager; its folder of programs."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
    monkeypatch.delenv(NAMED, raising=False)
    return tmp_path / "bin"


def test_the_one_named_comes_before_the_machines_own_and_that_before_playwrights(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find() is None
    downloaded = program(bare.parent / "playwright/chromium_headless_shell-1200/chrome-linux/headless_shell")
    assert find() == downloaded
    own = program(bare / "chromium")
    assert find() == own
    shell = program(bare / "chromium-headless-shell")
    assert find() == shell
    monkeypatch.setenv(NAMED, program(bare.parent / "mine"))
    assert find() == str(bare.parent / "mine")
    assert bring() == {NAMED: str(bare.parent / "mine")}


APT = """#!/bin/sh
echo "$*" >> {asked}
[ "$6" = install ] || exit 0
for known in {known}; do
    if [ "$9" = "$known" ]; then
        printf '#!/bin/sh\\nexit {code}\\n' > {bin}/$9
        /bin/chmod +x {bin}/$9
        exit 0
    fi
done
exit 100
"""


def apt_that_gives(bare: Path, *packages: str, starts: bool = True) -> Path:
    """A package manager that knows some packages; what it was asked for."""
    asked = bare.parent / "asked"
    program(bare / "apt-get", APT.format(asked=asked, known=" ".join(packages), code=int(not starts), bin=bare))
    return asked


@pytest.mark.parametrize(
    ("packages", "brought"),
    [
        (("chromium-headless-shell", "chromium"), "chromium-headless-shell"),
        (("chromium",), "chromium"),
    ],
)
def test_root_gets_the_systems_package(bare: Path, packages: tuple[str, ...], brought: str) -> None:
    asked = apt_that_gives(bare, *packages)
    given = bring()
    if not AS_ROOT:
        assert not asked.exists(), "only root may install packages"
        return
    assert given == {NAMED: str(bare / brought)}
    assert "update" in asked.read_text().splitlines()[0]
    before = asked.read_text()
    assert bring() == given
    assert asked.read_text() == before, "what is there is not installed again"


def test_where_none_can_be_had_a_sentence_says_what_to_install(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apt_that_gives(bare)
    assert bring() == {}
    said = capsys.readouterr().out
    assert "tests that drive pages will fail" in said
    assert "apt-get install" in said
    assert NAMED in said


def test_a_stub_that_does_not_start_is_no_browser(bare: Path) -> None:
    """As Ubuntu's package is where there is no snap."""
    apt_that_gives(bare, "chromium", starts=False)
    assert bring() == {}


def test_finding_a_browser_imports_nothing_slow() -> None:
    """A pure test waits for it."""
    paths = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])
    code = "import sys, hosting.demo.suite; print({'psycopg', 'django', 'playwright'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"
