"""The garbage collector comes when there is garbage, not every 700 objects.

Spares: a laid-out page is a hundred thousand objects that refer to each other, and while it
grows Python looks through the youngest of them some forty times, mostly for nothing.

Cannot change the output: the collector frees what nothing can reach.

Memory: garbage of a few pages lies around before it is swept. It is swept wholly every fourth
time, so that what outlived one sweep does not pile up; a worker grows by some 30 MB.

Needless once: Python collects in steps (from 3.14 on), or boxes do not refer to each other.
"""

import gc

_YOUNG, _MIDDLE, _OLD = 80_000, 1, 1  # Python's own are 700, 10 and 10


def install() -> None:
    """Let more objects be made before the collector looks at them."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
