"""Why a dosage is not put into words."""


class Refusal(Exception):  # noqa: N818  it is no mistake of the program
    """A part of a dosage that cannot be said safely. *code* is stable, *message* says why."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)
