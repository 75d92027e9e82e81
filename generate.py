#!/usr/bin/env python3
"""The front door: hands over to medleaf.faces.cli, nothing else."""

from pathlib import Path

from medleaf.faces.cli import main

if __name__ == "__main__":
    main(Path(__file__).resolve().parent)
