//! [`ByteStream`]: the bytes of a response body while they arrive.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;

use crate::{
    Error, FailureClassifier, Operation,
    clock::Clock,
    error::{ErrorResponse, ServiceMessage},
    secret::Redactor,
    transport::{BoxFuture, ResponseBody, TransportError, TransportErrorKind},
};

/// The bytes of a response body while they arrive. Dropping it cancels the response. It ends after an error.
///
/// The total duration is unlimited; the time without data is limited ([`Timeouts::idle`](crate::Timeouts::idle)).
pub struct ByteStream {
    /// `None` after the end.
    body: Option<ResponseBody>,
    pub(super) context: Arc<StreamContext>,
    /// Timer of the idle timeout.
    idle: Option<BoxFuture<'static, ()>>,
}

impl ByteStream {
    pub(crate) fn new(body: ResponseBody, context: StreamContext) -> Self {
        Self { body: Some(body), context: Arc::new(context), idle: None }
    }

    /// The next bytes; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let (clock, limit) = (Arc::clone(&self.context.limits.clock), self.context.limits.idle_timeout);
        let idle = self.idle.get_or_insert_with(|| Box::pin(async move { clock.sleep(limit).await }));
        idle.as_mut().poll(context)
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let error = match body.poll_chunk(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.idle = None;
                return Poll::Ready(Some(Ok(chunk)));
            }
            Poll::Ready(None) => {
                self.body = None;
                return Poll::Ready(None);
            }
            Poll::Ready(Some(Err(error))) => error,
            Poll::Pending if self.poll_idle(context).is_pending() => return Poll::Pending,
            Poll::Pending => {
                let problem = format!("no data arrived for {} s", self.context.limits.idle_timeout.as_secs_f64());
                TransportError::new(TransportErrorKind::Timeout, problem)
            }
        };
        self.body = None;
        Poll::Ready(Some(Err(self.context.broken(error))))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ByteStream").field("operation", &self.context.operation.name).finish_non_exhaustive()
    }
}

/// Maximum length of the undecodable data that an error keeps, in bytes.
const MAX_KEPT: usize = 64 * 1024;

/// The limits of a streamed response.
pub(crate) struct StreamLimits {
    pub(crate) clock: Arc<dyn Clock>,
    /// Maximum time between two chunks.
    pub(crate) idle_timeout: Duration,
    /// Maximum length of an item (line, event or record), in bytes.
    pub(crate) max_bytes: usize,
}

/// Data of the call that the errors of a stream need, and the limits of the stream.
pub(crate) struct StreamContext {
    pub(crate) operation: &'static Operation,
    pub(crate) redactor: Redactor,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) attempts: u32,
    pub(crate) limits: StreamLimits,
    pub(crate) classifier: Arc<dyn FailureClassifier>,
}

impl StreamContext {
    /// Error: the stream broke.
    pub(super) fn broken(&self, cause: TransportError) -> Error {
        self.finish(Error::transport(cause, Some(self.response(&[], true))))
    }

    /// Error: data cannot be decoded. `problem` completes "the response's body …".
    pub(super) fn unreadable(&self, problem: &str, what: &[u8]) -> Error {
        self.finish(Error::decode(self.redactor.redact_text(problem), self.response(what, false)))
    }

    /// Error: a line or an event exceeds the maximum length.
    pub(super) fn too_long(&self) -> Error {
        self.unreadable(
            &format!("has a line or an event of more than {} bytes, the limit of this client", self.limits.max_bytes),
            &[],
        )
    }

    fn response(&self, body: &[u8], is_body_truncated: bool) -> ErrorResponse {
        let kept = self.redactor.redact_bytes(body, MAX_KEPT, is_body_truncated);
        let is_body_truncated = is_body_truncated || body.len() > MAX_KEPT;
        let mut headers = self.headers.clone();
        self.redactor.redact_headers(&mut headers);
        ErrorResponse::new(self.status, headers, kept, is_body_truncated, ServiceMessage::default(), &*self.classifier)
    }

    fn finish(&self, error: Error) -> Error {
        error.of(self.operation).after(self.attempts, true)
    }
}
