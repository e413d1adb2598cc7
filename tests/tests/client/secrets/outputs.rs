//! Outputs that a program may log.

use std::{
    collections::BTreeMap,
    error::Error as _,
    fmt::{self, Write as _},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use huaweicloud_reset_password::{
    Error,
    runtime::{
        AttemptInfo, CallInfo, Hook, OutcomeInfo, RequestBody,
        transport::{BoxFuture, CannedTransport, HttpRequest, Transport, TransportError, TransportResult},
    },
};

/// Every output that a program may log, by name.
#[derive(Clone, Default)]
pub(super) struct Outputs(Arc<Mutex<BTreeMap<&'static str, String>>>);

impl Outputs {
    pub(super) fn add(&self, sink: &'static str, text: &str) {
        let mut outputs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(outputs.entry(sink).or_default(), "{text}").expect("a string can be written to");
    }

    pub(super) fn take(&self) -> BTreeMap<&'static str, String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Everything that an error shows.
    pub(super) fn add_error(&self, [display, debug, sources, content]: [&'static str; 4], error: &Error) {
        self.add(display, &format!("{error}\n{error:#}"));
        self.add(debug, &format!("{error:?}\n{error:#?}"));
        let mut cause = error.source();
        while let Some(source) = cause {
            self.add(sources, &format!("{source} {source:?} {source:#?}"));
            cause = source.source();
        }
        for text in [error.code(), error.message(), error.details(), error.request_id()] {
            self.add(content, text.unwrap_or_default());
        }
        self.add(content, &String::from_utf8_lossy(error.body().unwrap_or_default()));
        let headers = error.headers().into_iter().flatten();
        headers.for_each(|(name, value)| self.add(content, &format!("{name}: {}", text_of(value.as_bytes()))));
        self.add(content, &format!("{:?} {:?}", error.invalid_request(), error.problem()));
    }
}

pub(super) fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(super) const OF_ERROR: [&str; 4] =
    ["Display of an error", "Debug of an error", "sources of an error", "content of an error"];
pub(super) const OF_STREAM: [&str; 4] =
    ["Display of a stream error", "Debug of a stream error", "sources", "stream error"];
pub(super) const OF_HOOK: [&str; 4] =
    ["Display in a hook", "Debug in a hook", "sources in a hook", "content in a hook"];

/// A hook that writes all that it sees.
pub(super) struct LoggingHook(pub(super) Outputs);

impl Hook for LoggingHook {
    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        self.0.add("hooks", &format!("{attempt:?} {} {} {}", attempt.url, attempt.host, attempt.port));
    }

    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        self.0.add("hooks", &format!("{attempt:?} {outcome:?}"));
        if let Some(error) = outcome.error {
            self.0.add_error(OF_HOOK, error);
        }
    }

    fn after_call(&self, call: &CallInfo<'_>) {
        self.0.add("hooks", &format!("{call:?}"));
        let error = call.error.map(Error::error_type);
        let labels = format!("{} {:?} {:?} {error:?}", call.operation.name, call.status, call.request_id);
        self.0.add("metrics", &labels);
        if let Some(error) = call.error {
            self.0.add_error(OF_HOOK, error);
        }
    }
}

/// A transport that logs requests by their `Debug`.
#[derive(Debug)]
pub(super) struct LoggingTransport {
    pub(super) transport: CannedTransport,
    pub(super) outputs: Outputs,
}

impl fmt::Debug for Outputs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Outputs")
    }
}

impl Transport for LoggingTransport {
    fn send(&self, request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult> {
        self.outputs.add("request of a transport", &format!("{request:?} {request:#?} {}", request.redacted_url()));
        let url = request.uri().to_string();
        Box::pin(async move {
            // The message of a transport may name the URL.
            let failed = |error: TransportError| TransportError::new(error.kind(), format!("{url}: {error}"));
            self.transport.send(request, limit).await.map_err(failed)
        })
    }
}

/// All bytes of a request.
pub(super) fn wire(request: &http::Request<RequestBody>) -> String {
    let headers = request.headers().iter();
    let headers: String = headers.map(|(name, value)| format!("{name}: {}\n", text_of(value.as_bytes()))).collect();
    format!("{} {}\n{headers}\n{}", request.method(), request.uri(), text_of(request.body().as_bytes()))
}
