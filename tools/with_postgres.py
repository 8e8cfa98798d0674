"""Run a command beside a PostgreSQL server that lives only as long: `python tools/with_postgres.py COMMAND…`.

The command finds the server in OPORA_DATABASE. The server's programs come with the distribution (package postgresql);
where they are missing this says so and ends with 3.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

NOT_INSTALLED = 3


def programs() -> Path | None:
    """Return the folder of the server's programs."""
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if found := shutil.which("initdb"):
        kept.insert(0, Path(found).resolve().parent)
    whole = [folder for folder in kept if all((folder / one).exists() for one in ("initdb", "pg_ctl", "createdb"))]
    return whole[-1] if whole else None


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def main() -> int:
    """Start the server, run the command, stop the server."""
    folder = programs()
    if folder is None:
        print("PostgreSQL не установлен: поставьте пакет postgresql. Тесты на нём пропущены.", file=sys.stderr)
        return NOT_INSTALLED
    home, port = Path(tempfile.mkdtemp(prefix="opora-postgres-")), free_port()
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name  # the server refuses to run as root
    shutil.chown(home, owner)

    def run(program: str, *words: str) -> None:
        subprocess.run([folder / program, *words], check=True, user=owner, cwd=home, stdout=subprocess.DEVNULL)

    data = str(home / "data")
    run("initdb", "-D", data, "-U", "opora", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -k {home} -c fsync=off -c listen_addresses=127.0.0.1"
    run("pg_ctl", "-D", data, "-o", options, "-l", str(home / "log"), "-w", "start")
    try:
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "opora", "opora")
        database = f"postgresql://opora@127.0.0.1:{port}/opora"
        return subprocess.run(sys.argv[1:], env={**os.environ, "OPORA_DATABASE": database}, check=False).returncode
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
