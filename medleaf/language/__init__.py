"""Catalogs, translation, checks and signatures."""
