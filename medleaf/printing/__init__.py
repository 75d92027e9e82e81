"""Edition to page: compose, fit, typeset, and what they need."""
