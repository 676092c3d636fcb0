//! Adds the event's tag to the record as its member `tag`, in MessagePack.
//!
//! Every other member is copied byte for byte: integers keep their width, floats their precision, and binary and
//! extension values, which JSON does not have, stay what they are.

mod memory;

use rmp::decode::{read_map_len, read_marker, ValueReadError};
use rmp::encode::{write_map_len, write_str};
use rmp::Marker;

const KEY: &str = "tag";

/// Version 1 of the ABI: the result is a pointer to one map, whose length only the map itself tells.
///
/// # Safety
/// The host passes the addresses and the lengths of tag and record.
#[no_mangle]
pub unsafe extern "C" fn add_tag(
    tag: *const u8,
    tag_length: usize,
    _time_sec: u32,
    _time_nsec: u32,
    record: *const u8,
    record_length: usize,
) -> *const u8 {
    filter(tag, tag_length, record, record_length).as_ptr()
}

/// Version 2 of the ABI: the result is length and pointer in one number.
///
/// # Safety
/// The host passes the addresses and the lengths of tag and record.
#[no_mangle]
pub unsafe extern "C" fn add_tag_v2(
    tag: *const u8,
    tag_length: usize,
    _time_sec: u32,
    _time_nsec: u32,
    record: *const u8,
    record_length: usize,
) -> u64 {
    let output = filter(tag, tag_length, record, record_length);
    (output.len() as u64) << 32 | output.as_ptr() as u64
}

unsafe fn filter(
    tag: *const u8,
    tag_length: usize,
    record: *const u8,
    record_length: usize,
) -> &'static [u8] {
    let tag = String::from_utf8_lossy(std::slice::from_raw_parts(tag, tag_length));
    let record = std::slice::from_raw_parts(record, record_length);
    // A panic is a trap in Wasm: the host counts the event as failed, and keeps it.
    let result = with_tag(record, &tag).expect("the host passes one whole map");
    memory::keep(result)
}

fn with_tag(record: &[u8], tag: &str) -> Result<Vec<u8>, ValueReadError> {
    let mut rest = record;
    let members = read_map_len(&mut rest)?;
    let mut kept = Vec::with_capacity(record.len());
    let mut kept_members = 0;
    for _ in 0..members {
        let (key, after_key) = split_value(rest)?;
        let (value, after_value) = split_value(after_key)?;
        if !is_string(key, KEY) {
            kept.extend_from_slice(key);
            kept.extend_from_slice(value);
            kept_members += 1;
        }
        rest = after_value;
    }

    let mut result = Vec::with_capacity(kept.len() + tag.len() + 16);
    write_map_len(&mut result, kept_members + 1).expect("a vector takes all");
    result.append(&mut kept);
    write_str(&mut result, KEY).expect("a vector takes all");
    write_str(&mut result, tag).expect("a vector takes all");
    Ok(result)
}

fn is_string(value: &[u8], expected: &str) -> bool {
    match rmp::decode::read_str_from_slice(value) {
        Ok((text, _)) => text == expected,
        Err(_) => false,
    }
}

/// Splits off the first value. Values inside it are counted, not recursed into: a deeply nested record cannot
/// exhaust the stack.
fn split_value(bytes: &[u8]) -> Result<(&[u8], &[u8]), ValueReadError> {
    let mut rest = bytes;
    let mut pending: u64 = 1;
    while pending > 0 {
        pending -= 1;
        let (payload, nested) = match read_marker(&mut rest)? {
            Marker::Null | Marker::True | Marker::False | Marker::FixPos(_) | Marker::FixNeg(_) => (0, 0),
            Marker::U8 | Marker::I8 => (1, 0),
            Marker::U16 | Marker::I16 => (2, 0),
            Marker::U32 | Marker::I32 | Marker::F32 => (4, 0),
            Marker::U64 | Marker::I64 | Marker::F64 => (8, 0),
            Marker::FixStr(length) => (u64::from(length), 0),
            Marker::Str8 | Marker::Bin8 => (take_number(&mut rest, 1)?, 0),
            Marker::Str16 | Marker::Bin16 => (take_number(&mut rest, 2)?, 0),
            Marker::Str32 | Marker::Bin32 => (take_number(&mut rest, 4)?, 0),
            // An extension's type takes one byte before its data.
            Marker::FixExt1 => (2, 0),
            Marker::FixExt2 => (3, 0),
            Marker::FixExt4 => (5, 0),
            Marker::FixExt8 => (9, 0),
            Marker::FixExt16 => (17, 0),
            Marker::Ext8 => (take_number(&mut rest, 1)? + 1, 0),
            Marker::Ext16 => (take_number(&mut rest, 2)? + 1, 0),
            Marker::Ext32 => (take_number(&mut rest, 4)? + 1, 0),
            Marker::FixArray(length) => (0, u64::from(length)),
            Marker::Array16 => (0, take_number(&mut rest, 2)?),
            Marker::Array32 => (0, take_number(&mut rest, 4)?),
            Marker::FixMap(length) => (0, 2 * u64::from(length)),
            Marker::Map16 => (0, 2 * take_number(&mut rest, 2)?),
            Marker::Map32 => (0, 2 * take_number(&mut rest, 4)?),
            Marker::Reserved => return Err(ValueReadError::TypeMismatch(Marker::Reserved)),
        };
        take(&mut rest, payload)?;
        pending += nested;
    }
    Ok(bytes.split_at(bytes.len() - rest.len()))
}

fn take_number(rest: &mut &[u8], bytes: u64) -> Result<u64, ValueReadError> {
    let digits = take(rest, bytes)?;
    Ok(digits.iter().fold(0, |number, digit| number << 8 | u64::from(*digit)))
}

fn take<'a>(rest: &mut &'a [u8], length: u64) -> Result<&'a [u8], ValueReadError> {
    if length > rest.len() as u64 {
        let end = std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        return Err(ValueReadError::InvalidDataRead(end));
    }
    let (taken, left) = rest.split_at(length as usize);
    *rest = left;
    Ok(taken)
}
