"""Starts and stops a small real Elasticsearch server for the tests; needs Java 17 or newer and Maven, nothing of ours.

    export ELASTICSEARCH_URL=$(python3 tests/search/elasticsearch_server.py start)
    python3 tests/search/elasticsearch_server.py stop

It is the distribution that Elasticsearch's own integration tests run on: the same server without the modules that
need a licence, scripting or language analysis. It listens on the loopback address only and keeps nothing when stopped.
"""

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

VERSION = "8.19.7"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
USER = "portal-search"
# A server that lives as long as a test run does not earn back what the second compiler costs.
JAVA_OPTIONS = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
START_SECONDS = 120
# Not under the checkout: the server's user must be able to walk there.
HOME = Path(tempfile.gettempdir()) / f"portal-elasticsearch-{VERSION}-{os.getuid()}"
STATE = HOME / "running.json"
SETTINGS = """\
cluster.name: portal-tests
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
discovery.type: single-node
node.processors: 2
xpack.security.enabled: false
xpack.ml.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""


class ServerNotStarted(Exception):
    """The message says what is missing or went wrong."""


def start() -> str:
    """Return the address of the running server, started if need be. Raises ServerNotStarted."""
    running = _running()
    if running and _answers(running["url"]):
        return str(running["url"])
    stop()
    _unpack()
    http, transport = _free_port(), _free_port()
    (HOME / "config" / "elasticsearch.yml").write_text(SETTINGS.format(http=http, transport=transport))
    owner = _ordinary_user()
    if owner:
        for path in (HOME, *HOME.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    url = f"http://127.0.0.1:{http}"
    with (HOME / "console.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 what we unpacked
            [str(HOME / "bin" / "elasticsearch")],
            cwd=HOME,
            env={**_environment(), "HOME": str(HOME), "ES_JAVA_OPTS": JAVA_OPTIONS},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **({"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}),
        )
    STATE.write_text(json.dumps({"url": url, "pid": process.pid}))
    deadline = time.monotonic() + START_SECONDS
    while not _answers(url):
        if process.poll() is not None or time.monotonic() > deadline:
            log_end = (HOME / "console.log").read_text(errors="replace")[-3000:]
            stop()
            raise ServerNotStarted(f"Elasticsearch did not start:\n{log_end}")
        time.sleep(0.5)
    return url


def stop() -> None:
    """Stop the server that `start` started, if any, and delete what it kept."""
    running = _running()
    if running:
        # The script that starts Java, and Java itself, are the group of the process that we started.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running["pid"], signal.SIGTERM)
        deadline = time.monotonic() + 30
        while _group_lives(running["pid"]) and time.monotonic() < deadline:
            time.sleep(0.1)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running["pid"], signal.SIGKILL)
    STATE.unlink(missing_ok=True)
    shutil.rmtree(HOME / "data", ignore_errors=True)


def _running() -> "dict[str, str | int] | None":
    try:
        return dict(json.loads(STATE.read_text()))
    except (OSError, ValueError):
        return None


def _group_lives(group: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(group, os.WNOHANG)  # our own child, where this process started it
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _answers(url: object) -> bool:
    """Whether the cluster is ready to hold indices. `GET /` is no use: this distribution refuses it."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5) as answer:  # noqa: S310 our own
            return json.load(answer)["status"] in ("green", "yellow")
    except (OSError, ValueError, KeyError):
        return False


def _unpack() -> None:
    """Unpack the distribution, fetched through Maven unless it has been."""
    if (HOME / "bin" / "elasticsearch").exists():
        if HOME.stat().st_uid not in {os.getuid(), getattr(_known_user(), "pw_uid", os.getuid())}:
            raise ServerNotStarted(f"{HOME} belongs to somebody else; delete it")
        return
    if not shutil.which("java", path=_environment()["PATH"]):
        raise ServerNotStarted("Java 17 or newer is missing (on Debian: apt install openjdk-17-jre-headless)")
    archive = Path.home() / ".m2/repository" / _place_in_repository()
    if not archive.exists():
        if not shutil.which("mvn"):
            raise ServerNotStarted("Maven is missing (on Debian: apt install maven)")
        command = ["mvn", "-q", "dependency:get", f"-Dartifact={ARTIFACT}", "-Dtransitive=false"]
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode:  # noqa: S603
            raise ServerNotStarted(f"Maven cannot fetch {ARTIFACT}")
    half = HOME.with_name(f"{HOME.name}.half-{os.getpid()}")
    with zipfile.ZipFile(archive) as content:
        content.extractall(half)
    shutil.rmtree(HOME, ignore_errors=True)
    (half / f"elasticsearch-{VERSION}").rename(HOME)
    half.rmdir()
    for script in (HOME / "bin").iterdir():
        script.chmod(0o755)


def _place_in_repository() -> str:
    group, name, version, _kind = ARTIFACT.split(":")
    return f"{group.replace('.', '/')}/{name}/{version}/{name}-{version}.zip"


def _environment() -> "dict[str, str]":
    """Return what Java needs of this process's environment; nothing else is the server's business."""
    kept = {name: os.environ[name] for name in ("JAVA_HOME", "ES_JAVA_HOME", "LANG") if name in os.environ}
    java = shutil.which("java")
    if java and "ES_JAVA_HOME" not in kept and "JAVA_HOME" not in kept:
        kept["ES_JAVA_HOME"] = str(Path(java).resolve().parent.parent)
    return {"PATH": os.environ.get("PATH", os.defpath), **kept}


def _ordinary_user() -> "pwd.struct_passwd | None":
    """Return the user to run as where we are root, whom Elasticsearch refuses; made when absent."""
    if os.getuid() != 0:
        return None
    if _known_user() is None:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]
        subprocess.run(command, check=True)  # noqa: S603
    return _known_user()


def _known_user() -> "pwd.struct_passwd | None":
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(arguments: "list[str]") -> int:
    """Run `start`, which prints the address, or `stop`."""
    if arguments == ["stop"]:
        stop()
        return 0
    if arguments != ["start"]:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        sys.stdout.write(f"{start()}\n")
    except ServerNotStarted as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
