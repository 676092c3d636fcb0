//! Filters as they are often written in Rust: they return a pointer into a `String` or a `Vec` that is dropped on return,
//! and end it with nothing. The result is still there when the host reads it at once, and what was there before
//! follows it.
//!
//! Exports no `malloc`.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::slice::from_raw_parts;

unsafe fn text(bytes: *const u8, length: u32) -> String {
    String::from_utf8_lossy(from_raw_parts(bytes, length as usize)).into_owned()
}

/// JSON: adds the tag, the time as text, and `"origin":"wasm"`. Members come out in the order of their names.
///
/// # Safety
/// The host passes the addresses and the lengths of tag and record.
#[no_mangle]
pub unsafe extern "C" fn add_origin(
    tag: *const u8,
    tag_length: u32,
    time_sec: u32,
    time_nsec: u32,
    record: *const u8,
    record_length: u32,
) -> *const u8 {
    let tag = text(tag, tag_length);
    let record = from_raw_parts(record, record_length as usize);
    let mut members: Map<String, Value> = serde_json::from_slice(record).unwrap();
    members.insert("tag".into(), tag.into());
    members.insert("time".into(), format!("{}.{:09}", time_sec, time_nsec).into());
    members.insert("origin".into(), "wasm".into());
    let result = Value::Object(members).to_string();
    result.as_ptr()
}

/// MessagePack: adds the tag and `"platform":"wasm"`. Members come out in the order of their names.
///
/// # Safety
/// The host passes the addresses and the lengths of tag and record.
#[no_mangle]
pub unsafe extern "C" fn add_platform(
    tag: *const u8,
    tag_length: u32,
    _time_sec: u32,
    _time_nsec: u32,
    record: *const u8,
    record_length: u32,
) -> *const u8 {
    let tag = text(tag, tag_length);
    let record = from_raw_parts(record, record_length as usize);
    let mut members: BTreeMap<String, Value> = rmp_serde::from_slice(record).unwrap();
    members.insert("platform".into(), "wasm".into());
    members.insert("tag".into(), tag.into());
    let result = rmp_serde::to_vec(&members).unwrap();
    result.as_ptr()
}
