"""Documents named by their title."""

from knowledge.load import Knowledge
from knowledge.titles import Titles


def test_a_title_or_an_alias_names_its_document(library_knowledge: Knowledge) -> None:
    titles = Titles.of(library_knowledge.references)
    assert titles.find("Quy chế bạn đọc thân thiết nói gì?") == ("quy-che-7",)
    assert titles.find("quy che ban doc than thiet") == ("quy-che-7",)


def test_the_longer_title_wins() -> None:
    titles = Titles([("Quy chế bạn đọc", "cũ"), ("Quy chế bạn đọc sửa đổi", "mới")])
    assert titles.find("quy chế bạn đọc sửa đổi còn dùng không") == ("mới",)
    assert titles.find("quy chế bạn đọc còn dùng không") == ("cũ",)


def test_a_title_inside_a_longer_word_is_none() -> None:
    assert Titles([("Luật đọc sách", "x")]).find("luật đọc sáchs") == ()


def test_a_short_name_is_too_common_to_name_a_document() -> None:
    assert Titles([("Luật", "x")]).find("luật nào") == ()


def test_two_documents_of_one_title_are_both_meant() -> None:
    assert Titles([("Quy chế bạn đọc", "a"), ("Quy chế bạn đọc", "b")]).find("quy chế bạn đọc") == ("a", "b")


def test_no_titles_name_nothing() -> None:
    assert Titles([]).find("bất cứ điều gì") == ()
