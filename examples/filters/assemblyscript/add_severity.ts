// Adds "severity", the number that syslog gives to the record's "level": 3 for "error", 6 for "info". Records without a
// level, with one that is not known here, or that have a severity already pass unchanged.

// The host takes no part in garbage collection: the result is kept here until the next call, or the collector could take
// it before the host has read it.
let result: ArrayBuffer | null = null;

function severityOf(level: string): i32 {
  const name = level.toLowerCase();
  if (name == "emerg" || name == "emergency" || name == "panic") return 0;
  if (name == "alert") return 1;
  if (name == "crit" || name == "critical" || name == "fatal") return 2;
  if (name == "err" || name == "error") return 3;
  if (name == "warn" || name == "warning") return 4;
  if (name == "notice") return 5;
  if (name == "info" || name == "informational") return 6;
  if (name == "debug" || name == "trace") return 7;
  return -1;
}

// Reads JSON text from its start to its end. The host passes well-formed JSON, so this looks only for where things end.
class Scanner {
  private at: i32 = 0;

  constructor(private readonly json: string) {}

  private skipSpace(): void {
    while (this.at < this.json.length && this.json.charCodeAt(this.at) <= 0x20) {
      this.at++;
    }
  }

  /** Moves past `token` if it comes next. */
  take(token: i32): bool {
    this.skipSpace();
    if (this.at >= this.json.length || this.json.charCodeAt(this.at) != token) {
      return false;
    }
    this.at++;
    return true;
  }

  /** Moves past the string that comes next, if one does. */
  private skipString(): bool {
    if (!this.take(0x22 /* " */)) {
      return false;
    }
    while (this.at < this.json.length && this.json.charCodeAt(this.at) != 0x22) {
      this.at += this.json.charCodeAt(this.at) == 0x5c /* \ */ ? 2 : 1;
    }
    this.at++;
    return true;
  }

  /** The text of the string that comes next, its quotes taken off and its escapes left in; null if none comes. */
  takeString(): string | null {
    this.skipSpace();
    const start = this.at + 1;
    return this.skipString() ? this.json.substring(start, this.at - 1) : null;
  }

  /** Nesting is counted, not recursed into: a deeply nested record cannot exhaust the stack. */
  skipValue(): void {
    let depth = 0;
    do {
      if (this.skipString()) {
        continue;
      }
      const c = this.at < this.json.length ? this.json.charCodeAt(this.at) : 0;
      if (c == 0x7b /* { */ || c == 0x5b /* [ */) {
        depth++;
      } else if (c == 0x7d /* } */ || c == 0x5d /* ] */) {
        depth--;
      } else if (depth == 0) {
        // A number, true, false or null reaches to the next comma or brace.
        while (this.at < this.json.length && this.json.charCodeAt(this.at) != 0x2c && this.json.charCodeAt(this.at) != 0x7d) {
          this.at++;
        }
        return;
      }
      this.at++;
    } while (depth > 0 && this.at < this.json.length);
  }
}

// The severity to add, or -1. Only the record's own members count, not those of nested objects.
function missingSeverity(json: string): i32 {
  const scanner = new Scanner(json);
  let severity = -1;
  if (!scanner.take(0x7b /* { */)) {
    return -1;
  }
  do {
    const key = scanner.takeString();
    if (key === null || !scanner.take(0x3a /* : */)) {
      return -1;
    }
    if (key == "severity") {
      return -1;
    }
    const level = key == "level" ? scanner.takeString() : null;
    if (level !== null) {
      severity = severityOf(level);
    } else {
      scanner.skipValue();
    }
  } while (scanner.take(0x2c /* , */));
  return severity;
}

export function add_severity(
  tag: usize,
  tagLength: i32,
  timeSec: u32,
  timeNsec: u32,
  record: usize,
  recordLength: i32,
): usize {
  const severity = missingSeverity(String.UTF8.decodeUnsafe(record, recordLength));
  if (severity < 0) {
    return record;
  }
  // The record is copied as the bytes that it is; only the new member is text.
  let kept = recordLength - 1;
  while (load<u8>(record + kept) != 0x7d /* } */) {
    kept--;
  }
  const member = String.UTF8.encode(',"severity":' + severity.toString() + "}", true);
  const changed = new ArrayBuffer(kept + member.byteLength);
  memory.copy(changetype<usize>(changed), record, kept);
  memory.copy(changetype<usize>(changed) + kept, changetype<usize>(member), member.byteLength);
  result = changed;
  return changetype<usize>(changed);
}

// For hosts that place tag and record in the filter's own heap, as Fluent Bit does.
export function malloc(size: usize): usize {
  return heap.alloc(size);
}

export function free(address: usize): void {
  heap.free(address);
}
