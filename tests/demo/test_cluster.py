"""The embedded database through its whole life: made, stopped, killed, found stale, found foreign."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from hosting.demo.cluster import Cluster, ClusterBusyError, ClusterError
from hosting.demo.processes import children_of, is_alive

ClusterIn = Callable[[Path], Cluster]


def test_a_new_cluster_sorts_and_folds_the_same_everywhere(tmp_path: Path, cluster_in: ClusterIn) -> None:
    cluster = cluster_in(tmp_path / "pg")
    cluster.start()
    with psycopg.connect(cluster.url()) as line:
        row = line.execute(
            "SELECT lower('ÉCOLE'), current_setting('data_checksums'), current_setting('listen_addresses'), "
            "(SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'postgres')"
        ).fetchone()
    assert row == ("école", "on", "", "bC.UTF-8")


def test_what_was_committed_survives_kill_9_of_the_whole_server(tmp_path: Path, cluster_in: ClusterIn) -> None:
    cluster = cluster_in(tmp_path / "pg")
    cluster.start()
    process = cluster.process
    assert process is not None
    with psycopg.connect(cluster.url(), autocommit=True) as line:
        line.execute("CREATE TABLE kept (n int)")
        line.execute("INSERT INTO kept VALUES (7)")
    family = [process.pid, *children_of(process.pid)]
    cluster.kill9()
    assert [pid for pid in family if is_alive(pid)] == []
    cluster.start()
    with psycopg.connect(cluster.url()) as line:
        assert line.execute("SELECT n FROM kept").fetchone() == (7,)


def test_orphans_of_a_killed_postmaster_are_waited_for(tmp_path: Path, cluster_in: ClusterIn) -> None:
    cluster = cluster_in(tmp_path / "pg")
    cluster.start()
    assert cluster.process is not None
    with psycopg.connect(cluster.url(), autocommit=True):
        cluster.process.kill()
        cluster.process.wait()
        assert not cluster.is_running()
        cluster.start()
    with psycopg.connect(cluster.url()) as line:
        assert line.execute("SELECT 1").fetchone() == (1,)


def test_a_pid_file_with_another_programs_number_does_not_stop_a_start(tmp_path: Path, cluster_in: ClusterIn) -> None:
    cluster = cluster_in(tmp_path / "pg")
    with subprocess.Popen(["sleep", "60"]) as bystander:
        (cluster.data_dir / "postmaster.pid").write_text(f"{bystander.pid}\n{cluster.data_dir}\n")
        cluster.start()
        assert cluster.is_ready()
        assert bystander.poll() is None, "a stranger's process is never touched"
        bystander.kill()


def test_two_owners_of_one_folder_are_refused(tmp_path: Path, cluster_in: ClusterIn) -> None:
    first = cluster_in(tmp_path / "pg")
    first.start()
    with pytest.raises(ClusterBusyError, match="stop it first"):
        cluster_in(tmp_path / "pg").start()
    assert first.is_ready()


def test_a_half_made_folder_is_moved_aside_and_kept(tmp_path: Path, cluster_in: ClusterIn) -> None:
    folder = tmp_path / "pg"
    (folder / "base").mkdir(parents=True)
    (folder / "PG_VERSION").write_text("18\n")
    making = tmp_path / "pg.making"
    making.mkdir()
    (making / "PG_VERSION").write_text("18\n")
    cluster = cluster_in(folder)
    cluster.start()
    assert cluster.is_ready()
    assert len(list(tmp_path.glob("pg*.half-made-*/PG_VERSION"))) == 2


def test_a_foreign_folder_is_left_alone(tmp_path: Path, cluster_in: ClusterIn) -> None:
    folder = tmp_path / "pg"
    folder.mkdir()
    (folder / "thesis.txt").write_text("four years of work")
    with pytest.raises(ClusterError, match="move them away"):
        cluster_in(folder).start()
    assert (folder / "thesis.txt").read_text() == "four years of work"


def test_a_database_commonhour_did_not_make_is_left_alone(tmp_path: Path, cluster_in: ClusterIn) -> None:
    cluster = cluster_in(tmp_path / "pg")
    (cluster.data_dir / "commonhour.cluster").unlink()
    with pytest.raises(ClusterError, match="did not make"):
        cluster.start()


def test_a_damaged_folder_is_refused_not_remade(tmp_path: Path, cluster_in: ClusterIn) -> None:
    cluster = cluster_in(tmp_path / "pg")
    (cluster.data_dir / "global" / "pg_control").unlink()
    with pytest.raises(ClusterError, match="backup"):
        cluster.start()
    assert (cluster.data_dir / "base").is_dir()


def test_another_versions_folder_is_refused(tmp_path: Path, cluster_in: ClusterIn) -> None:
    cluster = cluster_in(tmp_path / "pg")
    (cluster.data_dir / "PG_VERSION").write_text("17\n")
    with pytest.raises(ClusterError, match="made by PostgreSQL 17"):
        cluster.start()


def test_a_socket_path_the_kernel_would_cut_is_refused(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "pg", tmp_path / ("long" * 30), durable=False)
    with pytest.raises(ClusterError, match="TMPDIR"):
        cluster.start()


def test_a_wrong_setting_shows_the_servers_last_words(tmp_path: Path, made_folder: Path, socket_dir: Path) -> None:
    subprocess.run(["cp", "-a", made_folder, tmp_path / "pg"], check=True)
    cluster = Cluster(tmp_path / "pg", socket_dir, durable=False, settings={"shared_buffers": "a lot"})
    with pytest.raises(ClusterError, match="shared_buffers"):
        cluster.start()


def test_only_the_main_thread_may_start_one(tmp_path: Path, cluster_in: ClusterIn) -> None:
    cluster = cluster_in(tmp_path / "pg")
    errors: list[ClusterError] = []

    def start() -> None:
        try:
            cluster.start()
        except ClusterError as error:
            errors.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert "main thread" in str(errors[0])


def test_a_server_ends_with_its_killed_starter_and_the_next_start_waits_for_it(
    tmp_path: Path, cluster_in: ClusterIn, socket_dir: Path
) -> None:
    successor = cluster_in(tmp_path / "pg")
    script = (
        "import sys, time; from pathlib import Path; from hosting.demo.cluster import Cluster\n"
        f"c = Cluster(Path({str(successor.data_dir)!r}), Path({str(socket_dir)!r}), durable=False)\n"
        "c.start(); print(c.process.pid, flush=True); time.sleep(60)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=env) as starter:
        assert starter.stdout is not None
        server = int(starter.stdout.readline())
        starter.kill()
    successor.start()
    assert successor.is_ready()
    assert not is_alive(server)
