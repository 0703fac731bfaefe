"""Reading files: good ones in every format, and each kind of bad one with its sentence."""

from datetime import date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havre.adapters.spreadsheets import UnreadableFile, limits, read_table
from havre.adapters.spreadsheets.delimited import decode
from tests.adapters import bad_files as files

TEXT_LINE = ("A1", "2 quai du Roi", "45000", "Orléans", "T3", "348.1", "112", "de suite")
CSV = "\r\n".join(";".join(line) for line in (files.HEADINGS, TEXT_LINE)) + "\r\n"
GRID = [files.HEADINGS, files.LINE]


def reason(data: bytes, filename: str = "liste.xlsx") -> str:
    with pytest.raises(UnreadableFile) as raised:
        read_table(data, filename)
    return str(raised.value)


@pytest.mark.parametrize("data", [files.xlsx(GRID), files.xls(GRID)], ids=["xlsx", "xls"])
@pytest.mark.parametrize("filename", ["liste.xlsx", "liste.csv", "liste.pdf", ""])
def test_workbooks_are_known_by_content(data: bytes, filename: str) -> None:
    assert read_table(data, filename).rows == (files.HEADINGS, files.LINE)


def test_ods() -> None:
    table = read_table(files.ods([files.HEADINGS, TEXT_LINE]), "liste.ods")
    assert (table.sheet, table.rows) == ("Feuille", (files.HEADINGS, TEXT_LINE))


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv(codec: str, delimiter: str) -> None:
    table = read_table(CSV.replace(";", delimiter).encode(codec), "liste.csv")
    assert (table.sheet, table.rows) == ("liste.csv", (files.HEADINGS, TEXT_LINE))


def test_decimal_commas_do_not_hide_semicolons() -> None:
    data = "Réf;Ville;Type;Surface;Loyer\nA;Olivet;T3;61,50;348,10\n".encode()
    assert read_table(data, "").rows[1] == ("A", "Olivet", "T3", "61,50", "348,10")


def test_csv_keeps_line_numbers_and_quoted_cells() -> None:
    data = b'Titre\n\nRef;Ville;Type\n"a;""b""\nc";;T2\n;;\n'
    assert read_table(data, "").rows == (
        ("Titre",),
        (),
        ("Ref", "Ville", "Type"),
        ('a;"b"\nc', None, "T2"),
    )


def test_cells_keep_their_kind() -> None:
    row = (
        1.5,
        True,
        date(2026, 12, 1),
        datetime.fromisoformat("2026-12-01T08:30"),
        "=1+1 ",
        None,
        "x",
    )
    assert read_table(files.xlsx([row]), "").rows == (
        (1.5, True, date(2026, 12, 1), datetime.fromisoformat("2026-12-01T08:30"), None, None, "x"),
    )


def test_line_numbers_are_those_of_the_sheet() -> None:
    table = read_table(files.xlsx([(), (), (None, "b")]), "")
    assert table.rows == ((None, None), (None, None), (None, "b"))


def test_first_sheet_with_a_header_is_taken() -> None:
    cover = [("Logements libres",), ("Novembre",)]
    assert read_table(files.xlsx([], cover, GRID, GRID), "").sheet == "Sheet2"
    assert read_table(files.xlsx([], cover), "").rows[0] == ("Logements libres",)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "Ce fichier est vide"),
        (b" \r\n ", "Ce fichier est vide"),
        (b"a" * (limits.MAX_BYTES + 1), "dépasse 10 Mo"),
        (b"%PDF-1.7\n%\xe2\xe3", "Ce fichier est un PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "Ce fichier est une image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "Ce fichier est une image"),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00", "Ce fichier est une image"),
        (b"<html><table><tr><td>a</td></tr></table>", "une page web"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "une page web ou du XML"),
        (b"{\\rtf1 a}", "un document texte"),
        (b"\x1f\x8b\x08\x00", "une archive"),
        (files.ole_with("EncryptionInfo", "EncryptedPackage"), "mot de passe"),
        (files.ole_with("WordDocument"), "un document Word"),
        (files.ole_with("Root Entry"), "n’est pas un tableau"),
        (files.ole_with("Workbook"), "abîmé ou incomplet"),
        (files.archive({"word/document.xml": b"<a/>"}), "un document Word"),
        (files.archive({"liste.csv": b"a;b"}), "une archive"),
        (files.archive({"xl/workbook.xml": b"<workbook"}), "abîmé ou incomplet"),
        (files.locked_zip(), "mot de passe"),
        (files.locked_xls(), "mot de passe"),
        (files.ods_with_content("", manifest="<manifest:encryption-data/>"), "mot de passe"),
        (files.overlapping_zip(), "anormalement volumineux"),
        (files.entity_ods(), "abîmé ou incomplet"),
        (files.xlsx([], [(None, " ")]), "toutes ses feuilles sont vides"),
        (b"\x00\x01\x02garbage" * 50, "ni un classeur ni un texte"),
        (Random(1).randbytes(5000), "ni un classeur ni un texte"),
        ("Orléans".encode() + "Orléans;Chécy".encode("cp1252"), "plusieurs encodages"),
        ("OrlÃ©ans;ChÃ©cy".encode(), "plusieurs encodages"),
        ("Orl\ufffdans;Olivet".encode(), "plusieurs encodages"),
        (b"Orl\x81ans;Ch\xe9cy;Olivet", "plusieurs encodages"),
        (b'Ref;Ville\nA;"Olivet\nB;Saran\n', "À la ligne 2, un guillemet n’est pas refermé"),
        (b'Ref;Ville\nA;"' + b"x" * 200_000, "À la ligne 2, un guillemet n’est pas refermé"),
        (b";;;\n;;\n", "toutes ses feuilles sont vides"),
        (b";".join([b"a"] * 10_000), "20000 lignes et 100 colonnes au plus"),
        (b"a;b\n" * 20_001, "20000 lignes et 100 colonnes au plus"),
    ],
)
def test_bad_files(data: bytes, expected: str) -> None:
    assert expected in reason(data)


def test_truncated_workbooks() -> None:
    for data in (files.xlsx(GRID), files.ods(GRID)):
        for cut in (10, len(data) // 2, len(data) - 30):
            assert reason(data[:cut]) == limits.DAMAGED
    assert reason(files.xls(GRID)[:1500]) in (
        limits.DAMAGED,
        reason(files.ole_with("Root Entry")),
    )


def test_a_changed_byte_is_seen() -> None:
    data = bytearray(files.xlsx(GRID))
    data[data.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF
    assert reason(bytes(data)) == limits.DAMAGED


def test_zip_bombs() -> None:
    assert reason(files.zip_bomb()) == limits.BOMB
    assert reason(files.lying_zip_bomb()) == limits.BOMB


def test_a_part_that_lies_about_its_size() -> None:
    data = files.archive({"xl/workbook.xml": b"<workbook/>" * 9})
    assert reason(data.replace(b"\x63\x00\x00\x00", b"\x62\x00\x00\x00")) == limits.DAMAGED


def test_tables_too_large() -> None:
    assert reason(files.xlsx([("a",) * 101])) == limits.TOO_LARGE_TABLE
    assert reason(files.xlsx([("a",)] * 20_001)) == limits.TOO_LARGE_TABLE
    assert reason(files.far_xlsx()) == limits.TOO_LARGE_TABLE
    assert reason(files.repeated_ods(1, 10_000)) == limits.TOO_LARGE_TABLE
    assert reason(files.repeated_ods(1, 2_000_000_000)) == limits.TOO_LARGE_TABLE
    assert reason(files.repeated_ods(1_048_576, 16_384)) in (
        limits.TOO_LARGE_TABLE,
        limits.DAMAGED,
    )


def test_largest_table() -> None:
    table = read_table(files.xlsx([("a",) * 100, *[("b",)] * 19_999]), "")
    assert (len(table.rows), len(table.rows[0])) == (20_000, 100)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    if data.startswith((b"PK", files.OLE)):
        return
    try:
        read_table(data, "x")
    except UnreadableFile as refused:
        assert str(refused).endswith(".")


@given(st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=50))
def test_windows_text_is_read_unless_it_is_broken(text: str) -> None:
    try:
        assert decode(f"é;{text}".encode("cp1252"))[2:] == text
    except UnreadableFile as refused:
        assert "encodages" in str(refused)
