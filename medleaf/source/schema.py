"""The JSON schema of a leaflet, for completion and errors in editors.

``python -m medleaf.source.schema FILE`` writes it.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from medleaf.model.leaflet import Leaflet


def schema() -> str:
    """Return the schema as JSON text. ``id`` is left out: it is the file's name."""
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[Leaflet, Field(discriminator="kind")])
    rules = adapter.json_schema()
    for name in ("Medicine", "Supplement", "Topic"):
        rules["$defs"][name]["properties"].pop("id")
        rules["$defs"][name]["required"].remove("id")
    rules = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Leaflet", **rules}
    return json.dumps(rules, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema(), "utf-8")
