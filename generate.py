#!/usr/bin/env python3
"""The front door: hands over to medleaf.faces.door, nothing else."""

from pathlib import Path

from medleaf.faces.door import main

if __name__ == "__main__":
    main(Path(__file__).resolve().parent)
