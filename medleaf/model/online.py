"""The words of the online guide: of its pages, of its search, and of what it says of a sheet."""

from typing import Annotated

from medleaf.model.text import Mark, Role, Text, Value


def _say(english: str) -> Text:
    return Text(english)


class Editions(Value):
    """What the editions of a leaflet are called where they are offered."""

    standard: Text = _say("Two-page sheet")
    large: Text = _say("Large print")
    bilingual: Text = _say("Two languages side by side")
    easy: Text = _say("Easy to read")
    text: Text = _say("Plain text, to be read aloud")
    braille: Text = _say("Braille")
    booklet: Annotated[Text, Mark("a sheet of A5")] = _say("Small booklet")


class Sheet(Value):
    """What the guide says of the sheet whose QR code led to it."""

    heading: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Is your sheet current?")
    compare: Text = _say("Compare the revision at the foot of your sheet.")
    current: Text = _say("Your sheet is current.")
    newer: Text = _say("This guide is newer than your sheet.")
    changed: Text = _say("What changed:")
    safety: Annotated[Text, Mark("a dose or warning was changed", Role.WARNING)] = _say(
        "A dose or a warning has changed since your sheet was printed."
    )
    ask: Annotated[Text, Mark("a dose or warning was changed", Role.WARNING)] = _say(
        "Ask us or your pharmacy what is right for you."
    )
    unknown: Text = _say("We do not know the revision of your sheet.")
    doubt: Text = _say("Ask us or your pharmacy whether your sheet is current.")
    earlier: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Earlier revisions")


class Online(Value):
    """What the pages of the guide say, whatever the leaflet."""

    skip: Annotated[Text, Mark("first link of a page")] = _say("Skip to the content")
    home: Annotated[Text, Mark("title of the list of guides", Role.HEADING)] = _say(
        "Guides to medicines"
    )
    about: Annotated[Text, Mark("below the title of the list of guides")] = _say(
        "How to take them, what to watch for, and when to call."
    )
    all: Annotated[Text, Mark("link to the list of guides")] = _say("All guides")
    languages: Annotated[Text, Mark("name of the list of languages")] = _say("Languages")
    larger: Annotated[Text, Mark("switch")] = _say("Larger letters")
    contrast: Annotated[Text, Mark("switch")] = _say("More contrast")
    display: Annotated[Text, Mark("name of the switches")] = _say("Display")
    pack: Annotated[Text, Mark("below the title of a medicine")] = _say(
        "This guide does not replace the leaflet in the pack."
    )
    advice: Annotated[Text, Mark("below the title of a topic")] = _say(
        "This guide does not replace advice from your care team."
    )
    contents: Annotated[Text, Mark("heading", Role.HEADING)] = _say("On this page")
    print: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Download and print")
    editions: Annotated[Editions, Mark("edition to download")] = Editions.default()
    sheet: Annotated[Sheet, Mark("is your sheet current")] = Sheet.default()
    questions: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Common questions")
    glossary: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Words explained")
    related: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Related guides")
    sources: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Sources")
    history: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Change history")
    medicines: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Medicines")
    supplements: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Supplements and herbs")
    topics: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Questions around medicines")
    elsewhere: Annotated[Text, Mark("heading", Role.HEADING)] = _say("Only in other languages")
    search: Annotated[Text, Mark("label of the search box")] = _say("Find a medicine or a topic")
    hint: Annotated[Text, Mark("below the search box")] = _say(
        "Type a name, a brand or a code. Other languages work, too."
    )
    found: Annotated[Text, Mark("below the search box")] = _say("Found: {count}")
    nothing: Annotated[Text, Mark("below the search box")] = _say(
        "Nothing found. Check the spelling, or call us."
    )
    gone: Annotated[Text, Mark("in place of a guide")] = _say(
        "This guide is not available in this language at present."
    )
    private: Annotated[Text, Mark("foot")] = _say("This site sets no cookies and tracks nobody.")
