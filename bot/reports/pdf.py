"""A Word document as PDF, by LibreOffice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from bot.errors import UserError
from bot.reports import messages

_SECONDS: Final = 180
_PROGRAMS: Final = ("soffice", "libreoffice")


def to_pdf(docx: bytes, soffice: str | None = None, seconds: float = _SECONDS) -> bytes:
    """The document as PDF. Each call has a profile of its own, so that several may run at once.

    UserError where the program is missing, fails, or takes too long.
    """
    program = soffice or next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None or not shutil.which(program):
        raise UserError(messages.NO_OFFICE)
    with tempfile.TemporaryDirectory(prefix="pdf-", ignore_cleanup_errors=True) as folder:
        source, made = Path(folder, "report.docx"), Path(folder, "report.pdf")
        source.write_bytes(docx)
        _convert(program, source, seconds)
        if not made.exists():
            raise UserError(messages.OFFICE_FAILED)
        return made.read_bytes()


def _convert(program: str, source: Path, seconds: float) -> None:
    folder = source.parent
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(source)),
    ]
    try:
        running = subprocess.Popen(  # noqa: S603 - the program and the paths are ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder)},
            start_new_session=True,
        )
    except OSError as error:
        raise UserError(messages.OFFICE_FAILED) from error
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise UserError(messages.OFFICE_SLOW.format(seconds=f"{seconds:g}")) from error
    finally:
        # The program starts others; all are in its session.
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
