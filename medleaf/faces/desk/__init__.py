"""The clinic's desk in a browser, and the doors for programs. It holds no logic."""
