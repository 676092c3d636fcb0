// Takes tag and record as addresses, copies both into its own heap, and answers as ../c/echo.c does.

import { description } from "./description";

function copied(address: usize, length: i32): Uint8Array {
  const copy = new Uint8Array(length);
  memory.copy(copy.dataStart, address, length);
  return copy;
}

function run(tag: usize, tagLength: i32, timeSec: u32, timeNsec: u32, record: usize, recordLength: i32, withRecord: bool): usize {
  const copy = copied(record, recordLength);
  return description(String.UTF8.decodeUnsafe(tag, tagLength), timeSec, timeNsec, copy, withRecord);
}

export function check(tag: usize, tagLength: i32, timeSec: u32, timeNsec: u32, record: usize, recordLength: i32): usize {
  return run(tag, tagLength, timeSec, timeNsec, record, recordLength, false);
}

export function echo(tag: usize, tagLength: i32, timeSec: u32, timeNsec: u32, record: usize, recordLength: i32): usize {
  return run(tag, tagLength, timeSec, timeNsec, record, recordLength, true);
}
