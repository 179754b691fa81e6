"""What people say in whole sentences: what of it is a need, and what comes first."""

import pytest

from hub.finding.thesaurus import build, default_thesaurus, defaults
from hub.search import outbox, queries, query
from hub.search.documents import PUBLIC
from hub.search.thesaurus import Entry, Facet, Thesaurus
from hub.taxonomies.models import Scheme
from tests import make

FIELD = default_thesaurus()


def needs(said, thesaurus=FIELD):
    return {facet.value for facet in query.read(said, thesaurus).facets} - {"menu"}


def keys(text, thesaurus=FIELD):
    request = queries.Request(text=text, size=100, thesaurus=thesaurus)
    return [hit.key for hit in queries.find([PUBLIC], request).hits]


def saved(**given):
    menu = make.menu(**given)
    outbox.drain()
    return f"menu:{menu.id}"


def knowing(*words):
    return Thesaurus([Entry(words=words, facets=(Facet("type", "known"),))])


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("はなを うえたい", "green"),
        ("おかねが たりない", "grant"),
        ("こどもを あずけたい", "childcare"),
    ],
)
def test_a_sentence_in_kana_means_the_same(said, value):
    assert value in needs(said)


@pytest.mark.parametrize("said", ["準備しておきたい", "声をかけておいた"])
def test_a_verb_that_only_helps_another_is_no_need(said):
    assert not needs(said, knowing("おく"))
    assert needs("ここにおきたい", knowing("おく"))


def test_a_sentence_does_not_reach_across_a_comma():
    assert needs("場所を少し借りたい", knowing("場所を借りる"))
    assert not needs("いい場所、本を借りたい", knowing("場所を借りる"))


def test_a_name_of_several_nouns_is_said_in_their_order():
    assert needs("親の会", knowing("親の会"))
    assert not needs("会の親", knowing("親の会"))


def test_a_counter_is_not_what_it_counts():
    assert needs("人が集まらない", knowing("人が集まらない"))
    assert not needs("10人で集まれる", knowing("人が集まらない"))


@pytest.mark.parametrize(
    ("known", "said"), [("居場所", "場所"), ("時間がある", "時間"), ("やりたいけど", "やるか")]
)
def test_what_tells_only_as_a_whole_is_known_only_as_a_whole(known, said):
    assert needs(known, knowing(known))
    assert not needs(said, knowing(known))


def test_what_is_done_says_less_than_what_it_is_done_with(app):
    helping = make.term(Scheme.TYPE, "volunteer", label="ボランティアマッチング")
    telling = make.term(Scheme.TYPE, "pr", label="広報")
    helped = saved(title="作業の日", type=helping)
    told = saved(title="月のたより", type=telling)
    assert keys("宣伝を手伝ってほしい")[:2] == [told, helped]


def test_who_names_a_ward_finds_first_what_is_there(app):
    here, there = make.ward("miyamae", label="宮前区"), make.ward("saiwai", label="幸区")
    consult = make.term(Scheme.TYPE, "consult", label="相談")
    exchange = make.term(Scheme.TYPE, "exchange", label="交流")
    far = saved(title="なんでも相談", type=consult, terms=[there])
    near = saved(title="持ち寄りの卓", type=exchange, terms=[here])
    words = build(defaults().values(), [])
    ward = Entry(words=("宮前区",), facets=(Facet("ward", "miyamae"),))
    words = Thesaurus([*words.entries, ward], words.wished, words.otherwise)
    assert keys("宮前区でやってみたいことがある", words)[0] == near
    assert keys("やってみたいことがある", words) == [far]


def test_who_wants_something_finds_menus_before_what_was_said_about_it(app):
    make.organization(name="土鈴", summary="土鈴 土鈴")
    menu = saved(title="冬に作る土鈴の日")
    assert keys("土鈴")[1] == menu
    assert keys("土鈴がほしい")[0] == menu


def test_a_wish_of_which_nothing_is_known_leads_to_the_consultations(app):
    consult = make.term(Scheme.TYPE, "consult", label="相談")
    general = saved(title="よろず承り", type=consult)
    assert keys("コウモリが巣を作って困っています") == [general]
    assert keys("コウモリの巣") == []


def test_each_of_several_needs_is_met_among_the_first_three(app):
    space = make.term(Scheme.TYPE, "space", label="活動の場所")
    childcare = make.term(Scheme.TYPE, "childcare", label="保育")
    for number in range(4):
        saved(title=f"会議室 貸室 会場 部屋 {number}", type=space)
    nursery = saved(title="子のあずかり", type=childcare)
    assert nursery not in keys("会議室")[:4]
    assert nursery in keys("会議室の会場で会合を開くあいだの託児")[:3]
