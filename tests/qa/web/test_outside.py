"""The server calls nobody: every connection and every look-up of a name is written down while it starts, is asked, and ends."""

import json
import subprocess
import sys
from pathlib import Path

from tests.command_line import ROOT, environment

SCRIPT = """
import json, sys, threading
asked = []
def note(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        asked.append(str(arguments[1]))
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        asked.append(str(arguments[0]))
    if event == "webbrowser.open":
        asked.append(str(arguments[0]))
sys.addaudithook(note)
from pathlib import Path
from qa.bot import Bot
from qa.settings import Settings
from qa.web.serve import start
from qa.web.serving import Serving

index = Path(sys.argv[1])
demo = start(Bot(index), Settings(index.parent, index, None, "zh"), Serving(rate=0))
import httpx
address = str(demo.local_url)
print(httpx.post(address + "gradio_api/run/search", json={"data": ["华为云", 1]}, trust_env=False, timeout=90).status_code)
threading.Event().wait(3)  # what is sent from a thread of its own comes a little later
demo.close(verbose=False)
print(json.dumps(asked))
"""
OWN = ("127.0.0.1", "localhost", "::1")


def test_the_server_calls_nobody(speech_index: Path) -> None:
    calls = {name: value for name, value in environment().items() if not name.startswith(("HF_HUB", "GRADIO_"))}
    command = [sys.executable, "-c", SCRIPT, str(speech_index)]
    run = subprocess.run(command, cwd=ROOT, env=calls, capture_output=True, text=True, timeout=240)
    assert run.returncode == 0, run.stderr
    status, asked = run.stdout.splitlines()[-2:]
    assert status == "200"
    called = json.loads(asked)
    assert any("127.0.0.1" in one for one in called)  # the hook sees what there is
    assert [one for one in called if not any(name in one for name in OWN) and one != "None"] == []
