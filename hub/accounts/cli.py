"""hub account: the first administrator, invitations and reset links from the command line."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _
from sqlalchemy import select

from hub.accounts import commands
from hub.accounts.models import Role
from hub.accounts.queries import address
from hub.core import passwords
from hub.core.db import db, transaction
from hub.core.errors import HubError, Invalid
from hub.core.links import absolute
from hub.organizations.models import Organization

group = AppGroup("account", help="Make, invite and help out people with accounts.")


def _refusals_as_sentences(function: Callable[..., None]) -> Callable[..., None]:
    """Exit code 1 and one sentence where a rule of the hub says no."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            function(*args, **kwargs)
        except HubError as error:
            click.echo(str(error), err=True)
            sys.exit(1)

    return run


def _email(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        validate_email(address(value), check_deliverability=False)
    except EmailNotValidError as error:
        raise click.BadParameter(str(error)) from error
    return address(value)


@group.command("create-admin")
@click.argument("email", callback=_email)
@click.option("--name", default="", help="The name shown in the hub.")
@click.option("--link", is_flag=True, help="Print a one-time link instead of asking a password.")
@_refusals_as_sentences
def create_admin(email: str, name: str, link: bool) -> None:
    """Make a system administrator with the address EMAIL.

    Asks for the password twice. With --link, prints a link that works once within 14 days and
    lets the person choose name and password.

    Exit codes: 0 made, 1 refused (a sentence says why), 2 wrong usage.
    """
    if link:
        with transaction():
            token = commands.invite_system_admin(email)
        click.echo(absolute("accounts.follow", token=token))
        return
    password = click.prompt(_("パスワード"), hide_input=True, confirmation_prompt=True)
    if fault := passwords.fault(password, email):
        raise Invalid(fault)
    password_hash = passwords.hash_password(password)
    with transaction():
        commands.create_user(
            email=email, name=name or email.partition("@")[0], password_hash=password_hash,
            is_system_admin=True,
        )  # fmt: skip
    click.echo(_("システム管理者 %(email)s を作りました。", email=email))


@group.command("invite")
@click.argument("email", callback=_email)
@click.argument("organization_code")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]),
              help="What the person may do in the organization.")  # fmt: skip
@click.option("--coordinator", is_flag=True, help="Make the person a coordinator, too.")
@_refusals_as_sentences
def invite(email: str, organization_code: str, role: str, coordinator: bool) -> None:
    """Invite EMAIL into the organization with the code ORGANIZATION_CODE of the network file.

    The invitation goes out by mail. It is printed as well, for where no mail server is set.

    Exit codes: 0 invited, 1 refused (a sentence says why), 2 wrong usage.
    """
    with transaction():
        organization = db.session.scalars(
            select(Organization).where(Organization.code == organization_code)
        ).first()
        if organization is None:
            raise Invalid(_("組織 %(code)s はありません。", code=organization_code))
        _link, token = commands.invite(
            None, organization, email=email, role=Role(role), is_coordinator=coordinator
        )
    if current_app.config["SMTP_URL"]:
        click.echo(_("招待のメールを送ります。リンクはここにも出します。"))
    click.echo(absolute("accounts.follow", token=token))


@group.command("reset-link")
@click.argument("email", callback=_email)
@_refusals_as_sentences
def reset_link(email: str) -> None:
    """Print a link with which the person of EMAIL sets a new password, once, within an hour.

    Exit codes: 0 printed, 1 refused (a sentence says why), 2 wrong usage.
    """
    with transaction():
        token = commands.print_reset(email)
    click.echo(absolute("accounts.follow", token=token))
