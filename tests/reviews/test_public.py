"""A review that anybody reads tells nothing that only the network reads, besides its own words."""

from datetime import date

from hub.core.db import db
from hub.programmes.models import ProgrammeVisibility
from hub.reviews import freezing
from hub.reviews.models import ReviewVisibility, Section
from tests import make
from tests.reviews import world as worlds


def test_visitors_are_told_no_programme_number_source_or_earlier_issue_of_the_network(
    visitor, as_user
):
    world = worlds.build()
    shown = make.programme(world.home, name="会館の事業", visibility=ProgrammeVisibility.PUBLIC)
    hidden = make.programme(world.home, name="内輪の事業")
    for programme, counted in ((shown, "来館者"), (hidden, "内輪の件数")):
        make.indicator(programme, {date(2025, 4, 1): (10, 12)}, name=counted)
    earlier = make.review(world.home, fiscal_year=2024)
    issue = make.review_line(earlier, "前からの困りごと", section=Section.ISSUE)
    make.submission(earlier, settled=True)
    review = make.review(world.home, fiscal_year=2025, visibility=ReviewVisibility.PUBLIC)
    make.review_line(review, "人が増えた", programme=shown)
    make.review_line(review, "相談が減った", programme=hidden, source_label="宿題事項「様式」")
    make.review_line(review, "片づいた", answers=issue)
    for _time in range(2):
        make.submission(review, settled=True).content = freezing.content_of(world.editor, review)
    db.session.commit()
    page = f"/reviews/{review.id}"
    pages = (page, f"{page}/versions", f"{page}/versions/1")
    of_all = ["人が増えた", "相談が減った", "片づいた", "会館の事業", "来館者"]
    of_network = ["内輪の事業", "内輪の件数", "宿題事項「様式」", "前からの困りごと"]
    outsider = as_user(world.outsider)
    for address in (page, f"{page}/versions/1"):
        text = outsider.get(address).text
        assert [word for word in (*of_all, *of_network) if word not in text] == [], address
        text = visitor.get(address).text
        assert [word for word in of_all if word not in text] == [], address
        assert text.count("組織全体") == 1  # where the programme is not told
    for address in pages:
        text = visitor.get(address).text
        assert [word for word in of_network if word in text] == [], address
