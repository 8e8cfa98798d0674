"""Old and foreign documents (.doc, .odt, .rtf) turned into .docx by LibreOffice, where the machine has it."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from opora.plans.documents.refusals import UnreadablePlanError

#: How long one document may take, seconds.
LONGEST = 90

#: Macros never run, and nothing outside the document is loaded.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def office() -> str | None:
    """Return where LibreOffice is on this machine, None where it is not."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def as_docx(file: str, content: bytes, suffix: str, longest: float = LONGEST) -> bytes:
    """Return the document as a .docx file, made by LibreOffice in a folder of its own.

    Args:
        file: the name shown in reports.
        content: the whole file.
        suffix: what kind of file it is: «.doc», «.odt», «.rtf».
        longest: seconds it may take.

    Raises:
        UnreadablePlanError: LibreOffice is not there, took too long, or made nothing of the file.
    """
    program = office()
    if program is None:
        raise UnreadablePlanError("office-missing", file, suffix)
    with tempfile.TemporaryDirectory(prefix="opora-plan-") as folder:
        source, profile = Path(folder) / f"plan{suffix}", Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source.write_bytes(content)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        _run([*command, "--convert-to", "docx", "--outdir", str(Path(folder) / "out"), str(source)], file, longest)
        made = Path(folder) / "out" / "plan.docx"
        if not made.is_file():
            raise UnreadablePlanError("file-damaged", file)
        return made.read_bytes()


def _run(command: list[str], file: str, longest: float) -> None:
    """Run the program; when the time is over, end it with everything it started."""
    with subprocess.Popen(  # noqa: S603 - the program of this machine on a file in a folder of our own
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        try:
            running.wait(longest)
        except subprocess.TimeoutExpired as error:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            raise UnreadablePlanError("office-too-slow", file, f"{longest:.0f} с") from error
