"""What is saved reaches the index, whatever happens in between."""

import shutil
import threading
from typing import NamedTuple

import pytest
from sqlalchemy import select

from hub.actions.models import Action
from hub.core import worker
from hub.core.db import committed, db, transaction
from hub.meetings.models import MinutesState
from hub.menus.models import Menu, MenuState
from hub.search import building, children, index, outbox, queries, recent, walking
from hub.search.documents import NETWORK, PUBLIC
from tests import make


def find(text):
    found = queries.find([PUBLIC, NETWORK], queries.Request(text=text, size=100))
    return [hit.key for hit in found.hits]


def jobs():
    return db.session.scalars(select(outbox.IndexJob)).all()


class Saved(NamedTuple):
    """The menu by its id: a tick forgets what was loaded."""

    id: int

    @property
    def row(self):
        return db.session.get(Menu, self.id)


@pytest.fixture
def menu(app):
    menu = make.menu(title="最初の題")
    outbox.drain()
    return Saved(menu.id)


def test_a_commit_of_a_request_is_found_at_once(menu):
    with transaction():
        menu.row.title = "次の題"
    assert find('"次の題"') == [f"menu:{menu.id}"]
    assert find('"最初の題"') == []
    assert jobs() == []


def test_what_waits_is_read_anew_when_numbers_of_jobs_come_again(menu):
    for before, title in (("最初の題", "二番目の題"), ("二番目の題", "三番目の題")):
        menu.row.title = title
        db.session.commit()
        assert (find(f'"{title}"'), find(f'"{before}"')) == ([f"menu:{menu.id}"], [])
        outbox.drain()


def test_a_rolled_back_change_leaves_no_job(menu):
    menu.row.title = "やめた題"
    db.session.flush()
    db.session.rollback()
    assert jobs() == []


def test_a_deleted_row_is_not_found(menu):
    with transaction():
        db.session.delete(menu.row)
    assert find("最初") == []


def test_a_withdrawn_menu_is_not_found(menu):
    with transaction():
        menu.row.state = MenuState.ARCHIVED
    assert find("最初") == []


def test_what_is_saved_while_another_holds_the_index_is_found_at_once(menu):
    other = make.menu(title="別の題")
    outbox.drain()
    with index.current().locked(timeout=1):
        with transaction():
            menu.row.title = "鍵の間の題"
            menu.row.summary = "別の題"
        assert jobs()
        assert find("鍵") == [f"menu:{menu.id}"]
        assert find("最初") == []
        assert find("別の題") == [f"menu:{menu.id}", f"menu:{other.id}"]  # the newest on top
    outbox.drain()
    assert jobs() == []
    assert find("鍵") == [f"menu:{menu.id}"]


def test_of_more_than_can_be_read_on_the_way_the_words_are_asked(menu, visitor, monkeypatch):
    monkeypatch.setattr(recent, "MOST", 1)
    older = make.menu(title="最初の次の題", summary="引っ越しの手伝い")
    outbox.drain()
    older = Saved(older.id)
    with index.current().locked(timeout=1):
        with transaction():
            older.row.title = "鍵の間の題"
        with transaction():
            menu.row.title = "鍵の間の題"
        assert find("鍵") == [f"menu:{older.id}", f"menu:{menu.id}"]
        assert find("最初") == []  # no old state is shown either
        assert find("引越し") == []  # the database does not know that this is the same
        assert "まだ出ていないものがある" in visitor.get("/search", query_string={"q": "鍵"}).text
    outbox.drain()
    assert len(find("鍵")) == 2
    assert find("引越し") == [f"menu:{older.id}"]
    assert "まだ出ていないものがある" not in visitor.get("/search", query_string={"q": "鍵"}).text


def test_an_index_that_fails_does_not_fail_the_save(menu, monkeypatch):
    def fails(*_given):
        raise OSError("no space left on device")

    monkeypatch.setattr(index.Index, "writing", fails)
    with transaction():
        menu.row.title = "満杯の間の題"
    assert len(jobs()) == 1
    monkeypatch.undo()
    worker.tick()
    assert find("満杯") == [f"menu:{menu.id}"]


def test_a_slow_drain_does_not_overwrite_a_newer_document(app, menu):
    """The slow one waits for the lock with its job written; the newer text is drained first."""
    at_the_lock, go_on = threading.Event(), threading.Event()

    def slow():
        with app.app_context():
            committed.disconnect(outbox.drain)
            try:
                with transaction():
                    menu.row.title = "古い題"
            finally:
                committed.connect(outbox.drain)
            at_the_lock.set()
            go_on.wait(5)
            outbox.drain()
            db.session.remove()

    thread = threading.Thread(target=slow)
    thread.start()
    at_the_lock.wait(5)
    with transaction():
        menu.row.title = "新しい題"
    go_on.set()
    thread.join()
    assert find("新しい") == [f"menu:{menu.id}"]
    assert find('"古い題"') == []
    assert jobs() == []


def test_rows_are_read_only_after_the_lock_is_held(app, menu, monkeypatch):
    """A text that is saved while a drain waits for the lock is the one that is indexed."""
    taken = index.Index.locked

    def held_up(self, timeout):
        monkeypatch.setattr(index.Index, "locked", taken)
        other = threading.Thread(target=newer)
        other.start()
        other.join()
        return taken(self, timeout)

    def newer():
        with app.app_context():
            with transaction():
                menu.row.title = "新しい題"
            db.session.remove()

    menu.row.title = "古い題"
    db.session.commit()
    monkeypatch.setattr(index.Index, "locked", held_up)
    outbox.drain()
    assert find("新しい") == [f"menu:{menu.id}"]
    assert find('"古い題"') == []
    assert jobs() == []


def test_a_lost_index_is_rebuilt_while_pages_work(menu, visitor):
    shutil.rmtree(index.current().folder.path)
    assert visitor.get("/help").status_code == 200
    assert visitor.get("/search", query_string={"q": "最初"}).status_code == 200
    assert find("最初") == [f"menu:{menu.id}"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh's file
def test_a_damaged_index_is_rebuilt(menu, visitor):
    directory = index.current().folder.path / index.current().folder.used
    for path in directory.iterdir():
        path.write_bytes(b"damaged")
    assert visitor.get("/search", query_string={"q": "最初"}).status_code == 200
    assert find("最初") == [f"menu:{menu.id}"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh's file
def test_other_bytes_in_a_file_are_noticed_by_the_worker(menu):
    directory = index.current().folder.path / index.current().folder.used
    for postings in directory.glob("*.pst"):
        postings.write_bytes(b"\xa5" * postings.stat().st_size)
    worker.tick()
    assert index.current().folder.used != directory.name
    assert find("最初") == [f"menu:{menu.id}"]


def test_a_file_that_is_gone_is_noticed_by_a_save(menu):
    directory = index.current().folder.path / index.current().folder.used
    for postings in directory.glob("*.pst"):
        postings.unlink()
    with transaction():
        menu.row.title = "次の題"
    assert index.current().folder.used != directory.name
    assert find('"次の題"') == [f"menu:{menu.id}"]


def test_two_processes_write_one_index(menu):
    for number in range(5):
        make.menu(title=f"題の{number}番")
    counted = []
    outbox.rebuild(counted.append, processes=2)
    assert sum(counted) == walking.searchable_rows()
    with index.current().view() as view:
        assert len(view.segments) == 2
    assert len(find("題")) == 6
    assert list(building.differences()) == []


def test_what_a_killed_process_left_behind_is_swept_away(menu):
    folder = index.current().folder
    (folder.path / f"{folder.version}-0000").mkdir()
    (folder.path / f"{folder.version}-0000.pointer").touch()
    (folder.path / folder.used / "_MAIN_9.toc.123").touch()
    worker.tick()
    kept = {"writing.lock", "building.lock", folder.pointer.name, folder.used}
    assert {path.name for path in folder.path.iterdir()} == kept
    assert not list((folder.path / folder.used).glob("*.toc.*"))


def test_a_large_lost_index_is_built_in_a_process_of_its_own(app, menu, visitor, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 0)
    begun = []
    monkeypatch.setattr(children, "start_rebuild", lambda: begun.append(1))
    shutil.rmtree(index.current().folder.path)
    with transaction():
        menu.row.summary = "保存はできる"
    for words in ("最初", "保存"):
        assert "題名だけから" in visitor.get("/search", query_string={"q": words}).text
        found = visitor.get("/api/v1/search", query_string={"q": words}).json
        assert found["preparing"]
        assert [item["id"] for item in found["items"]] == [menu.id]
    assert visitor.get("/healthz").json["search_index"] == "preparing"
    assert begun
    assert run(app, "rebuild").exit_code == 0
    assert find("最初") == [f"menu:{menu.id}"]


def test_a_tick_joins_small_segments(menu):
    for number in range(30):
        with transaction():
            menu.row.title = f"題の{number}番"
    with index.current().view() as view:
        assert len(view.segments) <= 2 * index.MOST_ALIKE
    worker.tick()
    with index.current().view() as view:
        assert len(view.segments) <= index.MOST_SEGMENTS
    assert find("題") == [f"menu:{menu.id}"]
    assert list(building.differences()) == []


def test_what_becomes_different_by_the_calendar_can_be_asked_for(menu, clock):
    with transaction():
        outbox.enqueue([menu.row])
        assert len(jobs()) == 1
    assert jobs() == []


def test_health_tells_of_index_and_jobs(menu, visitor):
    answer = visitor.get("/healthz").json
    assert answer["index_documents"] == walking.searchable_rows()
    assert answer["waiting_jobs"] == 0


def test_the_parts_of_a_thing_bring_it_into_the_index(app):
    held = make.meeting()
    action = make.action(title="一覧", meeting=held)
    outbox.drain()
    make.minutes(held, MinutesState.CONFIRMED, body="早見表の話をした。")
    make.action_event(db.session.get(Action, action.id), text="苗木を数えた")
    outbox.drain()
    assert find("早見表") == [f"meeting:{held.id}"]
    assert find("苗木") == [f"action:{action.id}"]


def test_a_new_name_reaches_what_tells_of_it(app):
    provider = make.organization(short_name="旧名機関")
    menu = make.menu(provider)
    outbox.drain()
    assert f"menu:{menu.id}" in find("旧名機関")
    provider.short_name = "新名機関"
    db.session.commit()
    outbox.drain()
    assert f"menu:{menu.id}" in find('"新名機関"')
    assert find('"旧名機関"') == []


def test_a_meeting_put_in_between_moves_the_numbers_of_the_others(app):
    series = make.series()
    late = make.meeting(series=series)
    outbox.drain()
    assert find('"第1回"') == [f"meeting:{late.id}"]
    early = make.meeting(series=series, held_on=late.held_on.replace(month=5))
    outbox.drain()
    assert find('"第1回"') == [f"meeting:{early.id}"]
    assert find('"第2回"') == [f"meeting:{late.id}"]


def test_two_threads_search_at_once(app, menu):
    problems = []

    def many():
        with app.app_context():
            for _number in range(20):
                if find("最初の題") != [f"menu:{menu.id}"]:
                    problems.append("not found")

    threads = [threading.Thread(target=many) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_searches_go_on_while_others_save(app, menu):
    problems = []
    saved = threading.Event()

    def searching():
        with app.app_context():
            while not saved.is_set():
                try:
                    if find("題") != [f"menu:{menu.id}"]:
                        problems.append("not found")
                except Exception as error:
                    problems.append(error)

    threads = [threading.Thread(target=searching) for _number in range(3)]
    for thread in threads:
        thread.start()
    for number in range(6):
        with transaction():
            menu.row.title = f"題の{number}番"
    saved.set()
    for thread in threads:
        thread.join()
    assert problems == []


def run(app, *words):
    return app.test_cli_runner().invoke(args=["search", *words])


def test_check_says_that_index_and_database_are_equal(app, menu):
    make.action(meeting=make.meeting())
    outbox.drain()
    result = run(app, "check")
    assert result.exit_code == 0, result.output
    assert "同じです" in result.output


def test_check_lists_what_differs_and_rebuild_puts_it_right(app, menu):
    other = make.menu()
    outbox.drain()
    gone = make.menu()
    with index.current().locked(1), index.current().writing() as batch:
        batch.put(f"menus:{menu.id}", None)
        batch.put("menus:9999", menu.row.search_document())
    db.session.execute(
        Menu.__table__.update().where(Menu.id == other.id).values(title="裏で変えた")
    )
    db.session.commit()
    result = run(app, "check")
    assert result.exit_code == 1
    for line in (f"missing: menus:{menu.id}", f"different: menus:{other.id}",
                 "left over: menus:9999", f"missing: menus:{gone.id}"):  # fmt: skip
        assert line in result.output
    built = run(app, "rebuild")
    assert built.exit_code == 0, built.output
    assert run(app, "check").exit_code == 0
    assert len([p for p in index.current().folder.path.iterdir() if p.is_dir()]) == 1


def test_check_without_an_index_says_how_to_make_one(app):
    result = run(app, "check")
    assert result.exit_code == 1
    assert "hub search rebuild" in result.output


def test_a_search_goes_on_while_the_index_is_built_anew(app, menu):
    def seen(_number):
        assert find("最初") == [f"menu:{menu.id}"]
        if not changed:
            changed.append(1)
            with transaction():
                menu.row.summary = "作り直すあいだの変更"
            assert jobs() == []  # written into the index in use

    changed: list[int] = []
    outbox.rebuild(seen)
    assert changed
    assert find("作り直すあいだ") == [f"menu:{menu.id}"]
    assert list(building.differences()) == []
