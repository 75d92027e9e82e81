"""The words of the clinic's desk: what staff read on its pages, in the ``interface`` catalog.

They are apart from :class:`~medleaf.model.words.Words`: no sheet says them, so a sentence that is
not translated here keeps no leaflet from being printed; the page says it in English.
"""

from typing import Annotated

from medleaf.model.online import Editions
from medleaf.model.text import Mark, Role, Text, Value


def _say(english: str) -> Text:
    return Text(english)


class Home(Value):
    """The first page: find a leaflet."""

    heading: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Find a leaflet")
    hint: Annotated[Text, Mark("below the search box")] = _say(
        "Type a name, a brand or a code, or scan the box."
    )
    search: Annotated[Text, Mark("button")] = _say("Search")
    found: Annotated[Text, Mark("below the search box")] = _say("Found: {count}")
    nothing: Annotated[Text, Mark("below the search box")] = _say(
        "Nothing found. Check the spelling, or try another name."
    )
    favourites: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Favourites")
    most: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Most used")
    medicines: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Medicines")
    supplements: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Supplements and herbs")
    topics: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Questions around medicines")


class Sheet(Value):
    """A leaflet: what is printed, and whether it may be."""

    language: Annotated[Text, Mark("heading of a choice")] = _say("Patient’s language")
    edition: Annotated[Text, Mark("heading of a choice")] = _say("Edition")
    paper: Annotated[Text, Mark("heading of a choice")] = _say("Paper")
    beside: Annotated[Text, Mark("heading of a choice, of a sheet in two languages")] = _say(
        "Second language"
    )
    editions: Annotated[Editions, Mark("edition to print")] = Editions.default()
    print: Annotated[Text, Mark("button")] = _say("Print")
    download: Annotated[Text, Mark("button")] = _say("Download")
    online: Annotated[Text, Mark("link")] = _say("Full guide online")
    told: Annotated[Text, Mark("button")] = _say("Add the patient’s directions")
    put: Annotated[Text, Mark("button")] = _say("Put into the basket")
    preview: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Preview")
    page: Annotated[Text, Mark("for screen readers: the picture of a page")] = _say(
        "Page {page} of {pages}"
    )
    revision: Annotated[Text, Mark("below the title of a leaflet")] = _say(
        "Revision {revision}, {date}"
    )
    band: Annotated[Text, Mark("state of a leaflet", Role.WARNING)] = _say(
        "Not yet reviewed – not for patients"
    )
    banded: Annotated[Text, Mark("state of a leaflet", Role.WARNING)] = _say(
        "As long as a second translator and a clinician have not signed it, every page says so."
    )
    reviewed: Annotated[Text, Mark("state of a leaflet")] = _say("Reviewed by a clinician, {date}")
    withdrawn: Annotated[Text, Mark("state of a leaflet", Role.WARNING)] = _say(
        "A dose or a warning has changed. Do not hand out older copies."
    )
    barred: Annotated[Text, Mark("state of a leaflet", Role.WARNING)] = _say(
        "This may not be printed."
    )
    reasons: Annotated[Text, Mark("heading, above reasons", Role.HEADING)] = _say("Why")
    mend: Annotated[Text, Mark("heading, above who can change it", Role.HEADING)] = _say(
        "Who can change it"
    )
    translator: Annotated[Text, Mark("who can change it")] = _say(
        "The translators of this language"
    )
    reviewer: Annotated[Text, Mark("who can change it")] = _say(
        "A second translator and a clinician, who sign it"
    )
    editor: Annotated[Text, Mark("who can change it")] = _say(
        "Whoever looks after the leaflets in your clinic"
    )
    absent: Annotated[Text, Mark("a leaflet is not in a language")] = _say(
        "Not available in this language yet"
    )


class Dosing(Value):
    """The form for a patient's directions, and what became of them."""

    heading: Annotated[Text, Mark("heading", Role.HEADING)] = _say("The patient’s directions")
    kept: Annotated[Text, Mark("below a heading")] = _say("Nothing of this is stored.")
    how: Annotated[Text, Mark("heading of a choice")] = _say("How it is taken")
    daily: Annotated[Text, Mark("how a medicine is taken")] = _say("At times of the day")
    often: Annotated[Text, Mark("how a medicine is taken")] = _say("So many times a day")
    needed: Annotated[Text, Mark("how a medicine is taken")] = _say("When needed")
    taper: Annotated[Text, Mark("how a medicine is taken")] = _say("In steps, up or down")
    words: Annotated[Text, Mark("how a medicine is taken")] = _say("In the prescriber’s own words")
    dose: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Amount each time")
    unit: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Unit")
    morning: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Morning")
    noon: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Noon")
    evening: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Evening")
    bedtime: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Bedtime")
    times: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Times a day")
    days: Annotated[Text, Mark("label of a choice of weekdays", Role.DOSE)] = _say(
        "Only on these days"
    )
    start: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("First day")
    end: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Last day")
    length: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("For how many days")
    reason: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("For which complaint")
    other: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say(
        "Another complaint, as it is printed"
    )
    gap: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Hours between two doses")
    limit: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("At most in 24 hours")
    step: Annotated[Text, Mark("heading of a part of a form", Role.DOSE)] = _say("Step {number}")
    text: Annotated[Text, Mark("label of a field", Role.DOSE)] = _say("Words of the prescriber")
    as_written: Annotated[Text, Mark("below a field", Role.DOSE)] = _say(
        "They are printed as they are, and not translated."
    )
    patient: Annotated[Text, Mark("heading of a part of a form")] = _say("On the label")
    optional: Annotated[Text, Mark("below a heading")] = _say("You may leave this empty.")
    name: Annotated[Text, Mark("label of a field")] = _say("Name:")
    birth_date: Annotated[Text, Mark("label of a field")] = _say("Date of birth:")
    number: Annotated[Text, Mark("label of a field")] = _say("Prescription number:")
    prescriber: Annotated[Text, Mark("label of a field")] = _say("Prescriber:")
    show: Annotated[Text, Mark("button")] = _say("Show the sheet")
    empty: Annotated[Text, Mark("in place of a preview")] = _say(
        "Fill in the form, and the sentences of the sheet stand here."
    )
    refused: Annotated[Text, Mark("in place of a preview", Role.WARNING)] = _say(
        "This cannot be said safely, so it is not printed."
    )
    unfit: Annotated[Text, Mark("in place of a preview", Role.WARNING)] = _say(
        "The sheet cannot be made."
    )
    file: Annotated[Text, Mark("heading", Role.HEADING)] = _say("From a file")
    kinds: Annotated[Text, Mark("below a heading")] = _say(
        "Prescriptions as FHIR (JSON or XML) or as a table (CSV)"
    )
    nobody: Annotated[Text, Mark("first of a list, nothing chosen")] = _say("Choose")
    choose: Annotated[Text, Mark("label of a field")] = _say("Choose a file, or drop it here")
    recorded: Annotated[Text, Mark("first of a list of languages")] = _say(
        "As each prescription says"
    )
    read: Annotated[Text, Mark("button")] = _say("Read the file")


class Basket(Value):
    """Several medicines for one patient, or the prescriptions of a file, printed in one go."""

    heading: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Basket")
    none: Annotated[Text, Mark("an empty basket")] = _say("The basket is empty.")
    add: Annotated[Text, Mark("label of a choice")] = _say("Another leaflet")
    put: Annotated[Text, Mark("button")] = _say("Add")
    remove: Annotated[Text, Mark("button")] = _say("Take out")
    clear: Annotated[Text, Mark("button")] = _say("Empty the basket")
    print: Annotated[Text, Mark("button")] = _say("Print all")
    plan: Annotated[Text, Mark("below a heading")] = _say(
        "If several medicines have directions, a page with all of them comes last."
    )
    told: Annotated[Text, Mark("a leaflet in the basket")] = _say("With directions")
    untold: Annotated[Text, Mark("a leaflet in the basket")] = _say("Without directions")
    file: Annotated[Text, Mark("heading", Role.HEADING)] = _say("What the file asks for")
    row: Annotated[Text, Mark("a prescription of a file")] = _say("Row {row}")
    left_out: Annotated[Text, Mark("a prescription of a file", Role.WARNING)] = _say("Left out")


class Use(Value):
    """What was printed, and what of it is old."""

    heading: Annotated[Text, Mark("heading", Role.HEADING)] = _say("What was printed")
    private: Annotated[Text, Mark("below a heading")] = _say(
        "Counted without anything about patients."
    )
    since: Annotated[Text, Mark("below a heading")] = _say("Since {date}")
    none: Annotated[Text, Mark("in place of a table")] = _say("Nothing was printed yet.")
    leaflet: Annotated[Text, Mark("head of a column")] = _say("Leaflet")
    language: Annotated[Text, Mark("head of a column")] = _say("Language")
    prints: Annotated[Text, Mark("head of a column")] = _say("Prints")
    total: Annotated[Text, Mark("last row of a table")] = _say("All together")
    old: Annotated[Text, Mark("heading", Role.HEADING)] = _say(
        "Sheets printed from revisions that are now withdrawn"
    )
    sound: Annotated[Text, Mark("in place of a table")] = _say(
        "None. All sheets say the doses and warnings of today."
    )
    revision: Annotated[Text, Mark("head of a column")] = _say("Revision")
    last: Annotated[Text, Mark("head of a column")] = _say("Last printed")
    broken: Annotated[Text, Mark("in place of a table", Role.WARNING)] = _say(
        "The count cannot be read at the moment. Printing goes on."
    )


class Trouble(Value):
    """What the desk says when it cannot do what it was asked for."""

    absent: Annotated[Text, Mark("heading", Role.HEADING)] = _say("There is no such page")
    absent_help: Text = _say("Look for the leaflet by its name.")
    busy: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Too many sheets at once")
    busy_help: Text = _say("Try again in a few seconds. Nothing is lost.")
    refused: Annotated[Text, Mark("heading", Role.HEADING)] = _say("This was refused")
    failed: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Something went wrong")
    failed_help: Text = _say(
        "Try again. If it happens again, tell whoever looks after the leaflets in your clinic."
    )
    home: Annotated[Text, Mark("link")] = _say("Back to the search")


class DeskWords(Value):
    """What the pages of the desk say, in English; translated by the same walk as a leaflet."""

    name: Annotated[Text, Mark("desk, name of it", Role.HEADING, 0)] = _say("Leaflets for patients")
    skip: Annotated[Text, Mark("desk, first link of a page", page=0)] = _say("Skip to the content")
    parts: Annotated[Text, Mark("desk, name of the list of its pages", page=0)] = _say(
        "Parts of the desk"
    )
    tongues: Annotated[Text, Mark("desk, in which language it speaks", page=0)] = _say(
        "Language of this page"
    )
    private: Annotated[Text, Mark("desk, foot", page=0)] = _say(
        "Nothing about patients is stored here."
    )
    home: Annotated[Home, Mark("desk, search", page=0)] = Home.default()
    sheet: Annotated[Sheet, Mark("desk, leaflet", page=0)] = Sheet.default()
    dosing: Annotated[Dosing, Mark("desk, directions", page=0)] = Dosing.default()
    basket: Annotated[Basket, Mark("desk, basket", page=0)] = Basket.default()
    use: Annotated[Use, Mark("desk, what was printed", page=0)] = Use.default()
    trouble: Annotated[Trouble, Mark("desk, error", page=0)] = Trouble.default()
