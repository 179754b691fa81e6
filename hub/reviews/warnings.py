"""What is missing in a draft before it is handed in. It stops nobody."""

from flask_babel import gettext as _

from hub.accounts.models import Viewer
from hub.reviews.earlier import unanswered
from hub.reviews.freezing import indicators_of
from hub.reviews.models import Review, Section
from hub.reviews.parts import parts_of_draft


def before_submitting(viewer: Viewer, review: Review) -> list[str]:
    found = []
    if not any(line.section is Section.RESULT for line in review.lines):
        found.append(_("成果が一つも書かれていません。"))
    left = unanswered(review)
    if left:
        found.append(
            _(
                "前回の課題のうち、どうなったかを書いていないものが%(count)s件あります。",
                count=len(left),
            )
        )
    silent = [
        part.programme.name for part in parts_of_draft(viewer, review)
        if part.programme and not part.lines(Section.RESULT)
    ]  # fmt: skip
    if silent:
        found.append(_("成果のない事業があります。%(names)s", names="、".join(silent)))
    uncounted = [row for row in indicators_of(viewer, review) if row["actual"] is None]
    if uncounted:
        names = "、".join(
            _("%(programme)sの%(name)s", programme=row["programme"], name=row["name"])
            for row in uncounted
        )
        found.append(_("実績の入っていない指標があります。%(names)s", names=names))
    return found
