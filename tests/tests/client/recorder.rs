//! Subscriber of `tracing` that records spans and events.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
};

use tracing::{
    Dispatch, Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::{DefaultGuard, set_default},
};

/// The spans and events of a thread. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    spans: Vec<RecordedSpan>,
    /// The number of handles of each span.
    handles: Vec<usize>,
    entered: Vec<usize>,
    events: Vec<RecordedSpan>,
}

/// A span or an event.
#[derive(Clone, Debug, Default)]
pub(crate) struct RecordedSpan {
    pub(crate) name: &'static str,
    pub(crate) parent: Option<String>,
    fields: BTreeMap<&'static str, String>,
    pub(crate) is_closed: bool,
}

impl RecordedSpan {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

impl Visit for RecordedSpan {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }
}

impl Recorder {
    /// Records until the guard is dropped.
    pub(crate) fn start() -> (Self, DefaultGuard) {
        // With one subscriber, `tracing` decides by the thread that reaches a span first whether it is recorded. That
        // thread may run another test, without a subscriber. With two subscribers, it asks both.
        static SECOND_SUBSCRIBER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Recorder::default()));
        LazyLock::force(&SECOND_SUBSCRIBER);
        let recorder = Self::default();
        (recorder.clone(), set_default(recorder))
    }

    /// The spans of this project, in the order of their start.
    pub(crate) fn spans(&self) -> Vec<RecordedSpan> {
        self.lock().spans.clone()
    }

    /// The events whose message starts with this string.
    pub(crate) fn events(&self, message: &str) -> Vec<RecordedSpan> {
        let begins = |event: &&RecordedSpan| event.field("message").is_some_and(|text| text.starts_with(message));
        self.lock().events.iter().filter(begins).cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn index(id: &Id) -> usize {
    usize::try_from(id.into_u64()).expect("it was given by this recorder") - 1
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("wireright_runtime")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut state = self.lock();
        let parent = attributes.parent().map(index).or_else(|| state.entered.last().copied());
        let parent = parent.map(|parent| state.spans[parent].name.to_owned());
        let mut span = RecordedSpan { name: attributes.metadata().name(), parent, ..RecordedSpan::default() };
        attributes.record(&mut span);
        state.spans.push(span);
        state.handles.push(1);
        Id::from_u64(u64::try_from(state.spans.len()).expect("there are few"))
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut self.lock().spans[index(span)]);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut state = self.lock();
        let parent = event.parent().map(index).or_else(|| state.entered.last().copied());
        let parent = parent.map(|parent| state.spans[parent].name.to_owned());
        let mut recorded = RecordedSpan { name: event.metadata().name(), parent, ..RecordedSpan::default() };
        event.record(&mut recorded);
        state.events.push(recorded);
    }

    fn enter(&self, span: &Id) {
        self.lock().entered.push(index(span));
    }

    fn exit(&self, _: &Id) {
        self.lock().entered.pop();
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.lock().handles[index(id)] += 1;
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let mut state = self.lock();
        let index = index(&id);
        state.handles[index] -= 1;
        state.spans[index].is_closed = state.handles[index] == 0;
        state.spans[index].is_closed
    }
}
