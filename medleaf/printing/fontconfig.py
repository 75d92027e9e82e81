"""The library that finds fonts, asked without WeasyPrint."""

import ctypes
import ctypes.util
import os
from pathlib import Path

from medleaf.model.problem import PressError, Problem


class _FontSet(ctypes.Structure):
    """fontconfig's FcFontSet."""

    _fields_ = (
        ("nfont", ctypes.c_int),
        ("sfont", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


def visible() -> set[Path]:
    """Ask fontconfig which files it sees; raise PressError where it is not installed.

    Not through WeasyPrint: a font that is not there has to stop the press before
    anything was laid out, and planning must not wait for its import.
    """
    library = _library()
    library.FcInitLoadConfigAndFonts.restype = ctypes.c_void_p
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    library.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.FcPatternGetString.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.POINTER(ctypes.c_char_p),
    ]
    library.FcConfigDestroy.argtypes = [ctypes.c_void_p]
    config = library.FcInitLoadConfigAndFonts()
    try:
        found = library.FcConfigGetFonts(config, 0)
        files = set()
        for n in range(found.contents.nfont if found else 0):
            name = ctypes.c_char_p()
            if library.FcPatternGetString(found.contents.fonts[n], b"file", 0, name) == 0:
                files.add(Path(os.fsdecode(name.value or b"")))
        return files
    finally:
        library.FcConfigDestroy(config)


def _library() -> ctypes.CDLL:
    for name in ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    found = ctypes.util.find_library("fontconfig")
    if found:
        return ctypes.CDLL(found)
    message = "the library fontconfig is not installed; Pango brings it"
    raise PressError([Problem(Path("fontconfig"), 0, "library-missing", message)])
