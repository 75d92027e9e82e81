"""A file that is PDF/A-3a as well as PDF/UA-1 says so.

WeasyPrint takes one variant at a time (its #2783); what a PDF/A-3a lacks of a PDF/UA-1 is the
word of conformance. PDF/A allows no property that it does not know, so the schema of this one
is told with it (ISO 19005-3, 6.6.2.3.3), in the one rdf:RDF that there may be. And the file of
its colour profile is left open; it is closed.
"""

from collections.abc import Callable
from typing import Any

_SCHEMA = """\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def install() -> None:
    """Let PDF/A-3a files say that they are PDF/UA-1 too."""
    from weasyprint import pdf
    from weasyprint.pdf.metadata import DocumentMetadata

    pdf.ColorProfile = _closing(pdf.ColorProfile)
    DocumentMetadata.generate_rdf_metadata = _rdf(DocumentMetadata.generate_rdf_metadata)


def _closing(profile: Callable[..., Any]) -> Callable[..., Any]:
    def read(file: Any, *arguments: Any) -> Any:
        with file:
            return profile(file, *arguments)

    return read


def _rdf(generate: Callable[..., bytes]) -> Callable[..., bytes]:
    def generate_rdf_metadata(metadata: Any, variant: str, version: int, conformance: Any) -> bytes:
        rdf = generate(metadata, variant, version, conformance)
        if (variant, version, conformance) != ("a", 3, "A"):
            return rdf
        return rdf.replace(b"</rdf:RDF>", _SCHEMA.encode())

    return generate_rdf_metadata
