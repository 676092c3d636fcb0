// What all variants share: the answer, put together as strings are in AssemblyScript, in its collected heap.

function crc32(bytes: Uint8Array): u32 {
  let crc: u32 = ~0;
  for (let i = 0; i < bytes.length; i++) {
    crc ^= <u32>bytes[i];
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >> 1) ^ (0xedb88320 & (0 - (crc & 1)));
    }
  }
  return ~crc;
}

function quoted(text: string): string {
  let result = '"';
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c == 0x22 || c == 0x5c) {
      result += "\\" + String.fromCharCode(c);
    } else if (c < 0x20) {
      result += "\\u" + c.toString(16).padStart(4, "0");
    } else {
      result += String.fromCharCode(c);
    }
  }
  return result + '"';
}

// Kept until the next call, or the collector could take it before the host has read it. Null at first: nothing is
// allocated before the first call.
let result: ArrayBuffer | null = null;

export function description(
  tag: string,
  timeSec: u32,
  timeNsec: u32,
  record: Uint8Array,
  withRecord: bool,
): usize {
  let text =
    '{"crc":' +
    crc32(record).toString() +
    ',"len":' +
    record.length.toString() +
    ',"tag":' +
    quoted(tag) +
    ',"sec":' +
    timeSec.toString() +
    ',"nsec":' +
    timeNsec.toString();
  if (withRecord) {
    text += ',"record":' + String.UTF8.decodeUnsafe(record.dataStart, record.length);
  }
  const encoded = String.UTF8.encode(text + "}", true);
  result = encoded;
  return changetype<usize>(encoded);
}
