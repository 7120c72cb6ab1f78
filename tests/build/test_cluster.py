"""Builds of many sites on a Dask cluster: two worker processes that have no folder in common with the build."""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
from collections.abc import Iterator

import pytest

from kelisim.fleet.building import build_sites
from kelisim.fleet.cluster import Cluster, ClusterFailed, connected
from kelisim.fleet.making import Task
from kelisim.fleet.members import find_members
from kelisim.fleet.remote import Call, SharedWork, unpacked
from kelisim.fleet.workshop import Order, Workshop
from tests.build.conftest import ROOT, Workplace, member

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")

BUILD = ("build", "--sites", "sites")
IN_THIS_PROCESS = {"processes": False, "threads_per_worker": 1, "protocol": "tcp", "dashboard_address": ":0"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    """A scheduler and two workers."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as up:
        yield up


def address_of(cluster: distributed.LocalCluster) -> str:
    return cluster.scheduler_address.replace("tcp://", "dask://")


@pytest.mark.slow
def test_a_cluster_makes_the_bytes_that_one_process_makes(portal: Workplace, cluster):
    """Sites with texts of their own included; what has not changed is not sent."""
    own = (ROOT / "policy_src/services/own-site.toml").read_text("utf-8")
    portal.write("sites/shop-2/policy_src/services/own-site.toml", own.replace('country = ["KZ"]', 'country = ["DE"]'))
    portal.run(*BUILD, "--out", "local")

    result = portal.run(*BUILD, "--executor", address_of(cluster))
    again = portal.run(*BUILD, "--executor", address_of(cluster))

    assert result.status == again.status == 0, result.err + again.err
    assert portal.tree() == portal.tree("local")
    assert "made 5, unchanged 0, gone 0" in result.out
    assert "made 0, unchanged 5, gone 0" in again.out


@pytest.mark.slow
def test_faults_are_told_as_by_one_process_and_nothing_is_written(portal: Workplace, cluster):
    """Each at file and line, and with --keep-going the others are there."""
    portal.change("sites/shop-2.toml", 'services = ["own-site"]', 'services = ["own-sight"]')
    portal.change("sites/shop-4.toml", 'extends = "_base.toml"', "extends = ")
    local = portal.run(*BUILD)

    result = portal.run(*BUILD, "--executor", address_of(cluster))

    assert result.status == local.status == 1
    assert result.err == local.err
    assert not (portal.path / "dist").exists()


@pytest.mark.slow
def test_a_worker_killed_on_the_way_changes_nothing(portal: Workplace, cluster):
    """What it was making and what had not been fetched from it is made again by the other."""
    for number in range(6, 60):
        portal.write(f"sites/shop-{number}.toml", member(number))
    portal.run(*BUILD, "--jobs", "2", "--out", "local")
    killed: list[str] = []

    def kill(_: object) -> None:
        busy = [worker for worker, pieces in watcher.processing().items() if pieces] if not killed else []
        if busy:
            killed.append(busy[0])
            os.kill(watcher.run(os.getpid, workers=busy[:1])[busy[0]], signal.SIGKILL)

    with (
        distributed.Client(cluster.scheduler_address, set_as_default=False) as watcher,
        connected(address_of(cluster)) as found,
    ):
        report = build_sites(order(portal), cluster=Cluster(found.client, found.place, chunk=4), progress=kill)

    assert len(killed) == 1
    assert report.made == 59
    assert portal.tree() == portal.tree("local")


@pytest.mark.slow
def test_a_worker_with_another_kelisim_is_refused_before_anything_is_made(portal: Workplace, cluster):
    """And so is one that has none."""
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        for told, change, back in (
            (
                "Kelisim 0.0.9 instead of",
                "import kelisim.fleet.sameness as s; kept = dict(s.versions()); s.versions().update(Kelisim='0.0.9')",
                "import kelisim.fleet.sameness as s; s.versions.cache_clear()",
            ),
            (
                "no Kelisim that can be used (",
                "import sys; import kelisim.fleet; sys.modules['kelisim.fleet.remote'] = None",
                "import sys; del sys.modules['kelisim.fleet.remote']",
            ),
        ):
            worker = min(client.nthreads())
            client.run(exec, change, workers=[worker])

            result = portal.run(*BUILD, "--executor", address_of(cluster))

            client.run(exec, back, workers=[worker])
            assert result.status == 2
            assert f"{address_of(cluster)}: error[K804]: the worker {worker} has {told}" in result.err
            assert "= install them there as they are here, and start the worker again" in result.err
            assert result.err.endswith("dist/ was left as it was\n")
            assert not (portal.path / "dist").exists()


@pytest.mark.slow
def test_a_worker_with_another_kelisim_that_comes_later_is_found_out(portal: Workplace, cluster):
    """Each piece of work asks again where it is made."""
    portal.run(*BUILD)
    before = portal.tree()
    portal.change("sites/_base.toml", 'short.ru = "Компания"', 'short.ru = "Магазин"')

    with connected(address_of(cluster)) as found:
        found.client.run(exec, "import kelisim.fleet.sameness as s; s.versions().update(babel='1.0')")
        with pytest.raises(ClusterFailed) as failure:
            build_sites(order(portal), cluster=found)
        found.client.run(exec, "import kelisim.fleet.sameness as s; s.versions.cache_clear()")

    assert failure.value.problem.code == "K804"
    assert failure.value.problem.found.startswith("a worker that came later has babel 1.0 instead of ")
    assert portal.tree() == before


@pytest.mark.slow
def test_a_scheduler_without_workers_is_told(portal: Workplace):
    """With the command that starts one."""
    with distributed.LocalCluster(n_workers=0, **IN_THIS_PROCESS) as empty:
        address = address_of(empty)
        result = portal.run(*BUILD, "--executor", address)

    assert result.status == 2
    assert f"{address}: error[K803]: the scheduler has no workers\n" in result.err
    assert f"start workers with dask worker {address.replace('dask', 'tcp', 1)} --nworkers auto" in result.err
    assert not (portal.path / "dist").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gone", "code", "told"),
    [
        pytest.param("workers", "K803", "every worker went away", id="workers"),
        pytest.param("scheduler", "K805", "the connection to the scheduler was lost", id="scheduler"),
    ],
)
def test_nobody_waits_for_what_went_away(portal: Workplace, gone: str, code: str, told: str):
    """The build ends with a problem, and the output is as it was."""
    portal.run(*BUILD)
    before = portal.tree()
    portal.change("sites/_base.toml", 'short.ru = "Компания"', 'short.ru = "Магазин"')

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "100ms"}),
        distributed.LocalCluster(n_workers=1, **IN_THIS_PROCESS) as going,
        connected(address_of(going)) as found,
    ):
        if gone == "workers":
            found.client.retire_workers()
        else:
            going.close()
        with pytest.raises(ClusterFailed) as failure:
            build_sites(order(portal), cluster=Cluster(found.client, found.place, patience=0.1))

    assert (failure.value.problem.code, failure.value.problem.found) == (code, told)
    assert portal.tree() == before


def test_a_scheduler_that_does_not_answer_is_told(portal: Workplace):
    """After the time that Dask's own configuration gives it."""
    with dask.config.set({"distributed.comm.timeouts.connect": "100ms"}):
        result = portal.run(*BUILD, "--executor", "dask://127.0.0.1:1", "--format", "json")

    [problem] = json.loads(result.out)["problems"]
    assert result.status == 2
    assert (problem["code"], problem["path"]) == ("K802", "dask://127.0.0.1:1")
    assert not (portal.path / "dist").exists()


def test_without_the_extra_it_is_said_how_to_install_it(portal: Workplace, monkeypatch: pytest.MonkeyPatch):
    """Everything else works without it."""
    monkeypatch.setitem(sys.modules, "distributed", None)

    result = portal.run(*BUILD, "--executor", "dask://127.0.0.1:8786")

    assert result.status == 2
    assert result.err == (
        "dask://127.0.0.1:8786: error[K801]: Dask is not installed here\n"
        "    = expected the extra that --executor needs\n"
        "    = pip install 'kelisim[dask]', here and on every worker\n"
        "1 error in 1 file; dist/ was left as it was\n"
    )


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "tcp://127.0.0.1:8786", "dask://127.0.0.1", "dask:///tmp/x"])
def test_an_address_of_another_kind_is_a_wrong_command_line(portal: Workplace, address: str):
    """With one that is right."""
    result = portal.run(*BUILD, "--executor", address)

    assert result.status == 2
    assert f'"{address}" is no address such as dask://scheduler.example.kz:8786' in result.err


def test_processes_and_a_cluster_exclude_each_other(portal: Workplace):
    """How many processes there are is the cluster's affair."""
    result = portal.run(*BUILD, "--jobs", "2", "--executor", "dask://127.0.0.1:8786")

    assert result.status == 2
    assert "not allowed with argument" in result.err


def test_a_call_by_name_is_made_where_it_is_unpacked():
    """What cannot be found there is an error like any other, not a message that nobody can read."""
    assert pickle.loads(Call(divmod, 7, 2).packed()) == (3, 1)


@pytest.mark.slow
def test_a_piece_of_work_needs_nothing_of_the_disk_it_came_from(portal: Workplace):
    """A worker has neither the project nor the folder it lies in."""
    own = (ROOT / "policy_src/services/own-site.toml").read_text("utf-8")
    portal.write("sites/shop-2/policy_src/services/own-site.toml", own.replace('country = ["KZ"]', 'country = ["DE"]'))
    portal.run(*BUILD)
    built = portal.tree()
    workshop = Workshop.open(order(portal), {})
    tasks = [
        task for member in find_members(portal.path / "sites") if isinstance(task := workshop.look_at(member), Task)
    ]
    piece = SharedWork.of(workshop.project, workshop.order.options).piece(tasks, workshop.project).packed()
    portal.path.rename(portal.path.with_name("elsewhere"))

    products = unpacked(pickle.loads(piece))

    made = {
        os.path.normpath(f"{product.outcome.entry.id}/{asset.name}"): asset.data
        for product in products
        for asset in product.assets
    }
    assert made == {name: data for name, data in built.items() if "/" in name}


def order(portal: Workplace) -> Order:
    """A build of the portal's sites into dist/."""
    return Order(portal.path, portal.path / "sites", portal.path / "dist")
