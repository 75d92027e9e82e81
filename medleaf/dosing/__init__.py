"""Prescriptions: read, matched with a leaflet, and said in words."""
