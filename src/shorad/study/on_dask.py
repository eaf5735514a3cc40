"""Work items on a Dask cluster; alone, on processes of this machine. Dask runs again what a dead worker had in hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from distributed import Client, LocalCluster, wait
from distributed.scheduler import KilledWorker

from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes
from shorad.study.executors import Into
from shorad.study.items import Item
from shorad.study.remote import RETRIES, Recipes, arrived, run_item, windowed

if TYPE_CHECKING:
    from shorad.study.sampling import Job

PATIENCE = 30  # s, for a scheduler to answer


class Dask:
    """Dask, at a scheduler's address (tcp://host:8786) or on worker processes started for this run."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self.recipes = Recipes(lambda made: made)
        self.open = ExitStack()
        self.client: Client | None = None

    def run(self, todo: Iterable[Item], job: Job, into: Into | None = None) -> Iterator[tuple[Item, list[Outcomes]]]:
        if self.client is None:  # one cluster for all that a study asks
            self.client = self.open.enter_context(_client(self.address, job.threads))
        client, mark = self.client, uuid4().hex[:8]
        room = 2 * max(1, sum(client.nthreads().values()))

        def submit(item: Item) -> Any:
            key = f"{item.name}-{mark}"
            return client.submit(run_item, self.recipes.of(item), item.cases, key=key, retries=RETRIES, pure=False)

        def first(futures: list[Any]) -> Any:
            with client.as_current():
                done = wait(futures, return_when="FIRST_COMPLETED").done
            return next(future for future in futures if future in done)

        try:
            for item, future in windowed(todo, room, submit, first, job.stopped):
                outcomes = arrived(item, future.result(), into)
                job.meter.add(item.size)
                yield item, outcomes
        except KilledWorker as error:
            raise ScenarioError(f"an item lost its worker again and again: {error}", "look at its memory") from error

    def close(self) -> None:
        """End a cluster of our own; let go of another."""
        self.client = None
        self.open.close()


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
