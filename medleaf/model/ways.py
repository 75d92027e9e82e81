"""What directions say beside how much and when: ways, places, reasons, advice.

The names of the fields are those in :mod:`medleaf.dosing.codes`.
"""

from typing import Annotated

from medleaf.model.text import Family, Mark, Text


def _say(english: str) -> Text:
    return Text(english)


class Routes(Family):
    """The way in."""

    oral: Text = _say("Take it by mouth.")
    sublingual: Text = _say("Put it under your tongue.")
    buccal: Text = _say("Put it between your cheek and gum.")
    rectal: Text = _say("Put it into your back passage (rectum).")
    vaginal: Text = _say("Put it into your vagina.")
    skin: Text = _say("Put it on your skin.")
    topical: Text = _say("It is for the outside of the body.")
    patch: Annotated[Text, Mark("transdermal")] = _say("It works through your skin.")
    eye: Text = _say("Put it into the eye.")
    ear: Text = _say("Put it into the ear.")
    nose: Text = _say("Put it into the nose.")
    inhaled: Text = _say("Breathe it in.")
    muscle: Text = _say("It is injected into a muscle.")
    under_skin: Text = _say("It is injected under the skin.")
    vein: Text = _say("It is given into a vein.")


class Sites(Family):
    """Where on the body."""

    left_eye: Text = _say("left eye")
    right_eye: Text = _say("right eye")
    both_eyes: Text = _say("both eyes")
    left_ear: Text = _say("left ear")
    right_ear: Text = _say("right ear")
    both_ears: Text = _say("both ears")
    ear: Text = _say("ear")
    shoulder: Text = _say("shoulder")
    thigh: Text = _say("thigh")
    left_arm: Text = _say("left upper arm")
    right_arm: Text = _say("right upper arm")
    belly: Text = _say("front of the belly")


class Methods(Family):
    """What is done with it."""

    apply: Text = _say("Apply it.")
    inject: Text = _say("Inject it.")
    swallow: Text = _say("Swallow it.")
    spray: Text = _say("Spray it.")
    infuse: Text = _say("It is given as an infusion (drip).")
    infuse_on: Text = _say("It is given as an infusion (drip) without a break.")


class Reasons(Family):
    """What it is taken for, when needed."""

    pain: Text = _say("pain")
    headache: Text = _say("headache")
    migraine: Text = _say("migraine")
    migraine_aura: Text = _say("migraine with aura")
    nausea: Text = _say("nausea")
    vomiting: Text = _say("vomiting")
    diarrhoea: Text = _say("diarrhoea")
    constipation: Text = _say("constipation")
    fever: Text = _say("fever")
    cough: Text = _say("cough")
    breath: Text = _say("shortness of breath")
    wheezing: Text = _say("wheezing")
    itching: Text = _say("itching")
    insomnia: Text = _say("trouble sleeping")
    anxiety: Text = _say("anxiety")
    shoulder_sprain: Text = _say("shoulder sprain")


class Advice(Family):
    """SNOMED CT's additional dosage instructions, in words for patients."""

    before_food_long: Text = _say("Take it half an hour to one hour before food.")
    with_after_food: Text = _say("Take it with food or after food.")
    with_food: Text = _say("Take it with food.")
    before_meal: Text = _say("Take it before a meal.")
    after_meal: Text = _say("Take it after a meal.")
    aspirin: Text = _say("It contains aspirin.")
    aspirin_like: Text = _say("It contains a medicine like aspirin.")
    no_aspirin: Text = _say("Do not take anything with aspirin while you take this medicine.")
    dissolve: Text = _say("Dissolve it in water or mix it with water before you take it.")
    drowsy: Text = _say("Warning: it may make you sleepy.")
    drowsy_drive: Text = _say(
        "Warning: it may make you sleepy. If it does, do not drive or use machines. "
        "Do not drink alcohol."
    )
    no_alcohol: Text = _say("Do not drink alcohol.")
    regular: Text = _say(
        "Take it at regular intervals. Finish the course unless you are told to stop."
    )
    keep_on: Text = _say("Do not stop this medicine unless your doctor tells you to.")
    no_milk_iron: Text = _say(
        "Do not take milk, medicines for indigestion, iron or zinc "
        "at the same time of day as this medicine."
    )
    empty_stomach: Text = _say("Take it on an empty stomach.")
    whole: Text = _say("Swallow it whole. Do not chew it.")
    no_paracetamol: Text = _say("Do not take it with other medicines that have paracetamol.")
    thinly: Text = _say("Spread it thinly.")
    finish: Text = _say("Go on until it is finished.")
    follow: Text = _say("Follow the directions you were given.")
    then_stop: Text = _say("Then stop.")
    now: Text = _say("Take it now.")
