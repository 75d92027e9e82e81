"""The nouns of the house: frozen values that do no input or output."""
