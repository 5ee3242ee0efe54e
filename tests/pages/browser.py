"""A headless Chromium, driven over a pipe by the devtools protocol.

    with Browser() as browser:
        browser.open(path, width=360, height=740)
        browser.value("document.title")
        browser.key("ArrowRight")

What the page asked for from outside, and what it complained of, are in requests and complaints.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

KEY_CODES = {"ArrowLeft": 37, "ArrowRight": 39, "Home": 36, "End": 35, "PageUp": 33, "PageDown": 34,
             " ": 32, "Enter": 13, "Tab": 9}
OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
           "--no-first-run", "--disable-extensions", "--disable-background-networking",
           "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb"]


def chromium():
    """The program, or None where it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        out_of_browser, browser_out = os.pipe()
        browser_in, into_browser = os.pipe()

        def as_3_and_4():
            os.dup2(os.dup(browser_in), 3)
            os.dup2(os.dup(browser_out), 4)

        # Numbers above 4, so that 3 and 4 are free for the child.
        browser_in, browser_out = (os.dup2(end, number) for end, number in
                                   ((browser_in, 103), (browser_out, 104)))
        self.process = subprocess.Popen(
            [chromium(), *OPTIONS, f"--user-data-dir={self.folder.name}", "about:blank"],
            preexec_fn=as_3_and_4, pass_fds=(3, 4, 103, 104), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        os.close(browser_in)
        os.close(browser_out)
        self.to, self.answers = os.fdopen(into_browser, "wb", 0), os.fdopen(out_of_browser, "rb", 0)
        self.number, self.rest, self.session = 0, b"", None
        self.requests, self.complaints, self.events = [], [], []
        targets = self.call("Target.getTargets")["targetInfos"]
        target = next(one["targetId"] for one in targets if one["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(self, *_):
        try:
            self.session = None
            self.call("Browser.close")
        except (OSError, EOFError):
            pass
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.to.close()
        self.answers.close()
        self.folder.cleanup()

    def read(self):
        while b"\0" not in self.rest:
            piece = self.answers.read(1 << 16)
            if not piece:
                raise EOFError("Chromium has ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def note(self, message):
        method, params = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"])[:600])
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
            self.complaints.append(json.dumps(params["args"])[:300])
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.complaints.append(params["entry"]["text"])
        self.events.append(method)

    def call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.to.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.note(answer)

    def wait(self, event):
        while event not in self.events:
            self.note(self.read())

    def size(self, width, height, dark=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, path, width=1280, height=900, dark=False, hash=""):
        self.size(width, height, dark)
        for url in ("about:blank", pathlib.Path(path).resolve().as_uri() + hash):
            self.requests, self.complaints, self.events = [], [], []
            self.call("Page.navigate", url=url)
            self.wait("Page.loadEventFired")

    def value(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def key(self, key):
        code = KEY_CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)
        text = {"text": "\r" if key == "Enter" else key} if key == "Enter" or len(key) == 1 else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code,
                      **(text if kind == "keyDown" else {}))

    def click(self, selector):
        x, y = self.value("(() => { const at = document.querySelector(%s); at.scrollIntoView({block: 'center'});"
                          " const box = at.getBoundingClientRect();"
                          " return [box.x + box.width / 2, box.y + box.height / 2]; })()" % json.dumps(selector))
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self, path, whole=False):
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(shot["data"]))

    def print(self, path):
        made = self.call("Page.printToPDF", printBackground=True)
        pathlib.Path(path).write_bytes(base64.b64decode(made["data"]))
