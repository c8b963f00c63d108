"""A file or an answer from the web, within limits: the only place that uses the network.

Only http and https, certificates checked; a redirect leads nowhere else, and never from https to
http. Bounded are the size, the time, and the redirects.
"""

import ssl
import threading
import urllib.request
from collections.abc import Callable
from email.message import Message
from http.client import HTTPException
from typing import Any, NamedTuple, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit

from teikit.errors import TeikitError
from teikit.validating.schemas.addresses import escaped
from teikit.validating.wording import clipped
from teikit.xml.files import MAX_BYTES

SILENCE = 20.0
"""Seconds that a server may be silent."""
SECONDS = 90.0
"""Seconds in which a file must be there."""
MAX_REDIRECTS = 5

_CHUNK = 65536
_MOVED = (301, 302, 303, 307, 308)
_ACCEPT = "application/xml, application/relax-ng-compact-syntax, text/xml, text/plain, */*;q=0.1"

Result = TypeVar("Result")


class Errand(NamedTuple):
    """What is asked for: with which form in a POST, if any, in which types, up to which size."""

    form: bytes | None = None
    accept: str = _ACCEPT
    limit: int = MAX_BYTES


FILE = Errand()
"""A file of XML, or a schema."""


class Fetched(NamedTuple):
    """A file from the web: where it was in the end, its bytes, and what the server calls it."""

    address: str
    data: bytes
    media_type: str


class _NotFetched(Exception):  # noqa: N818 (it never leaves this module)
    """Why a file cannot be fetched, in words."""


def fetch(address: str, errand: Errand = FILE) -> Fetched:
    """The file at an address of http or https, or an answer. Raises `TeikitError`."""
    try:
        return _within(SECONDS, lambda: _followed(address, errand))
    except _NotFetched as error:
        raise TeikitError(f"{clipped(address, 200)} cannot be fetched: {error}") from None


def _within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns, if it does so in time; else it is left alone, and ends with the program.

    A server that sends a byte now and then is never silent for long, also not in its headers.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # it is raised by the one who waits
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise _NotFetched(f"it is not there after {seconds:.0f} seconds")
    return results[0]


def _followed(address: str, errand: Errand) -> Fetched:
    opener = _opener()
    for _ in range(MAX_REDIRECTS + 1):
        try:
            asked = escaped(address)
            parts = urlsplit(asked)
            if not parts.hostname:
                raise ValueError("it names no server")
            if parts.username is not None:
                raise ValueError("names and passwords do not belong in an address")
        except ValueError as error:
            raise _NotFetched(str(error)) from None
        answer = _asked(opener, asked, errand)
        if isinstance(answer, Fetched):
            return answer
        try:
            address = urljoin(asked, answer)
        except ValueError:
            raise _NotFetched(f"the server sends on to {clipped(answer, 200)}") from None
        if asked.startswith("https:") and not address.lower().startswith("https:"):
            raise _NotFetched(f"the server sends on to {clipped(address, 200)}, without encryption")
        if not address.lower().startswith(("http:", "https:")):
            raise _NotFetched(
                f"the server sends on to {clipped(address, 200)}, not to http or https"
            )
    raise _NotFetched(f"the server sends on more than {MAX_REDIRECTS} times")


def _opener() -> urllib.request.OpenerDirector:
    """What opens addresses of the web, and nothing else; it follows no redirects."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _asked(opener: urllib.request.OpenerDirector, address: str, errand: Errand) -> Fetched | str:
    """What a server answers: the file, or the address to which it sends on."""
    from teikit import __version__  # noqa: PLC0415  # it reads the metadata of the installation

    headers = {
        "User-Agent": f"teikit/{__version__}",
        "Accept": errand.accept,
        "Accept-Encoding": "identity",
    }
    if errand.form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    request = urllib.request.Request(address, errand.form, headers)  # http or https
    try:
        with opener.open(request, timeout=SILENCE) as answer:
            return Fetched(address, _body(answer, errand.limit), answer.headers.get_content_type())
    except HTTPError as error:
        with error:
            if error.code in _MOVED and (target := error.headers.get("Location")):
                return str(target)
            raise _NotFetched(f"the server says {error.code} {clipped(error.reason, 80)}") from None
    except URLError as error:
        raise _NotFetched(_reason(error.reason)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise _NotFetched(_reason(error)) from None


def _body(answer: Any, most: int) -> bytes:
    headers: Message = answer.headers
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise _NotFetched("the server sends it compressed, which was not asked for")
    length = headers.get("Content-Length", "")
    expected = int(length) if length.isascii() and length.isdigit() else None
    limit = f"it is larger than {most >> 20} MB"
    if expected is not None and expected > most:
        raise _NotFetched(limit)
    data = bytearray()
    while chunk := answer.read1(_CHUNK):
        data += chunk
        if len(data) > most:
            raise _NotFetched(limit)
    if expected is not None and len(data) < expected:
        raise _NotFetched("the connection broke off; try again")
    return bytes(data)


def _reason(error: object) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of the server is not valid: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return f"the server was silent for {SILENCE:.0f} seconds"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return clipped(str(text), 120)
