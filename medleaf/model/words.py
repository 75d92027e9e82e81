"""The words of the page itself: what every sheet says, whatever the leaflet."""

from typing import Annotated

from medleaf.model.captions import Captions
from medleaf.model.online import Online
from medleaf.model.text import Mark, Role, Text, Value


def _say(english: str) -> Text:
    return Text(english)


class Words(Value):
    """The ``interface`` catalog, in English; translated by the same walk as a leaflet."""

    band: Annotated[Text, Mark("band on every page", Role.WARNING)] = _say(
        "Not yet reviewed – not for patients"
    )
    draft: Annotated[Text, Mark("band on a draft", Role.WARNING)] = _say(
        "Draft – not complete – do not use"
    )
    pack: Annotated[Text, Mark("below the title of a medicine")] = _say(
        "This sheet does not replace the leaflet in the pack."
    )
    advice: Annotated[Text, Mark("below the title of a topic")] = _say(
        "This sheet does not replace advice from your care team."
    )
    key: Annotated[Text, Mark("headline box", Role.HEADING)] = _say("Most important")

    start: Annotated[Text, Mark("dose plan, column for the first day")] = _say("From (date)")
    morning: Annotated[Text, Mark("dose plan", Role.DOSE)] = _say("Morning")
    noon: Annotated[Text, Mark("dose plan", Role.DOSE)] = _say("Noon")
    evening: Annotated[Text, Mark("dose plan", Role.DOSE)] = _say("Evening")
    bedtime: Annotated[Text, Mark("dose plan", Role.DOSE)] = _say("Bedtime")
    reason: Annotated[Text, Mark("dose plan when needed: the sign", Role.DOSE)] = _say(
        "When I have"
    )
    amount: Annotated[Text, Mark("dose plan when needed", Role.DOSE)] = _say("I take")
    gap: Annotated[Text, Mark("dose plan when needed: hours to the next dose", Role.DOSE)] = _say(
        "Then wait at least"
    )
    limit: Annotated[Text, Mark("dose plan when needed", Role.DOSE)] = _say("At most in 24 hours")

    directions: Annotated[
        Text, Mark("heading of a patient's directions, where there is no dose plan", Role.HEADING)
    ] = _say("Your directions")
    written: Annotated[Text, Mark("above directions that a prescriber wrote", Role.DOSE)] = _say(
        "In your prescriber’s own words:"
    )
    label_name: Annotated[Text, Mark("patient's label")] = _say("Name:")
    label_birth_date: Annotated[Text, Mark("patient's label")] = _say("Date of birth:")
    label_number: Annotated[Text, Mark("patient's label, before a number")] = _say(
        "Prescription number:"
    )
    label_prescriber: Annotated[Text, Mark("patient's label, before a name")] = _say("Prescriber:")
    label_date: Annotated[Text, Mark("patient's label, day of the prescription")] = _say("Date:")
    schedule: Annotated[Text, Mark("medicines schedule, heading of the page", Role.HEADING)] = _say(
        "My medicines, from morning to bedtime"
    )
    medicine: Annotated[Text, Mark("medicines schedule, first column", Role.HEADING)] = _say(
        "Medicine"
    )
    otherwise: Annotated[
        Text, Mark("medicines schedule, heading above medicines for no fixed time", Role.HEADING)
    ] = _say("When needed, and other directions")

    closed: Annotated[Text, Mark("red box, below our phone number", Role.WARNING)] = _say(
        "Closed? Get medical help elsewhere today."
    )

    effects: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Side effects: what to do")
    now: Annotated[Text, Mark("red box of side effects", Role.EMERGENCY)] = _say("Get help now")
    today: Annotated[Text, Mark("box of side effects", Role.WARNING)] = _say("Call us today")
    visit: Annotated[Text, Mark("box of side effects")] = _say("Tell us at the next visit")
    passes: Annotated[Text, Mark("box of side effects")] = _say("Often passes")
    teach: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Tell us in your own words")
    ask: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Questions to ask us")

    contact: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Questions? Call us")
    hours: Annotated[Text, Mark("opening hours")] = _say(
        "{first_day} to {last_day}, {opens} to {closes}"
    )
    interpreter: Text = _say("Interpreter: free. Say your language.")
    poison: Annotated[Text, Mark("contact", Role.EMERGENCY)] = _say("Poison centre: {poison}")
    guide: Annotated[Text, Mark("beside the QR code")] = _say("Full guide online")
    newer: Annotated[Text, Mark("beside the QR code")] = _say(
        "The online guide may be newer than this sheet."
    )
    code: Annotated[Text, Mark("for screen readers: what the QR code is")] = _say(
        "QR code: full guide at {url}"
    )

    revision: Annotated[Text, Mark("foot")] = _say("Revision {revision}, {date}")
    unreviewed: Annotated[Text, Mark("foot")] = _say("Reviewed by: nobody yet")
    reviewed: Annotated[Text, Mark("foot")] = _say("Reviewed by a clinician, {date}")
    page: Annotated[Text, Mark("foot")] = _say("Page {page} of {pages}")

    part: Annotated[Text, Mark("spoken before a heading")] = _say("Part {number} of {count}")
    step: Annotated[Text, Mark("spoken before a numbered step")] = _say("Step {number}")
    empty: Annotated[Text, Mark("spoken for an empty box of the dose plan")] = _say(
        "not filled in yet"
    )
    captions: Annotated[Captions, Mark("what a pictogram shows")] = Captions.default()
    online: Annotated[Online, Mark("guide", page=0)] = Online.default()
