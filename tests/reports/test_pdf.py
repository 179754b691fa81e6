"""The PDF of a report, opened again; and what is told where there is none."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from hub.reports import pdf
from hub.reports.models import PdfTrouble
from tests import make
from tests.reports import world

FILES = {"/FontFile", "/FontFile2", "/FontFile3"}


def fonts(reader: PdfReader) -> list[tuple[str, bool]]:
    """Name, and whether it is in the file."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            whole = font.get_object()
            inner = (
                whole["/DescendantFonts"][0].get_object() if "/DescendantFonts" in whole else whole
            )
            descriptor = inner["/FontDescriptor"]
            found[whole["/BaseFont"]] = bool(FILES & set(descriptor))
    return list(found.items())


@pytest.fixture
def place(app):
    place = world.build()
    world.programme(place.home)
    world.review(place.home, "窓口に来る人が増えた", settled=True)
    for number in range(40):
        world.done(place.home, date(2026, 6, 1), title=f"早見表{number:02}を作る")
    return place


def test_it_opens_with_all_its_text_pages_and_fonts(place, as_user):
    client = as_user(place.editor)
    address = world.made(client)
    assert "PDFを受け取る" in client.get(address).text
    answer = client.get(address + "/report.pdf")
    assert answer.content_type == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.data))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) >= 2
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in text
        assert "令和8年度（2026年度）上半期の報告書" in text
    whole = "".join("\n".join(pages).split())
    assert {f"早見表{n:02}を作る" for n in range(40)} <= _words(whole)
    assert "窓口に来る人が増えた" in whole
    assert pages[1].index("内容") < pages[1].index("早見表")  # heads are repeated
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in reader.pages} == {
        (595, 842)
    }
    assert reader.metadata.title == "ネットワーク全体　令和8年度（2026年度）上半期の報告書"
    assert reader.trailer["/Root"]["/Lang"] == "ja"
    assert "/StructTreeRoot" in reader.trailer["/Root"]  # tagged, for screen readers
    named = fonts(reader)
    assert named
    assert all(is_inside for _name, is_inside in named), named


def _words(text: str) -> set[str]:
    return {f"早見表{n:02}を作る" for n in range(40) if f"早見表{n:02}を作る" in text}


PAGE = "<html lang=ja><body>" + "".join(f"<p>{n}行目の文</p>" for n in range(2000))


@pytest.mark.parametrize("limits", [{"MEMORY": 150 << 20}, {"CPU_SECONDS": 1}, {"SECONDS": 0.5}])
def test_what_takes_too_much_ends_at_its_limit(monkeypatch, limits):
    for name, value in limits.items():
        monkeypatch.setattr(pdf, name, value)
    assert pdf.of(PAGE) is PdfTrouble.TOO_LARGE


def test_nothing_is_fetched_and_no_file_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("zqhimitsu")
    url = f"file://{secret}"
    page = f"""<html lang=ja><body>本文<img src="{url}" alt="絵"><object data="{url}"></object>
    <link rel="attachment" href="{url}"><a rel="attachment" href="{url}">x</a>"""
    made = pdf.of(page)
    assert isinstance(made, bytes)
    reader = PdfReader(io.BytesIO(made))
    assert not reader.attachments
    assert "zqhimitsu" not in reader.pages[0].extract_text()


def test_without_the_extra_it_says_so_and_offers_the_page_to_print(place, as_user, monkeypatch):
    monkeypatch.setattr(pdf, "is_installed", lambda: False)
    client = as_user(make.user(place.home))
    assert "このハブにはPDFを作る部品が入っていないため" in client.get("/reports").text
    address = world.made(client)
    page = client.get(address).text
    assert "PDFを作る部品が、このハブに入っていません" in page
    assert f'href="{address}/print"' in page
    assert f"{address}/report.pdf" not in page
    assert client.get(address + "/report.xlsx").status_code == 200
