"""The clinic, pharmacy or ward whose name is on the sheet: ``clinic.toml`` as a value."""

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from medleaf.model.columns import Columns
from medleaf.model.page import Paper, Release
from medleaf.model.record import Record

if TYPE_CHECKING:  # most commands read a clinic and no dosage
    from medleaf.model.dosage import When

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Clock = Annotated[str, Field(pattern=r"^([01]?\d|2[0-3]):[0-5]\d$")]
TimeOfDay = Literal["morning", "noon", "evening", "bedtime"]
_WHEN: dict[str, "When"] = {"morning": "MORN", "noon": "NOON", "evening": "EVE", "bedtime": "HS"}
Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ()./-]{1,24}$")]

# Numbers to call, by ISO 3166 country: the ambulance and the poison centre for the public.
# Sources: 911 and Poison Help (US HRSA, Health Canada), 999 and NHS 111 (NHS England), 000 and
# Poisons Information Centre (healthdirect Australia), 111 and National Poisons Centre (NZ),
# 112 and National Poisons Information Centre (HSE Ireland). Others are written in clinic.toml.
EMERGENCY = {
    "US": ("911", "1-800-222-1222"),
    "CA": ("911", "1-844-764-7669"),
    "GB": ("999", "111"),
    "IE": ("112", "01 809 2166"),
    "AU": ("000", "13 11 26"),
    "NZ": ("111", "0800 764 766"),
}


class Hours(Record):
    """When somebody answers the phone."""

    first_day: Day = "monday"
    last_day: Day = "friday"
    opens: Clock
    closes: Clock


class Dispense(Record):
    """How leaflets are attached to prescriptions.

    *refused* says what stands on the sheet where directions cannot be put into words safely:
    the prescriber's own, marked as theirs, or a blank plan. *languages* are names that
    records give to languages, and the tags they mean.
    """

    refused: Literal["written", "blank"] = "written"
    languages: dict[str, str] = Field(default={})


class Counter(Record):
    """What the desk offers first: *favourites* are names of leaflets."""

    favourites: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+$", max_length=80)], ...] = ()


class Clinic(Record):
    """What ``clinic.toml`` says. Unknown keys are errors."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    address: tuple[Annotated[str, Field(max_length=60)], ...] = ()
    phone: Phone
    hours: Hours
    logo: str | None = None  # a PNG or SVG file beside clinic.toml
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#0b3c66"
    interpreter: bool = True  # print the interpreter line
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    emergency: Phone | None = None  # by default the country's
    poison: Phone | None = None  # by default the country's
    guide: Annotated[
        str, Field(pattern=r"^https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~-]+)*/?$", max_length=60)
    ]
    paper: Paper = "A4"
    languages: tuple[str, ...] = ()  # printed when none is named; empty: all
    release: Release = "unreviewed"
    quick: bool = True  # print with the quick mends; the PDFs are the same without them
    # What "3 times a day" means here: it is shown on the dose plan, and only where it is said.
    times: dict[Annotated[int, Field(ge=1, le=4)], tuple[TimeOfDay, ...]] = Field(default={})
    dispense: Dispense = Dispense.default()  # leaflets for prescriptions
    desk: Counter = Counter.default()  # the pages for staff
    columns: Columns = Columns.default()  # what the pharmacy's own tables call our fields

    @model_validator(mode="after")
    def _numbers_are_known(self) -> Self:
        if self.country not in EMERGENCY and not (self.emergency and self.poison):
            message = (
                f"no emergency numbers are known for {self.country}; "
                "write 'emergency' and 'poison' yourself"
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _times_are_as_many(self) -> Self:
        for often, times in self.times.items():
            if len(set(times)) != often or len(times) != often:
                message = f"'times' must name {often} different times for {often} a day"
                raise ValueError(message)
        return self

    @property
    def habits(self) -> dict[int, tuple["When", ...]]:
        """What so many times a day means here, in FHIR's codes of event-timing."""
        return {often: tuple(_WHEN[time] for time in times) for often, times in self.times.items()}

    @property
    def emergency_number(self) -> str:
        """The ambulance."""
        return self.emergency or EMERGENCY[self.country][0]

    @property
    def poison_number(self) -> str:
        """The poison centre."""
        return self.poison or EMERGENCY[self.country][1]
