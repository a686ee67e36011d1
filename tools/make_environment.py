"""Makes `.venv` and installs pinned requirements into it.

    python3 tools/make_environment.py requirements.txt

Needs nothing but Python itself; where Debian left out `ensurepip`, its package is
installed if that is allowed.
This file has to be readable by older Pythons, to tell them that they are too old.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


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
    if not has_ensurepip():
        install_ensurepip()
    print("Making .venv ...", flush=True)
    venv.create(VENV, clear=True, with_pip=True)


def has_ensurepip():
    """Whether this Python can put pip into an environment; Debian ships it apart."""
    code = "import ensurepip, sys; sys.exit(not ensurepip.version())"
    return not subprocess.run(
        [sys.executable, "-c", code], stderr=subprocess.DEVNULL
    ).returncode


def install_ensurepip():
    """From Debian's own packages where that is allowed; otherwise say what to do."""
    name = f"python3.{sys.version_info[1]}-venv"
    allowed = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not allowed or shutil.which("sudo")):
        print(f"Installing {name} ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([*allowed, "apt-get", "update"], **quiet)
        subprocess.run([*allowed, "apt-get", "install", "--yes", name], **quiet)
    if not has_ensurepip():
        stop(f"This Python has no pip. Install it: apt install {name}")


def run(*arguments):
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    code = subprocess.run([*pip, *arguments]).returncode
    if code:
        stop("The requirements could not be installed (pip said why, above).")


def stop(message):
    sys.exit("make: " + message)


if __name__ == "__main__":
    main(sys.argv[1])
