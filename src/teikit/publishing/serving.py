"""`teikit site --serve`: a site to look at while one works on it, for this machine alone.

Pages are read from the disk as they are; what makes a browser load them again when something has
changed is put into the bytes that are sent, not into the files.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path, PurePosixPath
from threading import Condition, Event, Thread
from time import monotonic
from urllib.parse import unquote, urlsplit

from teikit.errors import TeikitError
from teikit.xml.files import is_file, real
from teikit.xml.folders import KEPT

HOST = "127.0.0.1"
_OWN = "/.teikit/"
"""Addresses of the server's own; no file that begins with a dot is ever sent."""
_POLICY = b"default-src 'none'; "
_ASKING = b"connect-src 'self'; "
_RELOAD = b'<script src="/.teikit/reload.js" defer></script>\n</head>'
_SCRIPT = """\
// Loads the page again when the site has been made again.
"use strict";
(async () => {
  let version = null;
  for (;;) {
    try {
      const answer = await fetch(`/.teikit/changes?${version ?? ""}`);
      const now = await answer.text();
      if (version !== null && now !== version) location.reload();
      version = now;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
})();
"""
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".wasm": "application/wasm",
    **dict.fromkeys(
        (".pagefind", ".pf_meta", ".pf_index", ".pf_fragment"), "application/octet-stream"
    ),
}
_ICON = "/favicon.ico"
"""Every browser asks for it, whether pages have one or not."""
_PATIENCE = 20
"""Seconds that a browser waits for a change before it asks again."""
_PAUSE = 0.5
"""Seconds between two looks at the files."""

Seen = Mapping[Path, tuple[int, int]]


class Server:
    """Sends the files of a folder to browsers on this machine, and tells them of changes."""

    def __init__(self, folder: Path, port: int) -> None:
        """Listen on a port of this machine; 0 stands for any that is free. Raises `TeikitError`."""
        self._changed = Condition()
        self._version = 0
        self.folder = real(folder)
        try:
            self._server = _Listening((HOST, port), _handler(self))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            words = f"port {port} of this machine cannot be used: {reason}; name another"
            raise TeikitError(words) from None

    @property
    def address(self) -> str:
        """The address of the first page."""
        return f"http://{HOST}:{self._server.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which a browser may ask: with another, a page of the web asks."""
        return frozenset(f"{name}:{self._server.server_port}" for name in (HOST, "localhost"))

    @contextmanager
    def running(self) -> Iterator[None]:
        """Answer until the block ends."""
        thread = Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def change(self) -> None:
        """Tell browsers that pages have changed."""
        with self._changed:
            self._version += 1
            self._changed.notify_all()

    def version(self, known: str) -> str:
        """The number of the last change, as soon as it is not the one that is known."""
        end = monotonic() + _PATIENCE
        with self._changed:
            while known == str(self._version) and (left := end - monotonic()) > 0:
                self._changed.wait(left)
            return str(self._version)

    def file(self, path: str) -> Path | None:
        """The file that an address within the site leads to; None where there is none."""
        pure = PurePosixPath(path)
        if any(part.startswith(".") for part in pure.parts) or "\\" in path or "\0" in path:
            return None
        found = self.folder.joinpath(*pure.parts[1:])
        if path.endswith("/"):
            found = found / "index.html"
        if not is_file(found) or not real(found).is_relative_to(self.folder):
            return None
        return found


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A browser that goes away is no news."""


def _handler(site: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "teikit"
        sys_version = ""
        timeout = 60

        def do_GET(self) -> None:
            if self.headers.get("Host", "") not in site.hosts:
                self._send(HTTPStatus.FORBIDDEN, b"This is for a browser on this machine.\n")
                return
            try:
                address = urlsplit(self.path)
                path = unquote(address.path, errors="strict")
            except ValueError:
                self._send(HTTPStatus.BAD_REQUEST, b"This is no address.\n")
                return
            if path == f"{_OWN}changes":
                self._send(HTTPStatus.OK, site.version(address.query).encode())
            elif path == f"{_OWN}reload.js":
                self._send(HTTPStatus.OK, _SCRIPT.encode(), "text/javascript")
            else:
                self._file(site.file(path))

        do_HEAD = do_GET  # noqa: N815 (a name that the library asks for)

        def _file(self, file: Path | None) -> None:
            data = None
            if file is not None:
                with suppress(OSError):
                    data = file.read_bytes()
            if data is None and self.path == _ICON:
                self._send(HTTPStatus.NO_CONTENT, b"")
                return
            if file is None or data is None:
                self._send(HTTPStatus.NOT_FOUND, b"There is no such page.\n")
                return
            kind = _TYPES.get(file.suffix) or guess_type(file.name)[0] or "text/plain"
            self._send(HTTPStatus.OK, reloading(data) if kind == "text/html" else data, kind)

        def _send(self, status: HTTPStatus, data: bytes, kind: str = "text/plain") -> None:
            self.send_response(status)
            charset = "; charset=utf-8" if kind.startswith("text/") else ""
            self.send_header("Content-Type", f"{kind}{charset}")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def reloading(page: bytes) -> bytes:
    """A page as it is sent: with what loads it again, which its policy then lets ask."""
    asking = page if _ASKING in page else page.replace(_POLICY, _POLICY + _ASKING, 1)
    return asking.replace(b"</head>", _RELOAD, 1)


def serve(
    server: Server,
    watched: Sequence[Path],
    before: Seen,
    remake: Callable[[], None],
    ended: Event | None = None,
) -> None:
    """Send pages, and make them again when a file in what is watched changes, until interrupted.

    `before` is what was `seen` of that before the pages were made: what has changed since then
    counts. `remake` raises nothing, and may add to what is watched. Where it is given, `ended` ends
    it as well.
    """
    end = ended or Event()
    with suppress(KeyboardInterrupt), server.running():
        while not end.wait(_PAUSE):
            now = seen(watched, server.folder)
            if now != before:
                remake()
                before = {**seen(watched, server.folder), **now}  # what was added is no change
                server.change()


def seen(watched: Iterable[Path], apart: Path) -> Seen:
    """All files, with when they were written and how large they are, but for those in a folder.

    What is kept of files between runs is none.
    """
    found: dict[Path, tuple[int, int]] = {}
    for path in watched:
        for file in (path, *path.rglob("*")):
            if not file.is_relative_to(apart) and KEPT not in file.parts:
                with suppress(OSError):
                    state = file.stat()
                    if not file.is_dir():
                        found[file] = (state.st_mtime_ns, state.st_size)
    return found
