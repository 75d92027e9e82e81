"""What directions are said with: the ``directions`` catalog, in English.

Every sentence, and every label behind a colon, is a message of its own with its own plural forms:
no language has to bend a word that was put in by us. Wording: numerals, "micrograms" and "units"
in full, mL only, ranges in words (ISMP, NCPDP, USP <17>).
"""

from typing import Annotated

from medleaf.model.text import Family, Mark, Plural, Role, Text, Value
from medleaf.model.ways import Advice, Methods, Reasons, Routes, Sites


def _say(english: str) -> Text:
    return Text(english)


class Counted(Family):
    """A number of things: whole, from one number to another, part of one, one and a part."""

    exact: Plural
    range: Plural
    part: Annotated[Text, Mark("less than 1")]
    mixed: Annotated[Text, Mark("more than 1, not whole")]


class Measured(Family):
    """A measure whose sign stays the same for every number."""

    exact: Text
    range: Text


def _counted(one: str, many: str, before: str = "", after: str = "") -> Counted:
    return Counted(
        exact=Plural(f"{before}{{n}} {one}{after}", f"{before}{{n}} {many}{after}"),
        range=Plural(
            f"{before}{{low}} to {{high}} {one}{after}",
            f"{before}{{low}} to {{high}} {many}{after}",
        ),
        part=_say(f"{before}{{part}} {one}{after}"),
        mixed=_say(f"{before}{{mixed}} {many}{after}"),
    )


def _measured(sign: str) -> Measured:
    return Measured(exact=_say(f"{{n}} {sign}"), range=_say(f"{{low}} to {{high}} {sign}"))


class Amounts(Family):
    """How much: the name of a field is the name of a unit in :mod:`medleaf.dosing.units`."""

    tablet: Counted = _counted("tablet", "tablets")
    capsule: Counted = _counted("capsule", "capsules")
    drop: Counted = _counted("drop", "drops")
    puff: Counted = _counted("puff", "puffs")
    spray: Counted = _counted("spray", "sprays")
    patch: Counted = _counted("patch", "patches")
    unit: Annotated[Counted, Mark("of insulin or heparin")] = _counted("unit", "units")
    sachet: Counted = _counted("sachet", "sachets")
    suppository: Counted = _counted("suppository", "suppositories")
    pessary: Annotated[Counted, Mark("for the vagina")] = _counted("pessary", "pessaries")
    injection: Counted = _counted("injection", "injections")
    application: Annotated[Counted, Mark("of a cream")] = _counted("application", "applications")
    lozenge: Counted = _counted("lozenge", "lozenges")
    ampoule: Counted = _counted("ampoule", "ampoules")
    vial: Counted = _counted("vial", "vials")
    piece: Counted = _counted("piece", "pieces")
    dose: Counted = _counted("dose", "doses")
    microgram: Counted = _counted("microgram", "micrograms")
    mg: Measured = _measured("mg")
    g: Measured = _measured("g")
    kg: Measured = _measured("kg")
    ml: Measured = _measured("mL")
    l: Measured = _measured("L")  # noqa: E741  the unit's sign
    cm: Measured = _measured("cm")
    mmol: Measured = _measured("mmol")


class Spans(Family):
    """How long: a number of units of time."""

    s: Counted = _counted("second", "seconds")
    min: Counted = _counted("minute", "minutes")
    h: Counted = _counted("hour", "hours")
    d: Counted = _counted("day", "days")
    wk: Counted = _counted("week", "weeks")
    mo: Counted = _counted("month", "months")
    a: Counted = _counted("year", "years")


class Often(Family):
    """How often, by one unit of time."""

    once: Annotated[Text, Mark("no number was said")]
    times: Plural
    each: Text
    every: Plural
    every_times: Plural
    between: Plural
    between_times: Plural


def _often(one: str, many: str, article: str = "a") -> Often:
    return Often(
        once=_say(f"Every {one}."),
        times=Plural(f"{{n}} time {article} {one}.", f"{{n}} times {article} {one}."),
        each=_say(f"Each {one}: {{times}}."),
        every=Plural(f"Every {{n}} {one}.", f"Every {{n}} {many}."),
        every_times=Plural(f"Every {{n}} {one}: {{times}}.", f"Every {{n}} {many}: {{times}}."),
        between=Plural(f"Every {{low}} to {{high}} {one}.", f"Every {{low}} to {{high}} {many}."),
        between_times=Plural(
            f"Every {{low}} to {{high}} {one}: {{times}}.",
            f"Every {{low}} to {{high}} {many}: {{times}}.",
        ),
    )


class Rhythm(Family):
    """How often, by UCUM's units of time."""

    min: Often = _often("minute", "minutes")
    h: Often = _often("hour", "hours", "an")
    d: Often = _often("day", "days")
    wk: Often = _often("week", "weeks")
    mo: Often = _often("month", "months")
    a: Often = _often("year", "years")


class Times(Family):
    """How many times."""

    exact: Plural = Plural("{n} time", "{n} times")
    range: Plural = Plural("{low} to {high} time", "{low} to {high} times")
    most: Plural = Plural("up to {n} time", "up to {n} times")


class Moments(Family):
    """When in the day: FHIR's event-timing, lower case, ``_`` for the point."""

    morn: Text = _say("in the morning")
    morn_early: Text = _say("early in the morning")
    morn_late: Text = _say("late in the morning")
    noon: Text = _say("at noon")
    aft: Text = _say("in the afternoon")
    aft_early: Text = _say("early in the afternoon")
    aft_late: Text = _say("late in the afternoon")
    eve: Text = _say("in the evening")
    eve_early: Text = _say("early in the evening")
    eve_late: Text = _say("late in the evening")
    night: Text = _say("during the night")
    phs: Text = _say("when you are asleep")
    imd: Text = _say("right away")
    hs: Text = _say("at bedtime")
    wake: Text = _say("when you wake up")
    c: Text = _say("with a meal")
    cm: Text = _say("with breakfast")
    cd: Text = _say("with lunch")
    cv: Text = _say("with the evening meal")
    ac: Text = _say("before a meal")
    acm: Text = _say("before breakfast")
    acd: Text = _say("before lunch")
    acv: Text = _say("before the evening meal")
    pc: Text = _say("after a meal")
    pcm: Text = _say("after breakfast")
    pcd: Text = _say("after lunch")
    pcv: Text = _say("after the evening meal")


def _minutes(event: str) -> Plural:
    return Plural(f"{{n}} minute {event}", f"{{n}} minutes {event}")


class Offsets(Family):
    """So many minutes before or after an event of the day."""

    ac: Plural = _minutes("before a meal")
    acm: Plural = _minutes("before breakfast")
    acd: Plural = _minutes("before lunch")
    acv: Plural = _minutes("before the evening meal")
    pc: Plural = _minutes("after a meal")
    pcm: Plural = _minutes("after breakfast")
    pcd: Plural = _minutes("after lunch")
    pcv: Plural = _minutes("after the evening meal")
    wake: Plural = _minutes("after you wake up")


class Weekdays(Family):
    """The days of the week, standing alone."""

    mon: Text = _say("Monday")
    tue: Text = _say("Tuesday")
    wed: Text = _say("Wednesday")
    thu: Text = _say("Thursday")
    fri: Text = _say("Friday")
    sat: Text = _say("Saturday")
    sun: Text = _say("Sunday")


class OneDay(Family):
    """The frame around a medicine for one day of the week (ISMP: methotrexate)."""

    mon: Text = _say("Only on Monday. Not every day.")
    tue: Text = _say("Only on Tuesday. Not every day.")
    wed: Text = _say("Only on Wednesday. Not every day.")
    thu: Text = _say("Only on Thursday. Not every day.")
    fri: Text = _say("Only on Friday. Not every day.")
    sat: Text = _say("Only on Saturday. Not every day.")
    sun: Text = _say("Only on Sunday. Not every day.")
    any: Annotated[Text, Mark("the day of the week is not said")] = _say(
        "Only 1 time a week. Not every day."
    )


def _within(one: str, many: str) -> Plural:
    end = ", no more than: {amount}."
    return Plural(f"In {{n}} {one}{end}", f"In {{n}} {many}{end}")


class Limits(Family):
    """No more than that."""

    min: Plural = _within("minute", "minutes")
    h: Plural = _within("hour", "hours")
    d: Plural = _within("day", "days")
    wk: Plural = _within("week", "weeks")
    mo: Plural = _within("month", "months")
    a: Plural = _within("year", "years")
    administration: Text = _say("Each time, no more than: {amount}.")
    lifetime: Text = _say("In your whole life, no more than: {amount}.")
    gap_min: Plural = Plural(
        "Wait at least {n} minute before the next dose.",
        "Wait at least {n} minutes before the next dose.",
    )
    gap_h: Plural = Plural(
        "Wait at least {n} hour before the next dose.",
        "Wait at least {n} hours before the next dose.",
    )


class Rates(Family):
    """How fast: an amount in one unit of time, and for one kilogram of body weight."""

    min: Text = _say("Rate: {amount} a minute.")
    h: Text = _say("Rate: {amount} an hour.")
    d: Text = _say("Rate: {amount} a day.")
    kg_min: Text = _say("Rate for each kilogram of body weight: {amount} a minute.")
    kg_h: Text = _say("Rate for each kilogram of body weight: {amount} an hour.")
    kg_d: Text = _say("Rate for each kilogram of body weight: {amount} a day.")
    within: Text = _say("Rate: {amount} in this time: {span}.")
    measure: Text = _say("For each {measure}: {amount}.")


class Frames(Family):
    """Sentences around an amount, a time or a date."""

    tablet: Counted = _counted("tablet", "tablets", "Take ", ".")
    capsule: Counted = _counted("capsule", "capsules", "Take ", ".")
    take: Annotated[Text, Mark("by mouth, an amount such as 5 mL")] = _say("Take {amount}.")
    each: Text = _say("Each time: {amount}.")
    less: Text = _say("Each time, less than: {amount}.")
    more: Text = _say("Each time, more than: {amount}.")
    most: Text = _say("Each time, at most: {amount}.")
    least: Text = _say("Each time, at least: {amount}.")
    between: Text = _say("Each time, from {amount} to {other}.")
    when: Text = _say("When: {times}.")
    clock: Text = _say("At these times: {times}.")
    days: Text = _say("Only on these days: {days}.")
    event: Text = _say("On this date: {date}.")
    number: Text = _say("How many times: {times}.")
    count: Text = _say("How many times in all: {times}.")
    how_long: Text = _say("How long: {span}.")
    how_long_least: Text = _say("How long, at least: {span}.")
    how_long_most: Text = _say("How long, at most: {span}.")
    start: Text = _say("Start: {date}.")
    end: Text = _say("Last day: {date}.")
    lasts: Text = _say("Over this time: {span}.")
    lasts_most: Text = _say("Over this time, at most: {span}.")
    needed: Text = _say("Only when needed.")
    needed_for: Text = _say("Only when needed, for: {reason}.")
    site: Text = _say("Where: {site}.")
    wrote: Annotated[Text, Mark("before words that we do not translate")] = _say(
        "As your prescriber wrote: “{words}”"
    )
    translated: Annotated[Text, Mark("before words that the prescriber had translated")] = _say(
        "Translated by your prescriber: “{words}”"
    )
    first: Annotated[Text, Mark("before the first of several steps", Role.DOSE)] = _say("First:")
    then: Annotated[Text, Mark("before the next of several steps", Role.DOSE)] = _say("Then:")
    also: Annotated[Text, Mark("before what is taken besides", Role.DOSE)] = _say("And also:")
    item: Annotated[Text, Mark("joins the items of a list")] = _say("{one}, {other}")
    at: Annotated[Text, Mark("a date and the time of that day")] = _say("{date}, {clock}")


class Columns(Family):
    """Heads of the tables."""

    morning: Text = _say("Morning")
    noon: Text = _say("Noon")
    evening: Text = _say("Evening")
    bedtime: Text = _say("Bedtime")
    span: Annotated[Text, Mark("column: dates")] = _say("When")
    how_long: Annotated[Text, Mark("column: a number of days or weeks")] = _say("How long")
    amount: Annotated[Text, Mark("column: how much")] = _say("How much")
    how: Annotated[Text, Mark("column: how often and how else")] = _say("How")
    start: Annotated[Text, Mark("in the table, before a date")] = _say("from {date}")
    end: Annotated[Text, Mark("in the table, before a date")] = _say("until {date}")
    both: Annotated[Text, Mark("in the table")] = _say("from {date} until {other}")


class Sayings(Value):
    """The ``directions`` catalog; translated by the same walk as a leaflet."""

    frames: Annotated[Frames, Mark("directions", Role.DOSE)] = Frames.default()
    amounts: Annotated[Amounts, Mark("amount", Role.DOSE)] = Amounts.default()
    rhythm: Annotated[Rhythm, Mark("how often", Role.DOSE)] = Rhythm.default()
    times: Annotated[Times, Mark("how many times, after a colon", Role.DOSE)] = Times.default()
    spans: Annotated[Spans, Mark("how long, after a colon", Role.DOSE)] = Spans.default()
    moments: Annotated[Moments, Mark("when, after “When:”", Role.DOSE)] = Moments.default()
    offsets: Annotated[Offsets, Mark("when, after “When:”", Role.DOSE)] = Offsets.default()
    weekdays: Annotated[Weekdays, Mark("day of the week", Role.DOSE)] = Weekdays.default()
    one_day: Annotated[OneDay, Mark("frame around a weekly medicine", Role.WARNING)] = (
        OneDay.default()
    )
    limits: Annotated[Limits, Mark("limit", Role.WARNING)] = Limits.default()
    rates: Annotated[Rates, Mark("infusion", Role.DOSE)] = Rates.default()
    columns: Annotated[Columns, Mark("table", Role.DOSE)] = Columns.default()
    routes: Annotated[Routes, Mark("the way in", Role.DOSE)] = Routes.default()
    sites: Annotated[Sites, Mark("after “Where:”", Role.DOSE)] = Sites.default()
    methods: Annotated[Methods, Mark("what is done", Role.DOSE)] = Methods.default()
    reasons: Annotated[Reasons, Mark("after “Only when needed, for:”", Role.DOSE)] = (
        Reasons.default()
    )
    advice: Annotated[Advice, Mark("advice", Role.WARNING)] = Advice.default()
