"""Tables of prescriptions: CSV, and NDJSON with flat rows; one row is one prescription."""
