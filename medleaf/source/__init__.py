"""YAML -> Leaflet, and what is wrong with either."""
