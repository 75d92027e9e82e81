"""FHIR STU3, R4, R4B and R5, in JSON and XML, read tolerantly and without losing anything."""
