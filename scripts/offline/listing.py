"""Writes what an offline bundle says of itself: the index of its system packages, its hashes, its licences."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import HeaderParser
from io import BytesIO
from pathlib import Path
from typing import NamedTuple


class Part(NamedTuple):
    """One package of the bundle and the licences that it names."""

    kind: str
    name: str
    version: str
    licences: str


def checksum(path: Path) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def control(deb: Path) -> str:
    """The description of a system package, as it stands in its file."""
    command = ["dpkg-deb", "--field", deb]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def index_entry(deb: Path, fields: str) -> str:
    """The paragraph of one package in a repository's index."""
    return f"{fields}\nFilename: ./{deb.name}\nSize: {deb.stat().st_size}\nSHA256: {checksum(deb)}\n"


def deb_part(deb: Path, fields: str) -> Part:
    """A system package; its licences are the short names of its machine-readable copyright file."""
    about = HeaderParser().parsestr(fields)
    return Part("deb", about["Package"], about["Version"], _deb_licences(deb, about["Package"]))


def _deb_licences(deb: Path, name: str) -> str:
    command = ["dpkg-deb", "--fsys-tarfile", deb]
    packed = subprocess.run(command, check=True, capture_output=True).stdout
    place = f"./usr/share/doc/{name}/copyright"
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        one = archive.extractfile(place) if place in archive.getnames() else None
        text = one.read().decode("utf-8", "replace") if one else ""
    names = sorted(set(re.findall(r"(?m)^License:[ \t]*(\S.*?)\s*$", text)))
    return "; ".join(names) or f"/usr/share/doc/{name}/copyright"


def wheel_part(wheel: Path) -> Part:
    """A Python package; its licence is what its metadata say."""
    with zipfile.ZipFile(wheel) as archive:
        place = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        about = HeaderParser().parsestr(archive.read(place).decode())
    classes = [one.split(" :: ")[-1] for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    short = (about["License"] or "").strip()
    said = about["License-Expression"] or (short if short and "\n" not in short else "") or "; ".join(classes)
    return Part("wheel", about["Name"], about["Version"], said or "see its metadata")


def write(room: Path) -> None:
    """Write ``debs/Packages``, the project's own line of ``wheels/requirements.txt``, and ``LICENCES.tsv``."""
    debs = [(deb, control(deb)) for deb in sorted((room / "debs").glob("*.deb"))]
    (room / "debs/Packages").write_text("\n".join(index_entry(deb, fields) for deb, fields in debs))
    wheels = sorted((room / "wheels").glob("*.whl"))
    own = next(wheel for wheel in wheels if wheel.name.startswith("dondoc-"))
    with (room / "wheels/requirements.txt").open("a") as lines:
        lines.write(f"dondoc=={own.name.split('-')[1]} --hash=sha256:{checksum(own)}\n")
    parts = [wheel_part(wheel) for wheel in wheels] + [deb_part(deb, fields) for deb, fields in debs]
    (room / "LICENCES.tsv").write_text("".join("\t".join(row) + "\n" for row in [Part._fields, *parts]))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
