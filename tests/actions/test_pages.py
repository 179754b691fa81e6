"""The pages of an action as people use them."""

from tests import make


def test_an_editor_enters_an_action_and_reads_it(as_user):
    mine = make.organization()
    client = as_user(make.user(mine))
    answer = client.post(
        "/actions/new",
        data={"title": "一覧を作る", "kind": "todo", "due_on": "R8.12.4", "lead_id": mine.id,
              "visibility": "network"},
    )  # fmt: skip
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "一覧を作る" in page.text
    assert "令和8年（2026年）12月4日（金）" in page.text
