"""Work items on a Dask cluster; alone, on processes of this machine. Dask runs again what a dead worker had in hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from distributed import Client, LocalCluster, wait
from distributed.scheduler import KilledWorker

from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes
from shorad.study.executors import Into, Work
from shorad.study.items import Item
from shorad.study.remote import RETRIES, place, recipe, run_item, windowed

if TYPE_CHECKING:
    from shorad.study.sampling import Job

PATIENCE = 30  # s, for a scheduler to answer


class Dask:
    """Dask, at a scheduler's address (tcp://host:8786) or on worker processes started for this run."""

    def __init__(self, address: str = "") -> None:
        self.address = address

    def run(self, work: Work, todo: Iterable[Item], job: Job, into: Into) -> Iterator[tuple[Item, Outcomes]]:
        made, mark = recipe(work), uuid4().hex[:8]
        with _client(self.address, job.threads) as client:
            room = 2 * max(1, sum(client.nthreads().values()))

            def submit(item: Item) -> Any:
                return client.submit(run_item, made, item, key=f"{item.name}-{mark}", retries=RETRIES, pure=False)

            def first(futures: list[Any]) -> Any:
                with client.as_current():
                    done = wait(futures, return_when="FIRST_COMPLETED").done
                return next(future for future in futures if future in done)

            try:
                for item, future in windowed(todo, room, submit, first, job.stopped):
                    outcomes = place(item, future.result(), into)
                    job.meter.add(item.size)
                    yield item, outcomes
            except KilledWorker as error:
                raise ScenarioError(
                    f"an item lost its worker again and again: {error}", "look at its memory"
                ) from error


@contextmanager
def _client(address: str, cores: int) -> Iterator[Client]:
    """A client of the cluster at the address, or of one of our own that ends with the run."""
    if address:
        try:
            client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ScenarioError(f"no Dask scheduler at {address}: {error}", "start one (`dask scheduler`)") from error
        with client:
            yield client
        return
    with (
        LocalCluster(n_workers=cores, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client
