"""The clinic's desk: what there is to say -> the pages of a web application. Pure."""
