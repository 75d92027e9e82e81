"""Laws of the start: what is spared when WeasyPrint is imported changes no byte and no library."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from medleaf.printing import declarations, declare, engine

ROOT = Path(__file__).parent.parent
FILE = Path(declarations.__file__)

# In the scripts whose shaping, and in the constructs whose drawing, calls most of the libraries.
PAGE = """
<html lang="{lang}"><style>
@page {{ size: A6; margin: 8mm; @bottom-center {{ content: counter(page) }} }}
body {{ font: 10pt "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans SC";
        hyphens: auto; text-align: justify; font-feature-settings: "tnum" }}
b {{ letter-spacing: 1pt }} i {{ font-variant: small-caps }}
</style><h1>{words}</h1><p>{many}</p><p><b>{words}</b> <i>{words}</i></p></html>
"""
WORDS = {
    "en": "Take 2.5 mL of water",
    "ar": "خذ 2.5 مل من الماء",
    "hi": "2.5 मिली पानी लें",
    "zh": "喝 2.5 毫升水",
}
PRINT = """
import sys, hashlib
from pathlib import Path
from medleaf.printing import fonts
fonts.use(Path("fonts"))
if sys.argv[1] == "plainly":
    import weasyprint
else:
    from medleaf.printing import engine
    weasyprint = engine.fetch()
for page in sys.stdin.read().split("\\0"):
    pdf = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"1")
    print(hashlib.sha256(pdf).hexdigest())
print([name for name in ("fontTools", "pycparser") if name in sys.modules])
"""


def printed(how: str) -> list[str]:
    pages = (PAGE.format(lang=tag, words=it, many=" ".join([it] * 40)) for tag, it in WORDS.items())
    command = [sys.executable, "-c", PRINT, how]
    done = subprocess.run(
        command, cwd=ROOT, input="\0".join(pages), capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_the_pages_are_those_of_weasyprint_imported_as_ever():
    *plain, whole = printed("plainly")
    *ours, small = printed("ours")
    assert ours == plain
    assert len({*plain}) == len(WORDS)
    assert "fontTools" in whole
    assert small == "[]"


def test_the_declarations_are_those_of_the_weasyprint_that_is_installed(tmp_path):
    made = tmp_path / "declarations.py"
    command = [sys.executable, "-m", declare.__name__, made]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert made.read_text("utf-8") == FILE.read_text("utf-8"), "run `make declarations`"


def test_declarations_that_are_not_known_are_parsed_as_ever():
    ffi = engine._Declared()
    ffi.cdef("typedef struct { int first, second; } pair;")
    ffi.cdef("int abs (int number);")
    assert ffi.new("pair *", (7, 8)).second == 8
    assert ffi.dlopen(None).abs(-7) == 7


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "PPM", "TIFF", "WEBP"])
def test_every_picture_is_read_though_png_is_tried_first(form):
    """A logo may be a JPEG."""
    code = (
        "import io, sys; from medleaf.printing import engine; engine.fetch();"
        "from PIL import Image; print(Image.open(io.BytesIO(sys.stdin.buffer.read())).format)"
    )
    made = io.BytesIO()
    Image.new("RGB", (3, 3)).save(made, form)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, input=made.getvalue(), capture_output=True, check=True)
    assert done.stdout.decode().strip() == form
