"""Imported for what that does: afterwards all that printing needs is imported.

For processes that can be told nothing but names of modules before they are forked.
"""

from importlib import import_module

from medleaf.build.ahead import ready

ready()
import_module("medleaf.build.formats")
