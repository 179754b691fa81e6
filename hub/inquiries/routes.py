"""問合せ: the list of one's own, one thread, asking and answering."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Invalid, authorize
from hub.core.paging import page_number, paginate
from hub.inquiries import abouts, commands, policy, queries, selection, slots
from hub.inquiries.abouts import About
from hub.inquiries.forms import InquiryForm, MessageForm
from hub.inquiries.models import Inquiry
from hub.inquiries.selection import Selection, State, Who
from hub.organizations import queries as organizations
from hub.organizations import successors

__all__ = ["bp", "slots"]
bp = Blueprint("inquiries", __name__)


@bp.context_processor
def _for_templates() -> dict[str, Any]:
    return {"policy": policy, "about_url": _about_url}


@bp.get("/inquiries")
@login_required
def index():
    chosen = Selection(
        who=_one_of(Who, "who", Who.ALL),
        state=_one_of(State, "state", State.OPEN),
        organization_id=_number("organization"),
    )
    tally = selection.Tally(current_user, chosen)
    query = selection.matching(current_user, chosen)
    everyone = organizations.organizations()
    return render_template(
        "inquiries/index.html",
        page=paginate(query, number=page_number(), total=tally.total),
        chosen=chosen,
        other=next((o for o in everyone if o.id == chosen.organization_id), None),
        organizations=everyone,
        whos=tally.whos,
        states=tally.states,
        held=queries.held_by(current_user),
    )


@bp.route("/inquiries/new", methods=["GET", "POST"])
@login_required
def create():
    """``organization`` and ``about`` in the address say whom to ask, and about what."""
    authorize(policy.can_ask(current_user))
    code = request.args.get("about", "")
    about = abouts.read(current_user, code)
    form = _form(about)
    if form.validate_on_submit():
        asker_id, asked_id = form.asker.data, int(form.asked.data)
        title, written = form.title.data, form.written
        try:
            with transaction():
                inquiry = commands.ask(
                    current_user,
                    organizations.get_organization(asker_id),
                    organizations.get_organization(asked_id),
                    title,
                    written,
                    abouts.read(current_user, code),
                )
                inquiry_id = inquiry.id
        except Invalid as error:
            form.refuse("asked", str(error))
        else:
            flash(_("問い合わせました。回答が来ると、お知らせと平日の朝のメールで届きます。"))
            return redirect(url_for(".show", inquiry_id=inquiry_id, saved=1), 303)
    page = render_template("inquiries/form.html", form=form, about=about)
    return page, 422 if form.errors else 200


@bp.get("/inquiries/<int:inquiry_id>")
@login_required
def show(inquiry_id: int):
    inquiry = queries.get_inquiry(current_user, inquiry_id)
    return _page(inquiry, _message_form(inquiry))


@bp.post("/inquiries/<int:inquiry_id>/messages")
@login_required
def write(inquiry_id: int):
    inquiry = queries.get_inquiry(current_user, inquiry_id)
    authorize(policy.can_write(current_user, inquiry, successors.today()))
    form = _message_form(inquiry)
    if not form.validate_on_submit():
        return _page(inquiry, form)
    written, asks = form.written, _asks(inquiry, form)
    with transaction():
        commands.write(
            current_user, queries.get_inquiry(current_user, inquiry_id), written, asks=asks
        )
    flash(_("送りました。") if asks else _("回答を送りました。"))
    return redirect(url_for(".show", inquiry_id=inquiry_id, saved=1), 303)


@bp.post("/inquiries/<int:inquiry_id>/close")
@login_required
def close(inquiry_id: int):
    with transaction():
        commands.close(current_user, queries.get_inquiry(current_user, inquiry_id))
    flash(_("この問合せを終わりにしました。もう一度書くと、また開きます。"))
    return redirect(url_for(".show", inquiry_id=inquiry_id), 303)


def _page(inquiry: Inquiry, form: MessageForm):
    acting = successors.today()
    page = render_template(
        "inquiries/show.html",
        inquiry=inquiry,
        about=abouts.of(current_user, inquiry),
        form=form,
        acting=acting,
        may_write=policy.can_write(current_user, inquiry, acting),
        may_close=policy.can_close(current_user, inquiry, acting),
        answers=policy.can_answer(current_user, inquiry, acting),
        passed_on=[o for o in (inquiry.asker, inquiry.asked) if acting.of(o.id) != o.id],
    )
    return page, 422 if form.errors else 200


def _form(about: About | None) -> InquiryForm:
    """With who may be asked today, and whom the address asks for already chosen."""
    form = InquiryForm()
    everyone = organizations.organizations()
    mine = [o for o in everyone if policy.can_ask_for(current_user, o.id)]
    alone = mine[0].id if len(mine) == 1 else None
    form.asker.choices = [(o.id, o.short_name) for o in mine]
    others = [(str(o.id), o.short_name) for o in everyone if o.id != alone]
    form.asked.choices = [("", _("選んでください")), *others]
    if request.method == "GET":
        wanted = _number("organization") or (about.answers if about else None)
        form.asker.data = mine[0].id if mine else None
        form.asked.data = str(successors.today().of(wanted)) if wanted else ""
    return form


def _message_form(inquiry: Inquiry) -> MessageForm:
    """With the fields of the side that the person writes for."""
    form, acting = MessageForm(), successors.today()
    asks = policy.can_ask_on(current_user, inquiry, acting)
    answers = policy.can_answer(current_user, inquiry, acting)
    if asks and answers:
        form.asks.choices = [
            ("yes", _("問い合わせた側（%(name)s）", name=inquiry.asker.short_name)),
            ("no", _("答える側（%(name)s）", name=inquiry.asked.short_name)),
        ]
        if request.method == "GET":
            form.asks.data = "no" if inquiry.is_open else "yes"
    else:
        del form.asks
    if not asks:
        del form.answer_by
    elif request.method == "GET" and inquiry.answer_by and inquiry.answer_by >= calendar.today():
        form.answer_by.data = inquiry.answer_by
    return form


def _asks(inquiry: Inquiry, form: MessageForm) -> bool:
    if form.asks:
        return form.asks.data == "yes"
    return policy.can_ask_on(current_user, inquiry, successors.today())


def _about_url(about: About) -> str | None:
    if about.endpoint not in current_app.view_functions:
        return None
    values: dict[str, Any] = about.values
    return url_for(about.endpoint, **values)


def _one_of(choices: Any, name: str, default: Any) -> Any:
    given = request.args.get(name, "")
    return choices(given) if given in set(choices) else default


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
