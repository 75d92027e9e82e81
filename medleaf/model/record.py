"""The kind of record that everything a person writes is read into."""

from typing import Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen record that refuses words it does not know."""

    # Validators are built when a file is first read, not for every command and every worker.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def default(cls) -> Self:
        """Return the record that leaves everything out; needs no validator, unlike a call."""
        return cls.model_construct(**{name: it.default for name, it in cls.model_fields.items()})
