"""The QR code: what it says, and that a cheap scanner reads it."""

import io

import pytest
import zxingcpp
from PIL import Image

from medleaf.model.clinic import Clinic, Hours
from medleaf.model.language import Language
from medleaf.printing import qr

CHINESE = Language("zh_Hans", "zh-Hans", "Hans", "ltr", "简体中文", "Simplified Chinese")


def clinic(guide: str = "https://leaflets.example.org") -> Clinic:
    hours = Hours(opens="8:00", closes="17:00")
    return Clinic(name="A clinic", phone="555 0143", hours=hours, country="US", guide=guide)


@pytest.mark.parametrize("guide", ["https://a.example", "https://a.example/", "http://a.example/g"])
def test_the_address_knows_language_leaflet_and_revision(guide):
    address = qr.address(clinic(guide), CHINESE, "baclofen", "a1b2c3")
    assert address == f"{guide.rstrip('/')}/zh-Hans/baclofen/?r=a1b2c3"


def test_what_a_reader_types_is_short():
    """No scheme, no query; it may break before a slash."""
    typed = qr.short_address(clinic("https://a.example/g"), CHINESE, "baclofen")
    assert typed == ("a.example", "/g", "/zh-Hans", "/baclofen")


def test_the_code_says_the_address():
    address = qr.address(clinic(), CHINESE, "baclofen", "a1b2c3")
    image = Image.open(io.BytesIO(qr.code(address)))
    assert image.mode == "1"
    found = zxingcpp.read_barcodes(image.convert("L").resize((image.width * 4,) * 2, 0))
    assert [code.text for code in found] == [address]
    assert found[0].ec_level in "MQH"


def test_the_code_has_a_quiet_zone():
    """Four modules of white, and 22 mm of code where it is printed 29 mm wide."""
    address = qr.address(clinic(), CHINESE, "baclofen-pudendal-neuralgia", "a1b2c3")
    image = Image.open(io.BytesIO(qr.code(address))).convert("L")
    box = image.point(lambda value: 255 - value).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert left == top == image.width - right == image.height - bottom == qr.QUIET
    assert 29 * (right - left) / image.width >= 22
