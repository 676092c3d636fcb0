//! Says exactly what it was given. `check` returns
//!
//!     {"crc":CRC-32 of the record,"len":its length,"tag":the tag,"sec":seconds,"nsec":nanoseconds}
//!
//! and `echo` the same with the record itself as a further member, "record". Before it computes anything, it copies the
//! record into its own heap: where a host has put the record into memory that the allocator takes for its own, the copy
//! destroys what is still to be copied, and CRC and record come out wrong.

const std = @import("std");

const allocator = std.heap.wasm_allocator;

/// The last result; it stays until the next call.
var result: std.ArrayList(u8) = .empty;

fn appendQuoted(bytes: []const u8) !void {
    try result.append(allocator, '"');
    for (bytes) |c| {
        switch (c) {
            '"', '\\' => try result.appendSlice(allocator, &.{ '\\', c }),
            0...0x1f => try result.print(allocator, "\\u{x:0>4}", .{c}),
            else => try result.append(allocator, c),
        }
    }
    try result.append(allocator, '"');
}

fn run(tag: []const u8, time_sec: u32, time_nsec: u32, record: []const u8, with_record: bool) ![*]const u8 {
    result.clearAndFree(allocator);
    const copy = try allocator.dupe(u8, record);
    defer allocator.free(copy);
    const tag_copy = try allocator.dupe(u8, tag);
    defer allocator.free(tag_copy);

    try result.print(allocator, "{{\"crc\":{d},\"len\":{d},\"tag\":", .{ std.hash.Crc32.hash(copy), copy.len });
    try appendQuoted(tag_copy);
    try result.print(allocator, ",\"sec\":{d},\"nsec\":{d}", .{ time_sec, time_nsec });
    if (with_record) {
        try result.appendSlice(allocator, ",\"record\":");
        try result.appendSlice(allocator, copy);
    }
    try result.appendSlice(allocator, "}\x00");
    return result.items.ptr;
}

export fn check(tag: [*]const u8, tag_length: u32, time_sec: u32, time_nsec: u32, record: [*]const u8, record_length: u32) [*]const u8 {
    return run(tag[0..tag_length], time_sec, time_nsec, record[0..record_length], false) catch @trap();
}

export fn echo(tag: [*]const u8, tag_length: u32, time_sec: u32, time_nsec: u32, record: [*]const u8, record_length: u32) [*]const u8 {
    return run(tag[0..tag_length], time_sec, time_nsec, record[0..record_length], true) catch @trap();
}
