"""Real clusters in folders of their own: made once, copied for each test."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hosting.demo.cluster import Cluster


@pytest.fixture
def socket_dir() -> Iterator[Path]:
    """A path short enough for a socket, which pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="ch", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "pg"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete data folder on which no server runs."""
    folder = tmp_path_factory.mktemp("made") / "pg"
    sockets = Path(tempfile.mkdtemp(prefix="ch", dir="/tmp"))
    sockets.chmod(0o711)
    with Cluster(folder, sockets / "pg", durable=False):
        pass
    shutil.rmtree(sockets)
    return folder


@pytest.fixture
def cluster_in(made_folder: Path, socket_dir: Path) -> Iterator[Callable[[Path], Cluster]]:
    """Copies the complete folder to where a test wants it; stops what the test left running."""
    clusters: list[Cluster] = []

    def make(folder: Path) -> Cluster:
        if not folder.exists():
            subprocess.run(["cp", "-a", made_folder, folder], check=True)
        clusters.append(Cluster(folder, socket_dir, durable=False))
        return clusters[-1]

    yield make
    for cluster in clusters:
        cluster.stop()
