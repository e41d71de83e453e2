"""What a file is by its content: neither its name nor what its sender claims is believed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

JPEG, PNG, WEBP, HEIC, HEIF = "image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    WEBP: (".webp",),
    HEIC: (".heic", ".heif"),
    HEIF: (".heif", ".heic"),
    PDF: (".pdf",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}
"""The types that are taken, each with the endings of its names; the first is the usual one."""
SHOWN = frozenset({JPEG, PNG, WEBP})
"""Pictures that every browser shows."""

_HEVC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_STILL = frozenset({b"mif1", b"msf1"})
_OTHER = frozenset({b"avif", b"avis"})
_MAIN_PARTS: Mapping[bytes, str] = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
"""How a package names what it is; one with macros has other names."""
_MOST_PARTS = 10_000
_MOST_LIST = 2 * 2**20
"""Bytes of a package's list of parts, and of the part that names the types of the others."""
_MOST_UNPACKED = 400 * 2**20
"""Bytes of all parts together, as the list gives them."""
_BROKEN = (
    *(struct.error, zlib.error, zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, OSError, ValueError, EOFError),
    *(NotImplementedError, RuntimeError),
)
"""What reading a package raises, the last two where it is packed or locked in a way that is not known here."""
_END = struct.Struct("<4sHHHHIIH")
"""The end of a zip file: signature, disk numbers, parts here and in all, size and place of the list, comment."""


def media_type_of(content: bytes) -> str | None:
    """The type of a file; None for any type that is not taken."""
    if content[:3] == b"\xff\xd8\xff" and content[3:4] >= b"\xc0":
        return JPEG
    if content[:8] == b"\x89PNG\r\n\x1a\n" and content[8:16] == b"\0\0\0\rIHDR":
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and content[12:16] in (b"VP8 ", b"VP8L", b"VP8X"):
        return WEBP
    if content[4:8] == b"ftyp":
        return _heif(content)
    if content[:5] == b"%PDF-" and content[5:6].isdigit():
        return PDF
    return _package(content) if content[:4] == b"PK\x03\x04" else None


def _heif(content: bytes) -> str | None:
    length = int.from_bytes(content[:4], "big")
    if not 16 <= length <= min(len(content), 1024):
        return None
    brands = [content[place : place + 4] for place in range(16, length - 3, 4)]
    major = content[8:12]
    if major in _HEVC or (major in _STILL and _HEVC.intersection(brands)):
        return HEIC
    return HEIF if major in _STILL and not _OTHER.intersection(brands) else None


def _package(content: bytes) -> str | None:
    """A document or a workbook; nothing is unpacked but the part that says which."""
    try:
        signature, *_, parts, size, _, comment = _END.unpack(content[-_END.size :])
        if signature != b"PK\x05\x06" or comment or parts > _MOST_PARTS or size > _MOST_LIST:
            return None
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            found = package.infolist()
            names = [part.filename.lower() for part in found]
            if sum(part.file_size for part in found) > _MOST_UNPACKED or len(set(names)) != len(names):
                return None
            if any(part.flag_bits & 1 for part in found) or any(name.endswith("vbaproject.bin") for name in names):
                return None
            with package.open("[Content_Types].xml") as listed:
                types = listed.read(_MOST_LIST)
    except _BROKEN:
        return None
    kinds = {kind for name, kind in _MAIN_PARTS.items() if b'"' + name + b'"' in types or b"'" + name + b"'" in types}
    return kinds.pop() if len(kinds) == 1 else None
