from markupsafe import Markup

from hub.core.templating import unbroken


def test_the_number_of_a_meeting_stays_in_one_piece():
    assert unbroken("令和8年度 第12回 <b>") == Markup(
        '令和8年度 <span class="nowrap">第12回</span> &lt;b&gt;'
    )


def test_what_was_highlighted_stays_so():
    assert unbroken(Markup("第2回 <mark>助成</mark>")) == Markup(
        '<span class="nowrap">第2回</span> <mark>助成</mark>'
    )
