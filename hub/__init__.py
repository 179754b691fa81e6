"""The hub application. ``create_app`` is the only place that knows every part."""

from pathlib import Path
from typing import Any

from flask import Flask

from config import ROOT, Config
from hub.accounts import cli as accounts_cli
from hub.accounts import loader
from hub.accounts import routes as accounts
from hub.actions import routes as actions
from hub.agenda import routes as agenda
from hub.attachments import routes as attachments
from hub.calendars import routes as calendars
from hub.chains import routes as chains
from hub.core import (
    db,
    errors,
    headers,
    health,
    locale,
    logging,
    login,
    protection,
    templating,
)
from hub.coverage import routes as coverage
from hub.demo import cli as demo_cli
from hub.desk import routes as desk
from hub.finding import api as finding_api
from hub.finding import routes as finding
from hub.finding import saved_routes as saved
from hub.finding import upkeep_routes as upkeep
from hub.finding import vain_routes as vain
from hub.finding import words_routes as words
from hub.following import routes as following
from hub.home import routes as home
from hub.ideas import routes as ideas
from hub.inbox import routes as inbox
from hub.inquiries import routes as inquiries
from hub.meetings import routes as meetings
from hub.menus import routes as menus
from hub.notifications import routes as notifications
from hub.organizations import cli as organizations_cli
from hub.organizations import routes as organizations
from hub.pictures import routes as pictures
from hub.programmes import routes as programmes
from hub.records import routes as records
from hub.reports import routes as reports
from hub.reviews import routes as reviews
from hub.search import cli as search_cli
from hub.search import outbox
from hub.successions import routes as successions
from hub.themes import routes as themes

PARTS = (
    logging, db, login, loader, locale, protection, headers, errors, templating, health, outbox,
)  # fmt: skip
PAGES = (
    home, organizations, menus, meetings, actions, ideas, agenda, finding, finding_api, saved, vain,
    words,
    upkeep, attachments, accounts, notifications, records, inbox, calendars,
    pictures, coverage, following,
    chains, themes, programmes, successions, reports, reviews, inquiries, desk,
)  # fmt: skip
COMMANDS = (accounts_cli, organizations_cli, search_cli, demo_cli)


def create_app(config: Config | None = None) -> Flask:
    app = Flask(__name__)
    app.config.from_mapping(MIGRATIONS_DIR=ROOT / "migrations")
    app.config.from_mapping(_settings(config or Config.from_env()))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    for part in PARTS:
        part.init_app(app)
    for pages in PAGES:
        app.register_blueprint(pages.bp)
    for commands in COMMANDS:
        app.cli.add_command(commands.group)
    return app


def _settings(config: Config) -> dict[str, Any]:
    names = (name for name in dir(config) if name.isupper())
    settings = {name: getattr(config, name) for name in names}
    Path(settings["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    return settings
