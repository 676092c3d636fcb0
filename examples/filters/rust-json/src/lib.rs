//! Makes access log records of nginx or Apache uniform:
//!
//! - a combined log line in `message` or `log` is taken apart into fields (an nginx `$request_time` may follow it);
//! - `method` becomes lower case, `status` a number, and `status_class` (`"2xx"`, ...) is added;
//! - `request_time` in seconds becomes `latency_ms`;
//! - health checks are dropped.
//!
//! Records that are no access log pass unchanged.

mod combined;
mod memory;

use serde_json::{Map, Number, Value};

type Record = Map<String, Value>;

/// What becomes of a record.
enum Verdict {
    Unchanged,
    Dropped,
    Changed(Record),
}

/// Version 1 of the ABI: the result is a pointer to NUL-terminated text, or null to drop the record.
///
/// # Safety
/// The host passes the address and the length of the record.
#[no_mangle]
pub unsafe extern "C" fn access_log(
    _tag: *const u8,
    _tag_length: usize,
    _time_sec: u32,
    _time_nsec: u32,
    record: *const u8,
    record_length: usize,
) -> *const u8 {
    match filter(std::slice::from_raw_parts(record, record_length)) {
        Verdict::Unchanged => record,
        Verdict::Dropped => std::ptr::null(),
        Verdict::Changed(changed) => memory::keep_text(&Value::Object(changed)).as_ptr(),
    }
}

/// Version 2 of the ABI: the result is length and pointer in one number, or 0 to drop the record.
///
/// # Safety
/// The host passes the address and the length of the record.
#[no_mangle]
pub unsafe extern "C" fn access_log_v2(
    _tag: *const u8,
    _tag_length: usize,
    _time_sec: u32,
    _time_nsec: u32,
    record: *const u8,
    record_length: usize,
) -> u64 {
    let input = std::slice::from_raw_parts(record, record_length);
    let output = match filter(input) {
        Verdict::Unchanged => input,
        Verdict::Dropped => return 0,
        Verdict::Changed(changed) => {
            let text = memory::keep_text(&Value::Object(changed));
            &text[..text.len() - 1]
        }
    };
    (output.len() as u64) << 32 | output.as_ptr() as u64
}

fn filter(json: &[u8]) -> Verdict {
    let mut record: Record = match serde_json::from_slice(json) {
        Ok(record) => record,
        Err(_) => return Verdict::Unchanged,
    };
    for key in ["message", "log"] {
        if let Some(fields) = record.get(key).and_then(Value::as_str).and_then(combined::parse) {
            record = replace(record, key, fields);
            break;
        }
    }
    let status = match record.get("status").and_then(whole_number) {
        Some(status) if (100..600).contains(&status) => status,
        _ => return Verdict::Unchanged,
    };
    if record.get("path").and_then(Value::as_str).map_or(false, is_health_check) {
        return Verdict::Dropped;
    }
    if let Some(Value::String(method)) = record.get_mut("method") {
        method.make_ascii_lowercase();
    }
    record.insert("status".into(), status.into());
    record.insert("status_class".into(), format!("{}xx", status / 100).into());
    if let Some(latency) = record.get("request_time").and_then(milliseconds) {
        let renamed = Record::from_iter([("latency_ms".into(), latency.into())]);
        record = replace(record, "request_time", renamed);
    }
    Verdict::Changed(record)
}

/// Puts `fields` where the member `key` was. What the record says itself wins over a field of the same name.
fn replace(record: Record, key: &str, fields: Record) -> Record {
    let mut fields = Some(fields);
    let mut replaced = Record::new();
    for (name, value) in record {
        if name != key {
            replaced.insert(name, value);
        } else if let Some(fields) = fields.take() {
            for (name, value) in fields {
                replaced.entry(name).or_insert(value);
            }
        }
    }
    replaced
}

fn is_health_check(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    path == "/health" || path == "/healthz" || path.starts_with("/health/")
}

/// Reads 200 and "200": log shippers write either.
fn whole_number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// Seconds as a number or as text, to milliseconds; `None` for nginx's "-", and for what cannot be a duration.
fn milliseconds(seconds: &Value) -> Option<Number> {
    let seconds = match seconds {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
    if !(0.0..1e9).contains(&seconds) {
        return None;
    }
    // nginx measures milliseconds: rounding at the microsecond removes what binary fractions added.
    let milliseconds = (seconds * 1e6).round() / 1e3;
    if milliseconds.fract() == 0.0 {
        Some((milliseconds as u64).into())
    } else {
        Number::from_f64(milliseconds)
    }
}
