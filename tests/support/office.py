"""Files of word processors, made of a few lines of XML."""

import io
import zipfile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{_WORD}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of parts, packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def word_part(root: str, content: str) -> str:
    """A part of a file of Word."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMES}>{content}</w:{root}>'


def docx(body: str, **parts: str) -> bytes:
    """A file of Word with this body; `parts` are others, by their names without `.xml`."""
    files: dict[str, str | bytes] = {
        "word/document.xml": word_part("document", f"<w:body>{body}</w:body>")
    }
    for name, content in parts.items():
        root = name if name != "header1" else "hdr"
        files[f"word/{name}.xml"] = word_part(root, content)
    return archive(files)


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph; a run that is no markup is text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = "".join(text if text.startswith("<") else run(text) for text in runs)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text with properties (`<w:i/>`)."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_OPEN_NAMES = (
    "".join(
        f' xmlns:{prefix}="{_OPEN}{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("style", "style"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(body: str, automatic: str = "", styles: str = "") -> bytes:
    """An OpenDocument text with this body, automatic styles and named styles."""
    title = "<style:header><text:p>Running</text:p></style:header>" if body else ""
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content{_OPEN_NAMES}><office:automatic-styles>"
            f"{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles{_OPEN_NAMES}><office:styles>{styles}"
            "</office:styles><office:master-styles><style:master-page>"
            f"{title}</style:master-page></office:master-styles></office:document-styles>",
        }
    )
