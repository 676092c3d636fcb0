"""Turns lines on standard input into JSON lines, each with the time at which it was read.

A program's terminal output carries no time of its own; a log collector adds the time of reading, and so does this.
Usage: stamp.py SOURCE HOST <output-of-a-program >lines.ndjson
"""

import datetime
import json
import sys


def main() -> None:
    source, host = sys.argv[1:3]
    for raw in sys.stdin.buffer:
        now = datetime.datetime.now(datetime.timezone.utc)
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        if not line:
            continue
        record = {
            "time": now.isoformat(timespec="milliseconds"),
            "host": host,
            "source": source,
            "log": line,
        }
        sys.stdout.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
