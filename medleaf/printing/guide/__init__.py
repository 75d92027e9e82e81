"""The online guide: editions -> the pages of a site, with all that the pages need. Pure."""
