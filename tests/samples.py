"""Small files of every type that members may send, and of types that they may not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from openpyxl import Workbook

_TYPES = "application/vnd.openxmlformats-officedocument."


def png(width: int = 8, height: int = 6) -> bytes:
    """A picture that browsers show: one colour all over."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x20\x80\xc0" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def heif(major: bytes, *brands: bytes) -> bytes:
    body = b"ftyp" + major + b"\0\0\0\0" + b"".join(brands)
    return struct.pack(">I", len(body) + 4) + body + b"\0\0\0\x08free"


def package(main: str, parts: Mapping[str, bytes] | None = None, *, comment: bytes = b"") -> bytes:
    """An Office file whose main part is of a type; `parts` are put beside it, or instead of its own."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": types.encode(), "main.xml": b"<w/>", **(parts or {})}.items():
            made.writestr(name, content)
        made.comment = comment
    return packed.getvalue()


def unpacking_to(size: int, packed: bytes) -> bytes:
    """A package whose last part is said to be of another size."""
    place = packed.rindex(b"PK\x01\x02") + 24
    return packed[:place] + struct.pack("<I", size) + packed[place + 4 :]


def workbook() -> bytes:
    made = io.BytesIO()
    Workbook().save(made)
    return made.getvalue()


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0" + b"\0" * 40 + b"\xff\xd9"
PNG = png()
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0" + b"\0" * 13
HEIC = heif(b"heic", b"mif1", b"heic")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DOCX = package(f"{_TYPES}wordprocessingml.document.main+xml")
XLSX = package(f"{_TYPES}spreadsheetml.sheet.main+xml")
MACROS = package("application/vnd.ms-word.document.macroEnabled.main+xml")
BOMB = unpacking_to(2**31 - 1, DOCX)
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def of_size(size: int) -> bytes:
    """A picture of so many bytes."""
    return JPEG + b"\0" * (size - len(JPEG))
