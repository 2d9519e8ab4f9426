"""Programs that read files of strangers: how long they may take, on a busy machine too."""

import pytest

from dondoc_web.papers import confined

LIMITED = "from dondoc.reading.processor import allow_more_time; allow_more_time({seconds})\n"
SAYS = "import pathlib; pathlib.Path('result.json').write_text('{\"tables\": []}')\n"


@pytest.mark.parametrize(
    ("program", "answer"),
    [
        (SAYS, {"tables": []}),
        ("import time; time.sleep(3)\n" + SAYS, {"tables": []}),  # others had the processor
        (LIMITED.format(seconds=-1) + "while True: pass", {"error": "slow", "place": "", "detail": ""}),
        ("import time; time.sleep(60)", {"error": "slow", "place": "", "detail": ""}),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", {"error": "bomb", "place": "", "detail": ""}),
        ("raise ValueError", {"error": "broken", "place": "", "detail": ""}),
        ("pass", {"error": "broken", "place": "", "detail": ""}),
    ],
)
def test_a_program_may_be_kept_waiting_but_not_turn_for_ever(tmp_path, monkeypatch, program, answer):
    (tmp_path / "stranger.py").write_text(program, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert confined.ask("stranger", tmp_path, 2.0) == answer
