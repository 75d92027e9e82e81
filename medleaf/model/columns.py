"""Which column of a pharmacy's own table is which: ``[columns]`` in clinic.toml."""

from typing import Annotated, Literal

from pydantic import Field

from medleaf.model.record import Record

Head = Annotated[str, Field(min_length=1, max_length=100)]


class Columns(Record):
    """Our fields, and what the pharmacy's table calls each of them; None: by its usual names.

    *encoding* is needed only where a table is not in Unicode, *dates* only where they are not
    written as 2026-01-31 or 31.1.2026; *ignore* are columns that are not meant for medleaf.
    """

    patient: Head | None = None
    given_name: Head | None = None
    family_name: Head | None = None
    patient_id: Head | None = None
    birth_date: Head | None = None
    language: Head | None = None
    number: Head | None = None
    prescriber: Head | None = None
    date: Head | None = None
    status: Head | None = None
    medicine: Head | None = None
    form: Head | None = None
    code: Head | None = None
    code_system: Head | None = None
    atc: Head | None = None
    rxnorm: Head | None = None
    snomed: Head | None = None
    ndc: Head | None = None
    pzn: Head | None = None
    dmd: Head | None = None
    gtin: Head | None = None
    dose: Head | None = None
    unit: Head | None = None
    frequency: Head | None = None
    times_a_day: Head | None = None
    period: Head | None = None
    period_unit: Head | None = None
    times: Head | None = None
    days: Head | None = None
    morning: Head | None = None
    noon: Head | None = None
    evening: Head | None = None
    bedtime: Head | None = None
    scheme: Head | None = None
    as_needed: Head | None = None
    reason: Head | None = None
    max_per_day: Head | None = None
    gap_hours: Head | None = None
    start: Head | None = None
    end: Head | None = None
    duration: Head | None = None
    duration_days: Head | None = None
    route: Head | None = None
    text: Head | None = None
    patient_instruction: Head | None = None
    dosage: Head | None = None
    step: Head | None = None

    encoding: (
        Literal[
            "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254",
            "windows-1255", "windows-1256", "windows-1257", "windows-1258", "iso-8859-1",
            "iso-8859-2", "iso-8859-15", "koi8-r", "gb18030", "big5", "shift_jis", "euc-kr",
        ]
        | None
    ) = None  # fmt: skip
    dates: Literal["day first", "month first"] | None = None
    ignore: tuple[Head, ...] = ()


FIELDS = tuple(name for name in Columns.model_fields if name not in {"encoding", "dates", "ignore"})
