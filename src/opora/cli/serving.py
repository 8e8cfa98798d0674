"""`opora serve`, `opora backup`, `opora restore`, `opora doctor`: the site, run as a program of its own.

The library does not import the site: it only knows the site's name.
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from opora.cli.options import DATA_VARIABLE, DEFAULT_DATA, Data, Json
from opora.cli.screen import STANDARD_OUTPUT, Screen

SITE = "opora_web"

Host = Annotated[str, typer.Option("--host", metavar="АДРЕС", help="На каком адресе открыть; 0.0.0.0 – всей сети.")]
Port = Annotated[int, typer.Option("--port", metavar="ПОРТ", help="На каком порту открыть.", min=1, max=65_535)]


def site_command(data: Path, *words: str) -> int:
    """Run a command of the site on a data folder and return its exit code."""
    environment = {**os.environ, DATA_VARIABLE: str(data.absolute())}
    program = subprocess.Popen([sys.executable, "-m", SITE, *words], env=environment)  # noqa: S603 - our own program
    before = signal.signal(signal.SIGTERM, lambda *_: program.terminate())  # it would outlive us otherwise
    try:
        return program.wait()
    except KeyboardInterrupt:
        program.wait()  # Ctrl+C reaches both: let it put its work away
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)


def is_free(host: str, port: int) -> bool:
    """Tell whether nobody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(data: Data = DEFAULT_DATA, host: Host = "127.0.0.1", port: Port = 8000) -> int:
    """Открыть сайт: страницы и фоновая работа одной командой. Остановить – Ctrl+C."""
    if not is_free(host, port):
        Screen(None).complain(f"Порт {port} занят другой программой. Укажите другой: --port {port + 1}.")
        return 1
    return site_command(data, "serve", "--host", host, "--port", str(port))


BackupFile = Annotated[Path, typer.Argument(metavar="ФАЙЛ", help="Файл копии.", dir_okay=False, show_default=False)]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Заменить папку данных, если она не пуста; прежняя останется рядом.")
]


def backup(file: BackupFile, data: Data = DEFAULT_DATA) -> int:
    """Записать всё в один файл: выпуски, рабочую базу, присланные файлы, свои правила. Сайт может работать."""
    return site_command(data, "backup", str(file.absolute()))


def restore(file: BackupFile, data: Data = DEFAULT_DATA, overwrite: Overwrite = False) -> int:
    """Вернуть всё из файла копии. Сайт перед этим остановите."""
    words = ("restore", str(file.absolute()), *(["--overwrite"] if overwrite else []))
    return site_command(data, *words)


def doctor(data: Data = DEFAULT_DATA, json: Json = None) -> int:
    """Проверить обе базы, версии и место на диске и сказать, что делать."""
    if json is None:
        return site_command(data, "doctor")
    if json == STANDARD_OUTPUT:
        return site_command(data, "doctor", "--json")
    environment = {**os.environ, DATA_VARIABLE: str(data.absolute())}
    words = [sys.executable, "-m", SITE, "doctor", "--json"]
    done = subprocess.run(words, env=environment, capture_output=True, check=False)  # noqa: S603 - our own program
    Path(json).write_bytes(done.stdout)
    return done.returncode
