//! The combined log format of Apache and nginx.

use crate::Record;
use serde_json::Value;

/// Takes one line apart, or returns `None` where it is something else:
///
/// ```text
/// 203.0.113.7 - alice [10/Oct/2025:13:55:36 +0000] "GET /a?b=1 HTTP/1.1" 200 2326 "-" "curl/8.5.0" 0.004
/// ```
///
/// Referer, user agent and request time may be missing.
pub fn parse(line: &str) -> Option<Record> {
    let mut line = Line(line.trim_end());
    let remote = line.word()?;
    let _identity = line.word()?;
    let user = line.word()?;
    let time = line.enclosed('[', ']')?;
    let request = line.enclosed('"', '"')?;
    let status: u64 = line.word()?.parse().ok()?;
    let size = line.word()?;

    let mut fields = Record::new();
    let mut add = |key: &str, value: &str| {
        if value != "-" {
            fields.insert(key.into(), value.into());
        }
    };
    add("remote", remote);
    add("user", user);
    add("time", time);
    let mut request_words = request.splitn(3, ' ');
    match (request_words.next(), request_words.next(), request_words.next()) {
        (Some(method), Some(path), Some(protocol)) => {
            add("method", method);
            add("path", path);
            add("protocol", protocol);
        }
        // What a port scanner sends is no request line; it is logged as it came.
        _ => add("request", request),
    }
    if let Some(referer) = line.enclosed('"', '"') {
        add("referer", referer);
    }
    if let Some(agent) = line.enclosed('"', '"') {
        add("agent", agent);
    }
    if let Some(request_time) = line.word() {
        add("request_time", request_time);
    }
    fields.insert("status".into(), status.into());
    if let Ok(size) = size.parse::<u64>() {
        fields.insert("size".into(), Value::from(size));
    }
    Some(fields)
}

/// What is left of a line.
struct Line<'a>(&'a str);

impl<'a> Line<'a> {
    fn word(&mut self) -> Option<&'a str> {
        let rest = self.0.trim_start();
        let end = rest.find(' ').unwrap_or(rest.len());
        self.take(rest, 0, end, end)
    }

    /// The text between two marks. A mark after a backslash is part of the text: so Apache writes a quote in it.
    fn enclosed(&mut self, open: char, close: char) -> Option<&'a str> {
        let rest = self.0.trim_start();
        let inner = rest.strip_prefix(open)?;
        let mut escaped = false;
        let length = inner.find(|c| {
            let found = c == close && !escaped;
            escaped = c == '\\' && !escaped;
            found
        })?;
        self.take(rest, 1, 1 + length, 2 + length)
    }

    fn take(&mut self, rest: &'a str, start: usize, end: usize, next: usize) -> Option<&'a str> {
        self.0 = &rest[next..];
        if next == 0 {
            None
        } else {
            Some(&rest[start..end])
        }
    }
}
