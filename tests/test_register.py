"""A typed number leads to its document, and never to its neighbour."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.citation import Mention, mentions
from knowledge.load import load_knowledge
from knowledge.model import Directive, Number, Reference
from knowledge.register import DocumentKey, Lookup, Register, build_register

KNOWLEDGE = load_knowledge(Path(__file__).parent.parent / "knowledge" / "data")
TEXTS = ["Nghị định 48/2009/NĐ-CP; Thông tư 19/TT-BTC; Quyết định 515/QĐ-TTg; QĐ 515; Nghị định 999/2023/NĐ-CP."]
REGISTER = build_register(KNOWLEDGE.directives, KNOWLEDGE.references, TEXTS, [place.name for place in KNOWLEDGE.places])


def reference(id_: str, number: str, issuer: str, issued: str, type_name: str, aliases: list[str]) -> Reference:
    return Reference(
        id=id_,
        number=Number(written=number, canonical=number),
        aliases=aliases,
        type="x",
        type_name=type_name,
        title=id_,
        issuer=issuer,
        issued=issued,
        subject=".",
        status="in_force",
        status_note=".",
        source=".",
    )


SAME_NUMBERS = build_register(
    [],
    [
        reference("a", "215/QĐ-TTg", "Thủ tướng Chính phủ", "2014-02-06", "Quyết định", ["QĐ 215"]),
        reference("b", "215/QĐ-UBND", "UBND tỉnh Hà Nam", "2018-01-05", "Quyết định", []),
        reference("c", "215/2012/TT-BTC", "Bộ Tài chính", "2012-05-05", "Thông tư", []),
    ],
    [],
)


def look_up(text: str, register: Register = REGISTER) -> Lookup:
    [mention] = mentions(text)
    return register.lookup(mention, text)


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("TT 191", "tt-191-2009-btc"),
        ("TT 191 năm 2009", "tt-191-2009-btc"),
        ("thông tư 191 của Bộ Tài chính", "tt-191-2009-btc"),
        ("thông tư 191 của bộ tài chíh", "tt-191-2009-btc"),
        ("TT 191 của BTC", "tt-191-2009-btc"),
        ("191/2009/TT-TTC", "tt-191-2009-btc"),
        ("Thông tư số 19/TT-BTC ngày 01/10/2009", "tt-191-2009-btc"),
        ("QĐ 515 năm 2016", "qd-515-2016"),
        ("515/qd-ttg", "qd-515-2016"),
        ("đề án 515", "qd-515-2016"),
        ("QĐ 515 của Thủ tướng", "qd-515-2016"),
        ("QĐ 515 của TTg", "qd-515-2016"),
        ("QĐ 515 do ai ký", "qd-515-2016"),
        ("nghị quyết 11 của Bộ Chính trị", "nq-11-nq-tw-2007"),
        ("nghị quyết 11 của Đảng", "nq-11-nq-tw-2007"),
        ("nghị quyết 57 của Chính phủ", "nq-57-2009"),
        ("CV 171", "cv-171-sldtbxh-ha-nam-2020"),
        ("171/SLĐTBXH-TE&BĐG", "cv-171-sldtbxh-ha-nam-2020"),
        ("171/LĐT BXH-TE&BDG", "cv-171-sldtbxh-ha-nam-2020"),
        ("TT 04", "tt-04-tu-hai-phong-2016"),
        ("thông tri 04 của Hải Phòng", "tt-04-tu-hai-phong-2016"),
        ("CT 1016", "hai-phong-2017"),
        ("công văn 1097 của sở y tế", "so-y-te-thanh-hoa-2018"),
        ("1097/BVSTBPN", "so-y-te-thanh-hoa-2018"),
        ("công văn 2458 của tỉnh Thanh Hóa", "thanh-hoa-2015"),
        ("hướng dẫn 2458", "thanh-hoa-2015"),
        ("kết luận 196", "tb-196-tw-2015"),
        ("kế hoạch 14 của UBND tỉnh", "kh-14-ubnd-2015"),
        ("luật 13/2022", "luat-13-2022-qh15"),
    ],
)
def test_a_number_leads_to_its_document(text: str, document: str) -> None:
    assert look_up(text).exact == (document,)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("QĐ 516", "qd-515-2016"),
        ("TT 191/2010", "tt-191-2009-btc"),
        ("TT 191 năm 2010", "tt-191-2009-btc"),
        ("TT 192", "tt-191-2009-btc"),
        ("CV 1098", "so-y-te-thanh-hoa-2018"),
        ("nghị định 191", "tt-191-2009-btc"),
        ("QĐ 515/QĐ-UBND", "qd-515-2016"),
        ("QĐ 515 năm 2017", "qd-515-2016"),
        ("quyết định 515 của UBND tỉnh", "qd-515-2016"),
        ("QĐ 515 do Bộ Nội vụ ban hành", "qd-515-2016"),
        ("nghị quyết 11 của Chính phủ", "nq-11-nq-tw-2007"),
        ("nghị quyết 57 của Đảng", "nq-57-2009"),
        ("TT 191 của Bộ Y tế", "tt-191-2009-btc"),
        ("thông tư của Bộ Y tế số 191", "tt-191-2009-btc"),
        ("1097/SGD-BVSTBCPN", "so-y-te-thanh-hoa-2018"),
        ("công văn 1097 của sở giáo dục", "so-y-te-thanh-hoa-2018"),
        ("công văn 2458 của Hải Phòng", "thanh-hoa-2015"),
        ("công văn 2458 của Nghệ An", "thanh-hoa-2015"),
        ("công văn 2458 của UBND tỉnh Nghệ An", "thanh-hoa-2015"),
        ("2485/BVSTBCPN-VX", "thanh-hoa-2015"),
        ("thông tư 04", "tt-04-tu-hai-phong-2016"),
        ("73/2006/QH12", "luat-73-2006-qh11"),
        ("thông tư 19", "tt-191-2009-btc"),
        ("19/2009/TT-BTC", "tt-191-2009-btc"),
    ],
)
def test_a_number_that_is_not_here_gets_only_the_near_ones(text: str, nearest: str) -> None:
    found = look_up(text)
    assert found.exact == ()
    assert found.near[0] == nearest
    [mention] = mentions(text)
    assert not REGISTER.knows_number(mention)


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("QĐ 215", ("a", "b")),
        ("215/QĐ-UBND", ("b",)),
        ("QĐ 215 của UBND tỉnh Hà Nam", ("b",)),
        ("QĐ 215 năm 2018", ("b",)),
        ("215/2012", ("c",)),
        ("thông tư 215", ("c",)),
    ],
)
def test_of_several_with_one_number_all_that_fit_come_best_first(text: str, documents: tuple[str, ...]) -> None:
    assert look_up(text, SAME_NUMBERS).exact == documents


def test_near_ones_come_nearest_first() -> None:
    assert look_up("QĐ 215/2012/QĐ-TTg", SAME_NUMBERS).near == ("a", "b", "c")


def test_a_number_only_cited_is_known_but_not_found() -> None:
    [cited] = mentions("nghị định 999/2023")
    assert REGISTER.lookup(cited) == Lookup(cited)
    assert REGISTER.knows_number(cited)
    for other in ("nghị định 999/2024", "thông tư 999/2023", "nghị định 998/2023"):
        [mention] = mentions(other)
        assert not REGISTER.knows_number(mention)


def test_every_document_is_found_by_its_own_number() -> None:
    documents: list[Directive | Reference] = [*KNOWLEDGE.directives, *KNOWLEDGE.references]
    for document in documents:
        if document.number is not None:
            for text in (document.number.written, document.number.canonical, document.number.canonical.lower()):
                assert look_up(text).exact[:1] == (document.id,), text


@given(st.integers(0, 99999), st.integers(1990, 2030), st.sampled_from(["TT", "QD", None]), st.text(max_size=40))
def test_any_mention_gets_an_answer(number: int, year: int, kind: str | None, around: str) -> None:
    found = REGISTER.lookup(Mention(number, year, kind), around)
    assert not (found.exact and found.near)


@given(st.sampled_from([key for key in REGISTER.keys if not key.slip]), st.integers(1900, 2100))
def test_another_year_is_another_document(key: DocumentKey, year: int) -> None:
    found = REGISTER.lookup(Mention(key.number, year, next(iter(key.types), None)))
    assert (key.id in found.exact) == (year in key.years)
