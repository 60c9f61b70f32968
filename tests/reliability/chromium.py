"""A Chromium with a profile of its own that can be killed like a program that crashed, and started again."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType

PATIENCE = 30.0


class Chromium:
    """One browser process on one profile; `context` is what its windows share."""

    context: BrowserContext

    def __init__(self, browser_type: BrowserType, executable: str, arguments: list[str], profile: Path) -> None:
        self.browser_type, self.profile = browser_type, profile
        own = ("--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank")
        self.command = [executable, *arguments, *own]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> BrowserContext:
        """Start the process and return the profile's context."""
        port = self.profile / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        (self.profile / "SingletonLock").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + PATIENCE
        while not (port.exists() and "\n" in port.read_text()):
            assert time.monotonic() < until, "the browser didn't come up"
            time.sleep(0.02)
        number = port.read_text().split("\n")[0]
        self.browser = self.browser_type.connect_over_cdp(f"http://127.0.0.1:{number}")
        self.context = self.browser.contexts[0]
        return self.context

    def kill(self) -> None:
        """Let the process and all its children end at once, with no chance to write anything."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            self.browser.close()

    def clear(self) -> None:
        """Take the profile away."""
        self.kill()
        shutil.rmtree(self.profile, ignore_errors=True)
