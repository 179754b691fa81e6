"""検索の言いかえ: which words the search takes for each other. Coordinators change them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, NotFound, authorize
from hub.finding import thesaurus, words_commands
from hub.finding.words_forms import GroupForm

bp = Blueprint("words", __name__)


@bp.before_request
@login_required
def only_coordinators():
    authorize(words_commands.may_edit(current_user))


@bp.get("/search/words")
def index():
    asked = request.args.get("q", "").strip()
    labels = thesaurus.current().labels
    groups = [group for group in thesaurus.groups() if _has(group, asked, labels)]
    return render_template(
        "finding/words.html", groups=groups, asked=asked, labels=labels,
        removed=thesaurus.removed() if not asked else [],
    )  # fmt: skip


@bp.route("/search/words/new", methods=["GET", "POST"])
def create():
    form = GroupForm.of(None, thesaurus.current().labels)
    if form.validate_on_submit():
        with transaction():
            words_commands.create(current_user, form.said)
        flash(_("言葉を加えました。次の検索から使われます。"))
        return redirect(url_for(".index"), 303)
    return render_template("finding/words_edit.html", form=form, group=None), _status(form)


@bp.route("/search/words/<name>", methods=["GET", "POST"])
def edit(name: str):
    group = _group(name)
    form = GroupForm.of(group, thesaurus.current().labels)
    if form.validate_on_submit():
        try:
            with transaction():
                words_commands.edit(current_user, name, form.said, seen=form.version.data)
        except Conflict:
            theirs = thesaurus.get(name)
            form.version.data = theirs.row.version if theirs and theirs.row else 0
            page = render_template("finding/words_edit.html", form=form, group=group, theirs=theirs)
            return page, 409
        flash(_("言葉を保存しました。次の検索から使われます。"))
        return redirect(url_for(".index"), 303)
    return render_template("finding/words_edit.html", form=form, group=group), _status(form)


@bp.post("/search/words/<name>/remove")
def remove(name: str):
    return _changed(name, words_commands.remove, _("消しました。"))


@bp.post("/search/words/<name>/restore")
def restore(name: str):
    return _changed(name, words_commands.restore, _("はじめの中身に戻しました。"))


def _changed(name: str, command, said: str):
    text = request.form.get("version", "")
    seen = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    try:
        with transaction():
            command(current_user, name, seen=seen)
    except Conflict:
        flash(_("ほかの人が先に変えました。今の内容を見てから、もう一度どうぞ。"), "error")
        return redirect(url_for(".index"), 303)
    flash(said)
    return redirect(url_for(".index"), 303)


def _group(name: str) -> thesaurus.Group:
    group = thesaurus.get(name)
    if group is None:
        raise NotFound
    return group


def _has(group: thesaurus.Group, asked: str, labels) -> bool:
    names = [labels.get(scheme, {}).get(code, "") for scheme, code in group.preferred]
    return any(asked in text for text in [*group.words, *group.also, *names])


def _status(form: GroupForm) -> int:
    return 422 if form.errors else 200
