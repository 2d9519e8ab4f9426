"""The offline bundle looks at itself and at the machine before it installs; `make test-bundle` installs a whole one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="bundles are for Debian and Ubuntu")
sys.path.insert(0, str(ROOT / "scripts/offline"))


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def bundle(tmp_path):
    """A bundle of nothing, for this machine."""
    room = tmp_path / "bundle"
    room.mkdir()
    shutil.copy(ROOT / "scripts/offline/install", room)
    release = output("bash", "-c", '. /etc/os-release && echo "$ID $VERSION_ID"')
    processor = output("dpkg", "--print-architecture")
    (room / "target").write_text(f"version='1'\nrelease='{release}'\nprocessor='{processor}'\npython='3.11'\n")
    sign(room)
    return room


def sign(room):
    (room / "SHA256SUMS").write_text(output("bash", "-c", f"cd '{room}' && sha256sum install target") + "\n")


def install(room, *arguments):
    return subprocess.run([room / "install", *arguments], capture_output=True, text=True, check=False)


def test_a_whole_bundle_fits_this_machine(bundle):
    assert install(bundle, "--check").returncode == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [("release='ubuntu 99.04'", "Gói này dành cho ubuntu 99.04"), ("processor='z80'", "dành cho bộ xử lý z80")],
)
def test_another_machine_is_named(bundle, line, words):
    with (bundle / "target").open("a") as target:
        target.write(f"{line}\n")
    sign(bundle)
    done = install(bundle, "--check")
    assert done.returncode == 1
    assert words in done.stderr


def test_a_changed_file_stops_it(bundle, tmp_path):
    with (bundle / "target").open("a") as target:
        target.write("\n")
    done = install(bundle, str(tmp_path / "into"))
    assert done.returncode == 1
    assert "target" in done.stderr
    assert not (tmp_path / "into").exists()


def test_a_folder_of_other_things_is_left_alone(bundle, tmp_path):
    (tmp_path / "into").mkdir()
    (tmp_path / "into/letter.txt").write_text("x")
    done = install(bundle, str(tmp_path / "into"))
    assert done.returncode == 1
    assert "đang có thứ khác" in done.stderr
    assert [one.name for one in (tmp_path / "into").iterdir()] == ["letter.txt"]


def test_the_listing_names_version_and_licence_of_a_system_package(tmp_path):
    import listing

    made = tmp_path / "made"
    (made / "DEBIAN").mkdir(parents=True)
    about = "Package: small\nVersion: 1.2\nArchitecture: all\nMaintainer: nobody <n@example.org>\nDescription: none\n"
    (made / "DEBIAN/control").write_text(about)
    (made / "usr/share/doc/small").mkdir(parents=True)
    (made / "usr/share/doc/small/copyright").write_text("Files: *\nLicense: GPL-2+\n")
    deb = tmp_path / "small_1.2_all.deb"
    output("dpkg-deb", "--build", "--root-owner-group", made, deb)
    fields = listing.control(deb)
    assert listing.deb_part(deb, fields) == ("deb", "small", "1.2", "GPL-2+")
    assert f"Size: {deb.stat().st_size}\n" in listing.index_entry(deb, fields)
