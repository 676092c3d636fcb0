"""Turns a raw recording into the archive: one gzip file per log, checksums, and a table for the README.

No line is changed. The JSON lines are taken as the programs wrote them; dpkg's log, which is plain text, is wrapped the
way a log collector wraps a line. The files are refused if a line holds something that tells of the recording machine
or of a person: addresses other than loopback and documentation ranges, mail addresses other than example.com (and the
manual's mailing list), paths outside the recorded system.
Usage: pack.py RAW_DIRECTORY ARCHIVE_DIRECTORY
"""

import gzip
import hashlib
import ipaddress
import json
import pathlib
import platform
import re
import sys

FILES = {
    "web-access-1": ["access-1.log"],
    "web-access-2": ["access-2.log"],
    "web-error": ["nginx-error.ndjson"],
    "application": ["app.ndjson"],
    "postgresql": ["postgresql.ndjson"],
    "packages": ["apt.ndjson", "dpkg.log"],
}

DOCUMENTATION = [
    ipaddress.ip_network(net) for net in ("127.0.0.0/8", "0.0.0.0/32", "198.51.100.0/24", "203.0.113.0/24")
]
ADDRESS = re.compile(rb"(?<![\w.:+~-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.+~-])")
MAIL = re.compile(rb"[\w.%+-]+@(?!example\.com\b|lists\.postgresql\.org\b)[\w-]+\.[\w.-]+")
FOREIGN = re.compile(rb"/(?:tmp|home|mnt|media|opt)/|https?://(?!(?:www\.|m\.)?atlas\.example)[a-z]")


def lines_of(file: pathlib.Path) -> list:
    lines = file.read_bytes().split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    if file.suffix == ".log" and file.stem == "dpkg":
        lines = [
            json.dumps({"host": "web-1", "source": "dpkg", "log": line.decode()}, separators=(",", ":")).encode()
            for line in lines
        ]
    return lines


def refuse_foreign(file: pathlib.Path, number: int, line: bytes) -> None:
    found = [match.group() for match in FOREIGN.finditer(line)] + [match.group() for match in MAIL.finditer(line)]
    for match in ADDRESS.finditer(line):
        try:
            address = ipaddress.ip_address(match.group().decode())
        except ValueError:
            continue  # 203.0.113.999 is one of the operator's slips.
        if not any(address in net for net in DOCUMENTATION):
            found.append(match.group())
    own = [str(pathlib.Path.home()) + "/", str(pathlib.Path(__file__).resolve().parent), platform.release()]
    if len(platform.node()) > 3:  # A shorter host name would be found in many a word.
        own.append(platform.node())
    found += [name.encode() for name in own if name.encode() in line]
    if found:
        sys.exit(f"{file}:{number} holds {found[0]!r}, which does not belong into the archive. Record it differently.")


def state(line: bytes) -> str:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return "not UTF-8"
    except ValueError:
        return "not JSON"
    return "object" if isinstance(value, dict) else "not JSON"


def main() -> None:
    raw, archive = map(pathlib.Path, sys.argv[1:3])
    sums = []
    print("| File | Lines | Not UTF-8 | Not JSON | Non-ASCII | Shortest, median, longest line (bytes) | gzip (bytes) |")
    print("| --- | ---: | ---: | ---: | ---: | --- | ---: |")
    for name, parts in FILES.items():
        lines = []
        for part in parts:
            for number, line in enumerate(lines_of(raw / part), 1):
                refuse_foreign(raw / part, number, line)
                lines.append(line)
        states = [state(line) for line in lines]
        sizes = sorted(map(len, lines))
        target = archive / f"{name}.ndjson.gz"
        with target.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
            packed.write(b"".join(line + b"\n" for line in lines))
        sums.append(f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {target.name}\n")
        wide = sum(not line.isascii() for line in lines)
        print(
            f"| `{target.name}` | {len(lines):,} | {states.count('not UTF-8')} | {states.count('not JSON')} | {wide:,}"
            f" | {sizes[0]}, {sizes[len(sizes) // 2]}, {sizes[-1]:,} | {target.stat().st_size:,} |"
        )
    (archive / "SHA256SUMS").write_text("".join(sums))


if __name__ == "__main__":
    main()
