"""Files with text in them, and files made to harm whoever reads them."""

import io
import zipfile
import zlib

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(*pages: str, more: bytes = b"", encrypt: bytes = b"", compress: bool = False) -> bytes:
    """A PDF in a predefined Japanese encoding (UTF-16), one text a page."""
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + 2 * len(pages), 2))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /UniJIS-UTF16-H"
        b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >> >>] >>",
    ]
    for number, text in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        drawn = b"BT /F1 12 Tf 50 700 Td <%s> Tj ET" % text.encode("utf-16-be").hex().encode()
        packed = zlib.compress(drawn + more) if compress else drawn + more
        filters = b" /Filter /FlateDecode" if compress else b""
        head = b"<< /Length %d%s >>\nstream\n" % (len(packed), filters)
        objects.append(head + packed + b"\nendstream")
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n" % size + table
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, encrypt, len(out))
    )  # fmt: skip


def endless_pdf() -> bytes:
    """A page tree that holds itself, and says that it has a billion pages."""
    made = pdf("始まり")
    return made.replace(b"/Kids [4 0 R] /Count 1", b"/Kids [4 0 R 2 0 R] /Count 999999999")


def locked_pdf() -> bytes:
    """With a password of its own: the hashes fit nothing."""
    key = b"(" + b"x" * 32 + b")"
    return pdf("秘密", encrypt=b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O "
               + key + b" /U " + key + b" >> /ID [<00> <00>]")  # fmt: skip


def swelling_pdf() -> bytes:
    return pdf("始まり", more=b"\n" + b"% " + b"a" * (80 << 20), compress=True)


def docx(*pages: str, head: str = "", document: str | None = None) -> bytes:
    breaks = '<w:r><w:br w:type="page"/></w:r>'
    body = breaks.join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in pages)
    text = document or f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>"
    return package({"word/document.xml": text})


def bomb_docx() -> bytes:
    """Eight megabytes of nothing in eight thousand bytes."""
    filler = " " * (8 << 20)
    return docx(document=f"<w:document {WORD}><w:body>{filler}</w:body></w:document>")


def lying_docx() -> bytes:
    """A bomb that says that it is small."""
    data = bytearray(bomb_docx())
    size = (8 << 20) + len(f"<w:document {WORD}><w:body></w:body></w:document>")
    return bytes(data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def laughing_docx() -> bytes:
    """Each entity is ten of the one before."""
    entities = '<!ENTITY a "ははは">'
    for old, new in zip("abcdefgh", "bcdefghi", strict=True):
        entities += f'<!ENTITY {new} "{f"&{old};" * 10}">'
    return docx("&i;", head=f"<!DOCTYPE d [{entities}]>")


def slow_pdf() -> bytes:
    """Each page draws 150,000 letters."""
    more = b"\nBT /F1 12 Tf " + b"<3042> Tj 1 0 0 1 5 5 Tm " * 150_000 + b"ET"
    return pdf("始まり", "続き", "続き", more=more, compress=True)


def xlsx(**sheets: str) -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relation}"><sheets>'
        + "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(sheets, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
        'package/2006/relationships">'
        + "".join(f'<Relationship Id="r{i}" Target="worksheets/sheet{i}.xml"/>'
                  for i in range(1, len(sheets) + 1))
        + "</Relationships>",
        "xl/sharedStrings.xml": f"<sst {main}>"
        + "".join(f"<si><t>{text}</t><rPh><t>ヨミ</t></rPh></si>" for text in sheets.values())
        + "</sst>",
    }  # fmt: skip
    for number in range(len(sheets)):
        parts[f"xl/worksheets/sheet{number + 1}.xml"] = (
            f'<worksheet {main}><sheetData><row><c t="s"><v>{number}</v></c><c><v>45000</v></c>'
            '<c t="inlineStr"><is><t>別の欄</t></is></c></row></sheetData></worksheet>'
        )
    return package(parts)


def package(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        for name, text in parts.items():
            file.writestr(name, text)
    return buffer.getvalue()
