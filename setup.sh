#!/bin/sh
# Sets up .venv and the native libraries. Usage: setup.sh PYTHON REQUIREMENT; the Makefile calls it.
set -eu
python="$1"
wanted="$2"

if [ -z "$python" ]; then
  echo "medleaf needs Python 3.11 or later; install it (Debian: apt install python3) and run make again." >&2
  exit 1
fi

# Pango lays out text, HarfBuzz cuts fonts; WeasyPrint finds both by these names.
packages=""
"$python" -c 'import ensurepip, venv' 2>/dev/null || packages="$packages python3-venv"
"$python" - <<'PY' || packages="$packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
import ctypes, sys
names = [("libpango-1.0.so.0", "libpango-1.0.dylib"), ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
         ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")]
def found(name):
    try:
        return bool(ctypes.CDLL(name))
    except OSError:
        return False
sys.exit(not all(any(found(n) for n in pair) for pair in names))
PY
# The tests ask gettext whether our catalogs are good, and fontconfig what it sees.
case "$wanted" in
*test*)
  command -v msgfmt >/dev/null || packages="$packages gettext"
  command -v fc-match >/dev/null || packages="$packages fontconfig"
  command -v pdfinfo >/dev/null || packages="$packages poppler-utils"
  command -v lou_translate >/dev/null || packages="$packages liblouis-bin liblouis-data"
  # The guide is tested in a real browser; npm brings axe-core and the Nu HTML checker, which is Java.
  command -v chromium >/dev/null || packages="$packages chromium"
  command -v java >/dev/null || packages="$packages default-jre-headless"
  command -v npm >/dev/null || packages="$packages npm"
  ;;
esac

if [ -n "$packages" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -q
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages
  else
    echo "medleaf needs native libraries. Install them and run make again:" >&2
    echo "  Debian, Ubuntu: sudo apt install$packages" >&2
    echo "  Fedora:         sudo dnf install pango harfbuzz" >&2
    echo "  macOS:          brew install pango harfbuzz" >&2
    exit 1
  fi
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e "$wanted"
case "$wanted" in
*test*)
  npm install --prefix .venv/npm --no-audit --no-fund --no-save --ignore-scripts --loglevel=error \
    axe-core@4.14.1 vnu-jar@26.9.27
  ;;
esac

# Systems' own and python.org's Pythons are built with profile-guided optimization.
base="$(.venv/bin/python -c 'import os, sys; print(os.path.realpath(sys._base_executable))')"
case "$base" in
/usr/bin/* | /Library/Frameworks/*) kind="built with profile-guided optimization" ;;
*) kind="a build of its own; one from Debian or python.org may print about a sixth faster" ;;
esac
echo "medleaf runs on $(.venv/bin/python --version) from $base ($kind)"
