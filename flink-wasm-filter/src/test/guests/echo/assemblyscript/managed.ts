// Takes tag and record as managed ArrayBuffers: the host makes them with __new and pins them. A host that passes the
// address of anything else gets garbage, or a trap.

import { description } from "./description";

function run(tag: ArrayBuffer, tagLength: i32, timeSec: u32, timeNsec: u32, record: ArrayBuffer, recordLength: i32, withRecord: bool): usize {
  const view = Uint8Array.wrap(record, 0, recordLength);
  const tagText = String.UTF8.decode(tag.slice(0, tagLength));
  const copy = view.slice(0);
  // The views of the host's buffers are garbage from here on; the buffers must outlive this.
  __collect();
  return description(tagText, timeSec, timeNsec, copy, withRecord);
}

export function check(tag: ArrayBuffer, tagLength: i32, timeSec: u32, timeNsec: u32, record: ArrayBuffer, recordLength: i32): usize {
  return run(tag, tagLength, timeSec, timeNsec, record, recordLength, false);
}

export function echo(tag: ArrayBuffer, tagLength: i32, timeSec: u32, timeNsec: u32, record: ArrayBuffer, recordLength: i32): usize {
  return run(tag, tagLength, timeSec, timeNsec, record, recordLength, true);
}
