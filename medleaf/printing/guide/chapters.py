"""Edition -> the chapters of its guide: what is printed and what only the guide says, together.

The order is the sheet's; what the guide adds stands below what it adds to. The names of
chapters are the anchors of the page: the same in all languages, and kept when texts change.
"""

from dataclasses import replace

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.leaflet import GuideSection, Topic
from medleaf.printing.outline import Point, Section, outline

# Anchors of the page itself; a section of a leaflet that is named so gets another.
_OWN = ("content", "sheet", "languages", "print", "questions", "glossary", "related", "sources")
_LAST = ("history", "contents")


def chapters(edition: Edition, clinic: Clinic) -> tuple[Section, ...]:
    """Return the chapters of the guide in reading order, from the headline box to the contact.

    Every name is there once. A chapter without a word is left out.
    """
    leaflet, guide = edition.leaflet, edition.leaflet.guide
    printed = {section.name: section for section in outline(edition, clinic)}
    teach, contact = printed.pop("teach"), printed.pop("contact")
    asked = printed.pop("ask", None)
    own = leaflet.ask if isinstance(leaflet, Topic) else ()
    questions = tuple(Point(text) for text in (*own, *guide.ask))
    ask = replace(asked or Section(edition.words.ask, name="ask"), points=questions)
    taken = {*printed, *_OWN, *_LAST, "ask", "teach", "contact"}
    more = []
    for section in guide.sections:
        name = section.id
        while name in taken:
            name += "-more"
        taken.add(name)
        more.append(_section(section, name))
    parts = (*printed.values(), *more, *([ask] if questions else []), teach, contact)
    return tuple(part for part in parts if part.heading)


def _section(section: GuideSection, name: str) -> Section:
    points = tuple(map(Point, section.points))
    return Section(section.heading, points=points, name=name, more=section.text)
