"""Makes ``declarations.py``: the C declarations of WeasyPrint, as cffi compiles them.

``python -m medleaf.printing.declare FILE``, once for each version of WeasyPrint.
"""

import sys
from pathlib import Path
from pprint import pformat
from tempfile import TemporaryDirectory
from typing import Any

from medleaf.printing.engine import OWN, digest

_HEAD = '''\
"""The C declarations of WeasyPrint {version}, as cffi compiles them; made by `make declarations`.

Parsing them takes cffi longer than loading the libraries, and they never change.
"""

from typing import Any

# The sha256 of what was declared.
SOURCE = "{source}"
'''


def declarations() -> str:
    """Return the text of ``declarations.py`` for the WeasyPrint that is installed."""
    import weasyprint
    from weasyprint.text.ffi import ffi

    said = list(ffi._cdefsources)  # noqa: SLF001  cffi has no public way to what was declared
    ffi.cdef(OWN)
    ffi.set_source("medleaf", None)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "compiled.py"
        ffi.emit_python_code(str(file))
        code = file.read_text("utf-8")
    kept: dict[str, Any] = {}

    class Backend:
        """Notes what cffi's own compiled module would hand to its backend."""

        @staticmethod
        def FFI(_name: str, **arguments: Any) -> None:  # noqa: N802  cffi's name
            kept.update(arguments)

    exec(code.replace("import _cffi_backend", ""), {"_cffi_backend": Backend})  # noqa: S102
    head = _HEAD.format(version=weasyprint.__version__, source=digest(said))
    compiled = pformat(kept, width=99, compact=True, sort_dicts=False)
    return f"{head}COMPILED: dict[str, Any] = {compiled}\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(declarations(), "utf-8")
