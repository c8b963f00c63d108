"""Bags are checked: what is changed, missing or too much, and bags that mean no good."""

import hashlib
import os
import struct
import zipfile
from pathlib import Path

import bagit
import pytest

from teikit.errors import TeikitError
from teikit.packaging import check
from teikit.packaging.bag import BagWriter, decoded_name, encoded_name
from teikit.packaging.targets import bag_target

PAYLOAD = {
    "data/a.txt": b"letter a",
    "data/f\xf6lder/b c.txt": b"letter b",
    "data/line\nend.txt": b"odd",
    "data/50%25.txt": b"odder",
}


def written(path: Path, payload: dict[str, bytes]) -> Path:
    with bag_target(path) as target:
        bag = BagWriter(target)
        for name, data in payload.items():
            bag.add(name, [data[:3], data[3:]], len(data))
        bag.finish([("Source-Organization", "A\nB")], {"README.md": "read"})
    return path


@pytest.fixture(params=["bag", "bag.zip"])
def any_bag(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return written(tmp_path / request.param, PAYLOAD)


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return written(tmp_path / "bag", PAYLOAD)


def faults(path: Path) -> list[str]:
    return [str(fault) for fault in check(path)]


def test_what_is_whole_has_no_faults(any_bag: Path) -> None:
    assert faults(any_bag) == []


def test_the_form_of_the_lists(bag: Path) -> None:
    digest = hashlib.sha256(b"letter a").hexdigest()
    lines = (bag / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines()
    assert lines[1] == f"{digest}  data/a.txt"
    assert [line[66:] for line in lines] == [
        "data/50%2525.txt",
        "data/a.txt",
        "data/f\xf6lder/b c.txt",
        "data/line%0Aend.txt",
    ]
    tags = (bag / "tagmanifest-sha512.txt").read_text(encoding="utf-8").splitlines()
    assert [line[130:] for line in tags] == [
        "README.md",
        "bag-info.txt",
        "bagit.txt",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
    ]
    info = (bag / "bag-info.txt").read_text(encoding="utf-8")
    assert info == "Source-Organization: A B\nPayload-Oxum: 24.4\n"
    declared = (bag / "bagit.txt").read_bytes()
    assert declared == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def test_names_in_lists_and_back() -> None:
    for name in ("a%0Ab", "100%", "%25", "a\r\nb", "\xe4 b"):
        assert decoded_name(encoded_name(name)) == name
    assert decoded_name("a%20b%0a") == "a%20b\n"  # only three signs are escaped


# --- what happens to bags ---


def test_a_file_was_changed(bag: Path) -> None:
    (bag / "data" / "a.txt").write_bytes(b"letter A")
    assert faults(bag) == [
        "data/a.txt: was changed: its checksum (sha256, sha512) is another",
    ]


def test_a_file_is_missing(bag: Path) -> None:
    (bag / "data" / "a.txt").unlink()
    assert faults(bag) == [
        "bag-info.txt: says that 4 files of 24 bytes are in data/; there are 3 of 16 bytes",
        "data/a.txt: is missing; manifest-sha256.txt names it",
        "data/a.txt: is missing; manifest-sha512.txt names it",
    ]


def test_a_file_was_added(bag: Path) -> None:
    (bag / "data" / "thumbs.db").write_bytes(b"")
    (bag / ".DS_Store").write_bytes(b"")  # not of the payload: none of our business
    added = "data/thumbs.db: is not in {}: it was added, or its name was changed"
    assert faults(bag)[1:] == [
        added.format("manifest-sha256.txt"),
        added.format("manifest-sha512.txt"),
    ]


def test_a_tag_file_was_changed(bag: Path) -> None:
    (bag / "README.md").write_text("other", encoding="utf-8")
    assert faults(bag) == ["README.md: was changed: its checksum (sha256, sha512) is another"]


def test_line_ends_of_a_list_were_changed(bag: Path) -> None:
    """As some programs for transfer do: the files are all right, the list is not as it was."""
    path = bag / "manifest-sha256.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert faults(bag) == [
        "manifest-sha256.txt: was changed: its checksum (sha256, sha512) is another"
    ]


def test_names_in_another_form_of_unicode(bag: Path) -> None:
    (bag / "data" / "f\xf6lder").rename(bag / "data" / "fo\u0308lder")
    assert faults(bag) == []


def test_bags_by_other_hands(tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "100%.txt").write_bytes(b"x")
    (folder / "f\xf6.txt").write_bytes(b"x")
    bagit.make_bag(str(folder), checksums=["md5", "sha256"])
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("bagit.txt", "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", "version 2.0"),
        ("bagit.txt", "x", "does not say which version"),
        ("manifest-sha256.txt", "not a list\n", "line 1 is not a checksum and a name"),
        ("manifest-sha256.txt", f"{'0' * 64}  ../../etc/passwd\n", "line 1 names a file outside"),
        ("manifest-sha256.txt", f"{'0' * 64}  /etc/passwd\n", "line 1 names a file outside"),
        ("manifest-sha256.txt", f"{'0' * 64}  data/..\\x\n", "line 1 names a file outside"),
        ("manifest-sha256.txt", f"{'0' * 64}  ~/x\n", "line 1 names a file outside"),
        ("manifest-sha256.txt", f"{'0' * 64}  README.md\n", "a file that is not in data/"),
        ("manifest-sha256.txt", f"{'0' * 64}  data/a.txt\n" * 2, "is twice in"),
        ("manifest-sha256.txt", b"\xff\xfe", "is not UTF-8"),
        ("manifest-blake3.txt", "x", "checksums of the kind blake3 are not known here"),
    ],
)
def test_broken_bags(bag: Path, name: str, content: str | bytes, fault: str) -> None:
    data = content.encode() if isinstance(content, str) else content
    (bag / name).write_bytes(data)
    assert any(fault in words for words in faults(bag))


def test_no_bag_at_all(tmp_path: Path) -> None:
    assert faults(tmp_path) == ["this is no bag (BagIt): bagit.txt is missing"]
    (tmp_path / "bagit.txt").write_bytes(
        b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    )
    assert faults(tmp_path) == ["there is no list of checksums (manifest-….txt)"]
    with pytest.raises(TeikitError, match=r"no such file or folder: .*absent; check the path"):
        faults(tmp_path / "absent")
    (tmp_path / "x.zip").write_bytes(b"PK no")
    with pytest.raises(TeikitError, match=r"x\.zip: is no zip file, or a damaged one"):
        faults(tmp_path / "x.zip")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TeikitError, match="this is not a file"):
        faults(tmp_path / "pipe")


def test_links_are_not_followed(bag: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"letter a")
    (bag / "data" / "a.txt").unlink()
    (bag / "data" / "a.txt").symlink_to(tmp_path / "secret")
    assert "data/a.txt: is a link or a device, which no bag holds" in faults(bag)


# --- zip files ---


def changed(path: Path, extra: list[tuple[zipfile.ZipInfo | str, bytes]]) -> list[str]:
    with zipfile.ZipFile(path, "a") as archive:
        for info, data in extra:
            archive.writestr(info, data)
    return faults(path)


@pytest.fixture
def zipped(tmp_path: Path) -> Path:
    return written(tmp_path / "bag.zip", PAYLOAD)


def test_names_that_lead_out_of_a_zip_file(zipped: Path) -> None:
    names = ["../out.txt", "bag/../../out.txt", "/etc/passwd", "C:/x", "bag\\..\\x"]
    found = changed(zipped, [(name, b"x") for name in names])
    out = [words.partition(":")[0] for words in found if "leads out of the bag" in words]
    assert len(out) == len(names)


def test_links_in_a_zip_file(zipped: Path) -> None:
    link = zipfile.ZipInfo("bag/data/link")
    link.external_attr = 0o120777 << 16
    assert "bag/data/link: is a link or a device, which no bag holds" in changed(
        zipped, [(link, b"/etc/passwd")]
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_that_are_twice_or_beside(zipped: Path) -> None:
    found = changed(zipped, [("bag/data/a.txt", b"other"), ("beside.txt", b"x")])
    assert "data/a.txt: is twice in the zip file" in found
    assert "beside.txt: lies beside the bag in the zip file" in found


def test_a_bag_without_its_folder(bag: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "flat.zip", "w") as archive:
        for path in sorted(path for path in bag.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(bag).as_posix())
    assert faults(tmp_path / "flat.zip") == [
        "a zip file should hold one folder, the bag, and nothing else"
    ]


def test_a_bomb_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bag/data/zeros", bytes(20_000_000))
    with pytest.raises(TeikitError, match="unpacks to more than 300 times its size"):
        faults(path)


def test_a_file_that_hides_its_size(zipped: Path) -> None:
    """The directory at the end says less than is there: what is beyond is never read."""
    with zipfile.ZipFile(zipped, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bag/data/zeros", bytes(1_000_000))
    data = zipped.read_bytes()
    size = struct.pack("<I", 1_000_000)
    place = data.rindex(size)
    zipped.write_bytes(data[:place] + struct.pack("<I", 10) + data[place + 4 :])
    assert any(words.startswith("data/zeros: ") for words in faults(zipped))


def test_damaged_bytes_in_a_zip_file(zipped: Path) -> None:
    data = zipped.read_bytes()
    zipped.write_bytes(data.replace(b"letter a", b"lettor a"))
    assert any(words.startswith("data/a.txt: cannot be read: ") for words in faults(zipped))


def test_a_half_zip_file(zipped: Path) -> None:
    zipped.write_bytes(zipped.read_bytes()[:-100])
    with pytest.raises(TeikitError, match="is no zip file, or a damaged one"):
        faults(zipped)


def test_an_encrypted_file(zipped: Path) -> None:
    data = bytearray(zipped.read_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    zipped.write_bytes(bytes(data))
    assert any("cannot be read" in words for words in faults(zipped))


def test_names_that_would_command_a_terminal(bag: Path) -> None:
    (bag / "data" / "\x1b[31mred").write_bytes(b"")
    assert not any("\x1b" in words for words in faults(bag))
