"""Put before every process of a worker: a reader that takes its time, and dies of some files.

Each reading is written to the file READINGS names: the process that reads and
the file it reads.
"""

import os
import signal
import sys
import time
from pathlib import Path

if "READINGS" in os.environ:
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import plans

    import dondoc

    def hold_the_lock(seconds: float) -> None:
        """Keep every other thread of this process from running, as a long regular expression does."""
        sys.setswitchinterval(2 * seconds)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pass
        sys.setswitchinterval(0.005)

    def read_plan(content: bytes, *, name: str, **how):
        with Path(os.environ["READINGS"]).open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()} {name}\n")
        if b"CHET" in content:
            os.kill(os.getpid(), signal.SIGKILL)
        if b"TREO" in content:
            time.sleep(60)
        if b"LAU" in content:
            hold_the_lock(5)
        time.sleep(0.3)
        return plans.read_plan(content, name=name, **how)

    dondoc.read_plan = read_plan

if "RECURRING_TAKES" in os.environ:
    from django.utils import timezone

    def localdate(*given, known=timezone.localdate, **how):
        """A round of ``agencies-renew`` asks for the day first."""
        if sys._getframe(1).f_code.co_name == "renew_today":
            time.sleep(float(os.environ["RECURRING_TAKES"]))
        return known(*given, **how)

    timezone.localdate = localdate
