//! Parser of server-sent events (WHATWG HTML, "Server-sent events", "Parsing an event stream" and "Interpreting an
//! event stream"). No I/O.

use std::time::Duration;

use super::records::Lines;

/// An event with its data not decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) name: String,
    pub(super) data: String,
}

/// Splits bytes into events.
#[derive(Default)]
pub(super) struct EventParser {
    lines: Lines,
    is_begun: bool,
    name: String,
    data: String,
    id: String,
    last_event_id: String,
    retry: Option<Duration>,
}

impl EventParser {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.lines.push(bytes);
    }

    /// Continues with another response after the last event. Drops the incomplete event of the old response.
    pub(super) fn restart(&mut self) {
        let (id, retry) = (std::mem::take(&mut self.last_event_id), self.retry);
        *self = Self { id: id.clone(), last_event_id: id, retry, ..Self::default() };
    }

    /// The next complete event. Data that is incomplete at the end of the stream is not an event.
    pub(super) fn next(&mut self) -> Option<RawEvent> {
        while let Some(line) = self.lines.next() {
            let line = String::from_utf8_lossy(&line);
            let line = if self.is_begun { &line } else { line.strip_prefix('\u{feff}').unwrap_or(&line) };
            self.is_begun = true;
            if line.is_empty() {
                if let Some(event) = self.dispatch() {
                    return Some(event);
                }
            } else {
                self.field(line);
            }
        }
        None
    }

    /// Length of the incomplete event, in bytes.
    pub(super) fn pending(&self) -> usize {
        self.lines.pending() + self.data.len() + self.name.len() + self.id.len()
    }

    /// Id of the last event that had one.
    pub(super) fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    /// Reconnection time that the service requested.
    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.name),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // A comment has an empty name. Unknown fields are ignored.
            _ => {}
        }
    }

    fn dispatch(&mut self) -> Option<RawEvent> {
        self.last_event_id.clone_from(&self.id);
        let name = std::mem::take(&mut self.name);
        let mut data = std::mem::take(&mut self.data);
        // An event needs a `data` line, which may be empty.
        data.pop()?;
        let name = if name.is_empty() { "message".to_owned() } else { name };
        Some(RawEvent { name, data })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Name, data and id of each event.
    fn events(chunks: &[&[u8]]) -> Vec<(String, String, String)> {
        let mut parser = EventParser::default();
        let mut events = Vec::new();
        for chunk in chunks {
            parser.push(chunk);
            while let Some(event) = parser.next() {
                events.push((event.name, event.data, parser.last_event_id().to_owned()));
            }
        }
        events
    }

    fn data(stream: &str) -> Vec<String> {
        events(&[stream.as_bytes()]).into_iter().map(|(_, data, _)| data).collect()
    }

    #[test]
    fn the_examples_of_the_standard_are_parsed() {
        assert_eq!(data("data: YHOO\ndata: +2\ndata: 10\n\n"), ["YHOO\n+2\n10"]);
        let stream = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n";
        let expected = [("message", "first event", "1"), ("message", "second event", "")];
        let expected = expected.map(|(name, data, id)| (name.to_owned(), data.to_owned(), id.to_owned()));
        assert_eq!(events(&[stream.as_bytes()]), expected);
        assert_eq!(data("data\n\ndata\ndata\n\ndata:"), ["", "\n"]);
        assert_eq!(data("data:test\n\ndata: test\n\n"), ["test", "test"]);
    }

    #[test]
    fn names_ids_and_retries_are_kept() {
        let stream = "\u{feff}event: add\r\ndata: 1\r\nid: 7\r\nretry: 1500\r\n\r\nid: a\0b\nretry: soon\ndata: 2\n\n";
        let mut parser = EventParser::default();
        parser.push(stream.as_bytes());
        assert_eq!(parser.next(), Some(RawEvent { name: "add".to_owned(), data: "1".to_owned() }));
        assert_eq!(parser.next(), Some(RawEvent { name: "message".to_owned(), data: "2".to_owned() }));
        assert_eq!((parser.last_event_id(), parser.retry()), ("7", Some(Duration::from_millis(1500))));
        assert_eq!(parser.next(), None);
    }

    #[test]
    fn an_id_without_data_is_kept_and_is_not_an_event() {
        let mut parser = EventParser::default();
        parser.push(b"id: 9\n\n");
        assert_eq!((parser.next(), parser.last_event_id()), (None, "9"));
    }

    proptest! {
        #[test]
        fn chunks_make_no_difference(stream in "([a:]|data:|event:|id:|[\r\n é]){0,40}", cut in 0_usize..80) {
            let (before, after) = stream.as_bytes().split_at(cut.min(stream.len()));
            prop_assert_eq!(events(&[before, after]), events(&[stream.as_bytes()]));
        }

        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = events(&[&bytes]);
        }

        #[test]
        fn data_comes_back(lines in proptest::collection::vec("[^\r\n]{0,10}", 1..4)) {
            let stream: String = lines.iter().map(|line| format!("data: {line}\n")).chain(["\n".to_owned()]).collect();
            prop_assert_eq!(data(&stream), [lines.join("\n")]);
        }
    }
}
