"""Work items on a Ray cluster; alone, on the cores of this machine. Ray runs again what a dead worker had in hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import ray

from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes
from shorad.study.executors import Into
from shorad.study.items import Item
from shorad.study.remote import RETRIES, Recipes, arrived, run_item, windowed

if TYPE_CHECKING:
    from shorad.study.sampling import Job

STORE = 300 << 20  # bytes of shared memory of a Ray of our own: what is in the air is a few megabytes


class Ray:
    """Ray, at an address ("auto": the cluster that runs on this machine) or, without one, started for this process."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self.recipes = Recipes(ray.put)

    def run(self, todo: Iterable[Item], job: Job, into: Into | None = None) -> Iterator[tuple[Item, list[Outcomes]]]:
        _connect(self.address, job.threads)
        remote: Any = ray.remote(max_retries=RETRIES, num_cpus=1)(run_item)
        room = 2 * max(1, int(ray.cluster_resources().get("CPU", 1)))

        def submit(item: Item) -> Any:
            return remote.remote(self.recipes.of(item), item.cases)

        try:
            for item, handle in windowed(todo, room, submit, _first, job.stopped):
                outcomes = arrived(item, ray.get(handle), into)
                job.meter.add(item.size)
                yield item, outcomes
        except ray.exceptions.RayTaskError as error:
            raise error.as_instanceof_cause() from None
        except ray.exceptions.WorkerCrashedError as error:
            raise ScenarioError(
                f"an item lost its worker {RETRIES + 1} times: {error}", "look at the workers' memory"
            ) from error

    def close(self) -> None:
        """A Ray that was started for this process ends with it: another study may follow."""
        self.recipes = Recipes(ray.put)


def _connect(address: str, cores: int) -> None:
    """Use the Ray that runs in this process, or the one at the address, or start one."""
    if ray.is_initialized():
        return
    try:
        if address:
            ray.init(address=address, log_to_driver=False, logging_level="ERROR")
        else:
            ray.init(
                address="local", num_cpus=cores, object_store_memory=STORE, include_dashboard=False,
                log_to_driver=False, logging_level="ERROR",
            )  # fmt: skip
    except (ConnectionError, ValueError, RuntimeError) as error:
        where = address or "on this machine"
        raise ScenarioError(
            f"no Ray {where}: {error}", "start one (`ray start --head`), or name its address"
        ) from error


def _first(handles: list[Any]) -> Any:
    return ray.wait(handles, num_returns=1)[0][0]
