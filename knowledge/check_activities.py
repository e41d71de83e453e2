"""Checks of the kinds of activity: each once, each with words, and no word for two of them."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.activity_types import ActivityFile
from knowledge.findings import Findings
from knowledge.load import Part, Parts
from knowledge.text.normalise import clean

Place = tuple[object, ...]


def check_activities(parts: Parts, findings: Findings) -> None:
    """Ids are used once, every kind has words, and every word names one kind only."""
    for part in parts.activities:
        kinds: dict[str, int] = {}
        words: dict[str, int] = {}
        for index, kind in enumerate(part.value.types):
            line = part.lines.at(("types", index, "id"))
            first = kinds.setdefault(kind.id, line)
            if first != line:
                what = f"loại “{kind.id}” đã có ở dòng {first}"
                findings.add(part, ("types", index, "id"), what, "gộp lời của hai chỗ vào một chỗ, xóa chỗ kia")
            for key in ("label", "short", "form"):
                if getattr(kind, key) is not None and not getattr(kind, key).strip():
                    findings.add(part, ("types", index, key), f"“{key}” trống", "viết nội dung, hoặc xóa dòng này")
            if not kind.words:
                what = f"loại “{kind.id}” không có lời nào trong words"
                findings.add(part, ("types", index, "words"), what, "thêm ít nhất một lời gọi tên hoạt động")
        for word, path in _words(part):
            _check_word(part, word, path, words, findings)


def _check_word(part: Part[ActivityFile], word: str, path: Place, seen: dict[str, int], findings: Findings) -> None:
    plain = clean(word) if word.isupper() else clean(word).lower()
    if not all(piece.strip() for piece in plain.split("...")):
        what = "có lời trống" if not plain.strip(" .") else f"lời “{word}” có phần trống cạnh “...”"
        findings.add(part, path, what, "viết lời gọi tên hoạt động, hoặc xóa mục này")
        return
    line = part.lines.at(path)
    if plain in seen:
        findings.add(part, path, f"lời “{word}” đã dùng ở dòng {seen[plain]}", "giữ một chỗ, xóa chỗ kia")
    seen.setdefault(plain, line)


def _words(part: Part[ActivityFile]) -> Iterator[tuple[str, Place]]:
    for index, kind in enumerate(part.value.types):
        for key in ("words", "weak"):
            for at, word in enumerate(getattr(kind, key)):
                yield word, ("types", index, key, at)
