"""Builds .venv from requirements.lock; needs nothing but Python, and says in one line what is missing where something is.

Run by `make setup` with the machine's own Python, so only the standard library, in syntax that an old one can read.
"""

import errno
import hashlib
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(HERE, ".venv")
LOCK = os.path.join(HERE, "requirements.lock")
STAMP = os.path.join(VENV, "installed")
PYTHON = os.path.join(VENV, "bin", "python")
NEEDED = (3, 11)
SPACE = 1200 * 1024 * 1024


def stop(sentence):
    sys.exit(sentence)


def state():
    with open(LOCK, "rb") as lock:
        return hashlib.sha256(lock.read() + sys.version.encode() + VENV.encode()).hexdigest()


def is_up_to_date(wanted):
    try:
        with open(STAMP) as stamp:
            return stamp.read() == wanted and os.path.exists(PYTHON)
    except OSError:
        return False


def runs_the_same_python():
    """An environment that another lock left behind is brought up to date; one of another Python is made anew."""
    try:
        told = subprocess.run([PYTHON, "-c", "import pip, sys; print(sys.version)"], capture_output=True, text=True)
    except OSError:
        return False
    return told.stdout.strip() == sys.version.strip()


def make_environment():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "Python's venv module is missing: install it (on Debian and Ubuntu `apt install python3-venv`) and run again."
        )
    if shutil.disk_usage(HERE).free < SPACE:
        stop("The disk is nearly full: the installation needs 1.2 GB.")
    print("Installing what Vigente needs into .venv (a minute or two, the first time only) ...", flush=True)
    if runs_the_same_python():
        return
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode != 0:
        stop("No virtual environment could be made: " + last_line(made.stdout + made.stderr))


def install():
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--disable-pip-version-check",
        "--no-input",
        "-r",
        LOCK,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=HERE) as pip:
        lines = []
        for line in pip.stdout:
            lines.append(line)
            if line.startswith("Collecting ") and sys.stdout.isatty():
                print("\r\033[K  " + line.split(" ")[1].split("=")[0], end="", flush=True)
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    if pip.returncode != 0:
        log = os.path.join(VENV, "pip.log")
        with open(log, "w") as kept:
            kept.writelines(lines)
        errors = [line for line in lines if line.startswith("ERROR")] or lines[-1:]
        if any("No space left" in line for line in lines):
            stop("The disk is full: the installation needs 1.2 GB.")
        stop("The installation failed: " + errors[-1].strip() + " (all of it: " + log + ")")


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1] if lines else "no reason was given"


def main():
    if sys.version_info < NEEDED:
        stop(
            "Python %d.%d is too old: Vigente needs 3.11 or newer (`make demo PYTHON=python3.12` names another)."
            % sys.version_info[:2]
        )
    wanted = state()
    if not is_up_to_date(wanted):
        make_environment()
        install()
        with open(STAMP, "w") as stamp:
            stamp.write(wanted)
    subprocess.run([PYTHON, "-m", "portal.translations"], cwd=HERE, check=True)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            stop("No permission to write in %s." % (error.filename or HERE))
        if error.errno == errno.ENOSPC:
            stop("The disk is full: the installation needs 1.2 GB.")
        raise
    except subprocess.CalledProcessError:
        stop("The translations could not be compiled; what is wrong stands above.")
    except KeyboardInterrupt:
        stop("Stopped; run it again to go on.")
