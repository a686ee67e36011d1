"""Makes `.venv` and installs pinned requirements into it.

    python3 tools/make_environment.py requirements.txt

Needs nothing but Python itself: where Debian left out `ensurepip` (package
python3-venv), pip comes from the package index, checked against its hash.
This file has to be readable by older Pythons, to tell them that they are too old.
"""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

PIP = "26.3"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def main(requirements):
    if sys.version_info < (3, 11):  # noqa: UP036  (an older one may read this)
        found = ".".join(map(str, sys.version_info[:3]))
        stop(f"Python 3.11 or newer is needed; this is {found}. Try PYTHON=...")
    if not has_pip():
        make()
    print(f"Installing {requirements} ...", flush=True)
    run("install", "--quiet", "--requirement", str(ROOT / requirements))


def has_pip():
    if not PYTHON.exists():
        return False
    check = [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(check, stderr=subprocess.DEVNULL).returncode == 0


def make():
    print("Making .venv ...", flush=True)
    found = importlib.util.find_spec("ensurepip")
    complete = found is not None and found.origin is not None
    venv.create(VENV, clear=True, with_pip=complete)
    if not complete:
        fetch_pip()


def fetch_pip():
    """Install pip from the package index, the pinned wheel or none."""
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    page = index + "/pip/"
    name = f"pip-{PIP}-py3-none-any.whl"
    try:
        with urllib.request.urlopen(page, timeout=60) as answer:
            links = re.findall('href="([^"]+)"', answer.read().decode())
        link = next(link for link in links if name in link)
        with urllib.request.urlopen(urljoin(page, link), timeout=60) as answer:
            wheel = answer.read()
    except (OSError, StopIteration):
        wheel = b""
    if hashlib.sha256(wheel).hexdigest() != PIP_SHA256:
        stop("This Python has no pip. Install it: apt install python3-venv")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(wheel)
        command = [str(PYTHON), str(path / "pip"), "install", "--quiet", "--no-index"]
        subprocess.run([*command, str(path)], check=True)


def run(*arguments):
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    code = subprocess.run([*pip, *arguments]).returncode
    if code:
        stop("The requirements could not be installed (pip said why, above).")


def stop(message):
    sys.exit("make: " + message)


if __name__ == "__main__":
    main(sys.argv[1])
