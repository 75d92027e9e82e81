"""WeasyPrint, imported without what is not needed: half of its start."""

import ctypes.util
import gc
import hashlib
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from typing import Any

from medleaf.printing import declarations


@cache
def fetch() -> Any:
    """Import WeasyPrint, and nothing that it only imports in case it is needed.

    Its libraries are looked for under names of other systems first; for each, cffi asks
    ``find_library``, which starts ldconfig and gcc, 38 processes in all. On Linux the
    last name is the right one and is found without asking. fontTools takes 0.2 s to
    import and does nothing where HarfBuzz cuts the fonts, so it is imported on first use.
    The C declarations were read before, see :mod:`medleaf.printing.declarations`.
    """
    cffi: Any = import_module("cffi")
    find, interface = ctypes.util.find_library, cffi.FFI
    if sys.platform == "linux":
        ctypes.util.find_library = _not_asked
    cffi.FFI = _Declared
    try:
        with _without_fonttools(), _without_collector():
            weasyprint = import_module("weasyprint")
            weasyprint.text.ffi.ffi.cdef(OWN)
            _one_driver()
            return weasyprint
    finally:
        ctypes.util.find_library, cffi.FFI = find, interface


def _not_asked(name: str) -> str | None:  # noqa: ARG001  the signature of find_library
    return None


def _one_driver() -> None:
    """Have Pillow try PNG, which QR codes are, before it imports the drivers of all other formats.

    A picture that is none still gets them.
    """
    image: Any = import_module("PIL.Image")
    import_module("PIL.PngImagePlugin")
    image._initialized = max(image._initialized, 1)  # what its preinit() has imported five for


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing that is imported is garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


# ------------------------------------------------------------------ C declarations

# What the mends call, and WeasyPrint does not.
OWN = """
    PangoContext * pango_layout_get_context (PangoLayout *layout);
    const PangoFontDescription * pango_layout_get_font_description (PangoLayout *layout);
    PangoAttrList * pango_attr_list_copy (PangoAttrList *list);
    gpointer g_object_ref (gpointer object);
"""


class _Declared:
    """Stands in for ``cffi.FFI``: has all that one has, once it is told declarations.

    cffi parses C in Python, at each start anew, and so each type that is made of it later.
    Here declarations that are known are taken as cffi compiles them; others it parses as ever.
    """

    def __init__(self) -> None:
        self._said: list[str] = []
        self._known = False

    def cdef(self, text: str) -> None:
        """Declare what *text*, in C, declares; may be called again."""
        if self._known and text == OWN:
            return  # compiled with the others
        self._said.append(text)
        self._known = digest(self._said) == declarations.SOURCE
        if self._known:
            ffi = import_module("_cffi_backend").FFI("medleaf", **declarations.COMPILED)
        else:
            ffi = import_module("cffi.api").FFI()
            for said in self._said:
                ffi.cdef(said)
        for name in dir(ffi):
            if not name.startswith("_") and name != "cdef":
                setattr(self, name, getattr(ffi, name))


def digest(declared: list[str]) -> str:
    """Return the sha256 of C declarations and our own, in hex."""
    return hashlib.sha256("\0".join((*declared, OWN)).encode()).hexdigest()


# ------------------------------------------------------------------ fontTools


@contextmanager
def _without_fonttools() -> Iterator[None]:
    if any(name in sys.modules for name in _FONTTOOLS):
        yield
        return
    sys.modules.update(_stand_ins())
    try:
        yield
    finally:
        for name in _FONTTOOLS:
            if isinstance(sys.modules.get(name), _StandIn):
                del sys.modules[name]


class _StandIn(types.ModuleType):
    """A module that is not imported before something of it is used."""


class _Later:
    """A class or function of a module that is not imported yet."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        module = import_module(self._module)
        with suppress(AttributeError):
            return getattr(module, self._name)
        return import_module(f"{self._module}.{self._name}")

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self._real()(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)


# What WeasyPrint 70 imports of fontTools. TTLibError is named in ``except`` clauses, where
# only an exception class will do.
_FONTTOOLS: dict[str, tuple[str, ...]] = {
    "fontTools": ("subset",),
    "fontTools.ttLib": ("TTFont", "TTLibError", "ttFont", "woff2"),
    "fontTools.varLib": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}


def _stand_ins() -> dict[str, types.ModuleType]:
    modules: dict[str, types.ModuleType] = {}
    for module, names in _FONTTOOLS.items():
        modules[module] = _StandIn(module)
        modules[module].__path__ = []
        for name in names:
            value = Exception if name == "TTLibError" else _Later(module, name)
            setattr(modules[module], name, value)
    return modules
