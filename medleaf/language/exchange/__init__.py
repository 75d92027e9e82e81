"""Sentences as agencies and pharmacists exchange them: XLIFF 2.1, XLSX and CSV."""

from typing import Literal

Format = Literal["xliff", "xlsx", "csv"]
