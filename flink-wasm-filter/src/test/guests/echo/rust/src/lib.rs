//! Says exactly what it was given. `check` returns
//!
//! ```text
//! {"crc":CRC-32 of the record,"len":its length,"tag":the tag,"sec":seconds,"nsec":nanoseconds}
//! ```
//!
//! and `echo` the same with the record itself as a further member, `record`. Before it computes anything, it copies the
//! record into blocks of its own allocator: where a host has put the record into memory that the allocator takes for
//! its own, the copy destroys what is still to be copied, and CRC and record come out wrong.

#[derive(Clone, Copy)]
struct Call {
    tag: (*const u8, usize),
    time_sec: u32,
    time_nsec: u32,
    record: (*const u8, usize),
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Json,
    MessagePack,
}

const PIECE: usize = 3000;

/// The last result; it stays until the next call.
static mut RESULT: Vec<u8> = Vec::new();

fn crc32(bytes: impl Iterator<Item = u8>) -> u32 {
    !bytes.fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| crc >> 1 ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

// ---- the result ----

fn pack_number(result: &mut Vec<u8>, number: u32) {
    match number {
        0..=0x7f => result.push(number as u8),
        0x80..=0xffff => {
            result.push(0xcd);
            result.extend_from_slice(&(number as u16).to_be_bytes());
        }
        _ => {
            result.push(0xce);
            result.extend_from_slice(&number.to_be_bytes());
        }
    }
}

fn pack_string(result: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.len() < 32 {
        result.push(0xa0 | bytes.len() as u8);
    } else {
        result.push(0xdb);
        result.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
    }
    result.extend_from_slice(bytes);
}

fn quote(result: &mut Vec<u8>, bytes: &[u8]) {
    result.push(b'"');
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => result.extend_from_slice(&[b'\\', byte]),
            0..=0x1f => result.extend_from_slice(format!("\\u{:04x}", byte).as_bytes()),
            _ => result.push(byte),
        }
    }
    result.push(b'"');
}

fn key(result: &mut Vec<u8>, format: Format, name: &str) {
    match format {
        Format::Json => {
            result.push(if result.is_empty() { b'{' } else { b',' });
            quote(result, name.as_bytes());
            result.push(b':');
        }
        Format::MessagePack => pack_string(result, name.as_bytes()),
    }
}

fn number(result: &mut Vec<u8>, format: Format, name: &str, value: u32) {
    key(result, format, name);
    match format {
        Format::Json => result.extend_from_slice(value.to_string().as_bytes()),
        Format::MessagePack => pack_number(result, value),
    }
}

unsafe fn run(call: Call, format: Format, with_record: bool) -> &'static mut Vec<u8> {
    // Freed first, so that the copy and the new result take its place.
    RESULT = Vec::new();
    let record = std::slice::from_raw_parts(call.record.0, call.record.1);
    let tag = std::slice::from_raw_parts(call.tag.0, call.tag.1).to_vec();
    let copy: Vec<Vec<u8>> = record.chunks(PIECE).map(<[u8]>::to_vec).collect();

    let mut result = Vec::new();
    if format == Format::MessagePack {
        result.push(if with_record { 0x86 } else { 0x85 });
    }
    number(&mut result, format, "crc", crc32(copy.iter().flatten().copied()));
    number(&mut result, format, "len", call.record.1 as u32);
    key(&mut result, format, "tag");
    match format {
        Format::Json => quote(&mut result, &tag),
        Format::MessagePack => pack_string(&mut result, &tag),
    }
    number(&mut result, format, "sec", call.time_sec);
    number(&mut result, format, "nsec", call.time_nsec);
    if with_record {
        key(&mut result, format, "record");
        for piece in copy {
            result.extend_from_slice(&piece);
        }
    }
    if format == Format::Json {
        result.push(b'}');
    }
    RESULT = result;
    &mut RESULT
}

unsafe fn version_1(call: Call, format: Format, with_record: bool) -> *const u8 {
    let result = run(call, format, with_record);
    if format == Format::Json {
        result.push(0);
    }
    result.as_ptr()
}

unsafe fn version_2(call: Call, format: Format, with_record: bool) -> u64 {
    let result = run(call, format, with_record);
    (result.len() as u64) << 32 | result.as_ptr() as u64
}

macro_rules! filter {
    ($name:ident, $version:ident -> $result:ty, $format:expr, $with_record:expr) => {
        /// # Safety
        /// The host passes the addresses and the lengths of tag and record.
        #[no_mangle]
        pub unsafe extern "C" fn $name(
            tag: *const u8,
            tag_length: usize,
            time_sec: u32,
            time_nsec: u32,
            record: *const u8,
            record_length: usize,
        ) -> $result {
            let call = Call { tag: (tag, tag_length), time_sec, time_nsec, record: (record, record_length) };
            $version(call, $format, $with_record)
        }
    };
}

filter!(check, version_1 -> *const u8, Format::Json, false);
filter!(echo, version_1 -> *const u8, Format::Json, true);
filter!(check_v2, version_2 -> u64, Format::Json, false);
filter!(echo_v2, version_2 -> u64, Format::Json, true);
filter!(check_msgpack, version_1 -> *const u8, Format::MessagePack, false);
filter!(echo_msgpack, version_1 -> *const u8, Format::MessagePack, true);
filter!(check_msgpack_v2, version_2 -> u64, Format::MessagePack, false);
filter!(echo_msgpack_v2, version_2 -> u64, Format::MessagePack, true);
