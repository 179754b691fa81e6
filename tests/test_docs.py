"""What exists is documented: every setting, command, route and make target."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

import config
from hub import create_app
from hub.cli import group
from tests.conftest import settings

ROOT = Path(config.__file__).parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def commands(start: click.Group, words: str = "hub") -> Iterator[str]:
    for name, command in start.commands.items():
        if isinstance(command, click.Group) and name not in {"db", "limiter"}:
            yield from commands(command, f"{words} {name}")
        elif name != "limiter":
            yield f"{words} {name}"


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Flask:
    return create_app(settings(tmp_path_factory.mktemp("docs")))


@pytest.fixture(scope="module")
def rules(app) -> list[str]:
    return sorted({rule.rule for rule in app.url_map.iter_rules()})


def test_every_setting_is_in_the_readme():
    names = set(re.findall(r"HUB_[A-Z_]+", (ROOT / "config.py").read_text(encoding="utf-8")))
    assert sorted(name for name in names if f"`{name}`" not in README and name != "HUB_") == []


def test_every_command_is_in_the_readme(app):
    group.commands.update(app.cli.commands)
    assert [name for name in commands(group) if f"`{name}" not in README] == []


def test_every_route_is_in_the_reference(rules):
    assert [rule for rule in rules if f"`{rule}`" not in REFERENCE] == []


def test_no_route_is_documented_that_does_not_exist(rules):
    documented = re.findall(r"^\| `(/[^`]*)`", REFERENCE, flags=re.MULTILINE)
    assert [rule for rule in documented if rule not in rules] == []


def test_every_make_target_explains_itself():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.search(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)
    assert named is not None
    for target in named[1].split():
        assert re.search(rf"^{target}:.*## ", text, flags=re.MULTILINE), target


@pytest.mark.parametrize(
    "name", ["README.md", "README.ja.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]
)
def test_links_between_the_documents_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_what_is_said_to_show_the_security_is_there():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/.]+)`", text))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
