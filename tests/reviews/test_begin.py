from tests import make


def test_begin(as_user):
    editor = make.user()
    client = as_user(editor)
    html = client.get("/reviews/new").text
    assert "振り返りを書き始める" in html
    organization = editor.organization_ids
    [number] = organization
    answer = client.post("/reviews/new", data={"organization": number, "term": "2025"})
    assert answer.status_code == 303, answer.text
    assert client.get(answer.location).status_code == 200
    assert client.get("/reviews").status_code == 200
