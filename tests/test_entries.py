"""Everything that a base holds becomes something that can be asked."""

from collections import Counter

from knowledge.entries import build_entries
from knowledge.entry import Entry
from knowledge.load import Knowledge


def entries_of(knowledge: Knowledge) -> dict[str, Entry]:
    return {entry.id: entry for entry in build_entries(knowledge)}


def test_every_entry_has_an_id_of_its_own(knowledge: Knowledge) -> None:
    counted = Counter(entry.id for entry in build_entries(knowledge))
    assert [id_ for id_, count in counted.items() if count > 1] == []


def test_every_entry_says_something_and_where_it_comes_from(knowledge: Knowledge) -> None:
    assert [entry.id for entry in build_entries(knowledge) if not (entry.text.strip() and entry.citation.strip())] == []


def test_a_quote_of_a_directive_is_verbatim(library_knowledge: Knowledge) -> None:
    entry = entries_of(library_knowledge)["noi-quy-hoa-sen:so-cuon"]
    assert entry.quote == "được mượn năm cuốn sách trong mười bốn ngáy"
    assert entry.quote_meant == "được mượn năm cuốn sách trong mười bốn ngày"


def test_an_entry_is_bound_to_what_its_directive_binds(library_knowledge: Knowledge) -> None:
    entry = entries_of(library_knowledge)["noi-quy-bach-hop:gio-mo-cua"]
    assert (entry.province, entry.sector, entry.year) == ("Bách Hợp", "Thiếu nhi", 2022)
    assert entry.inferred == "chỉ tên người ký cho biết nơi ban hành"


def test_deadlines_have_entries_of_their_own_and_one_together(library_knowledge: Knowledge) -> None:
    found = entries_of(library_knowledge)
    assert found["noi-quy-hoa-sen:bang-ke-nam"].period == "year"
    together = found["noi-quy-hoa-sen:deadlines"]
    assert "trước ngày 10/7" in together.text
    assert "trước ngày 20/12" in together.text


def test_a_directive_with_one_deadline_has_no_entry_of_all(library_knowledge: Knowledge) -> None:
    assert "noi-quy-bach-hop:deadlines" not in entries_of(library_knowledge)


def test_a_replaced_document_names_its_successor_and_who_cites_it(library_knowledge: Knowledge) -> None:
    found = entries_of(library_knowledge)
    assert "Thay bằng: Quy chế số 9/QC-TV ngày 2/1/2023" in found["quy-che-7:status"].text
    assert "12/QĐ-TV" in found["quy-che-7:cited_by"].text
    assert found["quy-che-7:about"].cautions == ("Đã được thay bằng quy chế mới.",)


def test_a_successor_that_the_note_names_is_not_named_twice(knowledge: Knowledge) -> None:
    found = entries_of(knowledge)
    for reference in knowledge.references:
        text = found[f"{reference.id}:status"].text
        for id_ in reference.replaced_by:
            number = knowledge.reference_by_id[id_].number
            assert number is None or text.count(number.canonical) == 1, reference.id


def test_a_passage_knows_the_documents_it_cites(library_knowledge: Knowledge) -> None:
    assert entries_of(library_knowledge)["noi-quy-hoa-sen:passage:I.g1"].numbers == {"quy-che-7"}
