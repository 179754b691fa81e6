"""Work shared by processes, so that two cores take half the time."""

import multiprocessing
from collections.abc import Callable, Sequence

Count = Callable[[int], None]


def share(works: Sequence[Callable[[Count], None]], progress: Count) -> None:
    """Do each of the works in a process of its own; each is given a function that counts.

    The processes begin as copies of this one, so it must not run threads.

    Raises:
        RuntimeError: one of them ended badly.
    """
    forking = multiprocessing.get_context("fork")
    counter = forking.Value("L", 0)

    def count(number: int) -> None:
        with counter.get_lock():
            counter.value += number

    processes = [forking.Process(target=work, args=(count,)) for work in works]
    for process in processes:
        process.start()
    told = 0
    while any(process.is_alive() for process in processes):
        for process in processes:
            process.join(0.1)
        done = counter.value
        progress(done - told)
        told = done
    if any(process.exitcode for process in processes):
        raise RuntimeError("a process that builds the index failed")
