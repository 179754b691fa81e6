"""検索の索引: in which state it is, and building it anew."""

from dataclasses import dataclass
from datetime import datetime

from hub.accounts.models import Viewer
from hub.core.errors import authorize
from hub.search import building, index, outbox


@dataclass(frozen=True, kw_only=True)
class State:
    documents: int | None  # None: there is no index just now
    waiting: int
    built_at: datetime | None
    size: int  # bytes
    done: int | None  # of a rebuild that runs
    total: int

    @property
    def is_running(self) -> bool:
        return self.done is not None

    @property
    def share(self) -> int:
        """Percent that is done."""
        return min(99, (self.done or 0) * 100 // self.total) if self.total else 0


def may_see(viewer: Viewer) -> bool:
    return viewer.coordinates or viewer.is_system_admin


def state(viewer: Viewer) -> State:
    authorize(may_see(viewer))
    used = index.current()
    progress = used.folder.progress()
    try:
        with used.view() as view:
            documents = view.count
    except index.Missing:
        documents = None
    return State(
        documents=documents,
        waiting=outbox.waiting(),
        built_at=used.folder.built_at(),
        size=used.folder.size(),
        done=progress["done"] if progress else None,
        total=progress["total"] if progress else 0,
    )


def rebuild(viewer: Viewer) -> bool:
    """False when it is being built already."""
    authorize(may_see(viewer))
    return building.renew()
