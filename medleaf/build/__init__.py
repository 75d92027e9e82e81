"""The one place where stages meet: what is to be printed, and the printing of it."""
