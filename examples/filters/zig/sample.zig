//! Keeps one trace in ten, and every warning and error.
//!
//! Whether a record is kept depends on its `trace_id` alone, so all records of a trace are kept or none, on every machine
//! and after every restart. A record that was kept as one of ten gets `"sample_rate":10`, for whoever counts later.

const std = @import("std");

const one_in = 10;

const always_kept = [_][]const u8{ "warn", "warning", "error", "critical", "fatal" };

/// Holds one call's data. Emptied, not returned, at the next call: the record before has been copied by then.
var arena = std.heap.ArenaAllocator.init(std.heap.wasm_allocator);

export fn sample(
    tag: [*]const u8,
    tag_length: u32,
    time_sec: u32,
    time_nsec: u32,
    record: [*]const u8,
    record_length: u32,
) ?[*]const u8 {
    _ = .{ tag, tag_length, time_sec, time_nsec };
    _ = arena.reset(.retain_capacity);
    // A trap: the host counts the event as failed, and keeps it. Null would drop it for good.
    return decide(record[0..record_length]) catch @trap();
}

fn decide(json: []const u8) !?[*]const u8 {
    const members = try ownMembers(json);
    const trace_id = members.trace_id orelse return json.ptr;
    if (members.level) |level| {
        for (always_kept) |kept| {
            if (std.ascii.eqlIgnoreCase(level, kept)) return json.ptr;
        }
    }
    if (std.hash.Wyhash.hash(0, trace_id) % one_in != 0) return null;
    const end = std.mem.lastIndexOfScalar(u8, json, '}') orelse return error.NotAnObject;
    const kept = try std.fmt.allocPrint(arena.allocator(), "{s},\"sample_rate\":{d}}}\x00", .{ json[0..end], one_in });
    return kept.ptr;
}

const Members = struct {
    level: ?[]const u8 = null,
    trace_id: ?[]const u8 = null,
};

/// Reads the record's own `level` and `trace_id` where they are strings, and skips all else without building it.
fn ownMembers(json: []const u8) !Members {
    const allocator = arena.allocator();
    var scanner = std.json.Scanner.initCompleteInput(allocator, json);
    var members: Members = .{};
    if (try scanner.next() != .object_begin) return error.NotAnObject;
    while (true) {
        const key = switch (try scanner.nextAlloc(allocator, .alloc_if_needed)) {
            inline .string, .allocated_string => |text| text,
            else => return members, // the closing brace
        };
        const wanted = if (std.mem.eql(u8, key, "level"))
            &members.level
        else if (std.mem.eql(u8, key, "trace_id"))
            &members.trace_id
        else
            null;
        if (wanted != null and try scanner.peekNextTokenType() == .string) {
            wanted.?.* = switch (try scanner.nextAlloc(allocator, .alloc_if_needed)) {
                inline .string, .allocated_string => |text| text,
                else => unreachable,
            };
        } else {
            try scanner.skipValue();
        }
    }
}
