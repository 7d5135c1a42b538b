"""Opens files with LibreOffice, where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest


def convert_to_text(body: bytes, folder: Path) -> str:
    """Return the text of a Word file as LibreOffice reads it; skip without LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is missing: apt-get install libreoffice-writer-nogui")
    source = folder / "redline.docx"
    source.write_bytes(body)
    command = [program, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    return (folder / "redline.txt").read_text(encoding="utf-8-sig")
