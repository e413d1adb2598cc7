//! [`Resumption`]: how a stream of events goes on when its answer has ended.

use std::time::Duration;

use super::ByteStream;
use crate::{Client, Error, InvalidRequest, Request, transport::BoxFuture};

/// The call that an event stream came from, to be made again.
pub(crate) struct Resumption {
    client: Client,
    request: Request,
}

impl Resumption {
    pub(crate) fn new(client: Client, request: Request) -> Self {
        Self { client, request }
    }

    /// Whether the call may be made again.
    pub(super) fn check(&self) -> Result<(), Error> {
        let operation = self.request.operation;
        let problem = if !operation.idempotent {
            "the events cannot go on in a new answer: this operation may not be repeated"
        } else if self.request.body.is_streamed() {
            "the events cannot go on in a new answer: the body of the request can be sent once only"
        } else {
            return Ok(());
        };
        Err(Error::invalid(InvalidRequest::Setting { problem: problem.to_owned() }).of(operation))
    }

    /// Asks for the events after that with this id, after a while. No answer: the service has nothing more to say.
    pub(super) fn again(
        &self,
        last_event_id: &str,
        wait: Duration,
    ) -> BoxFuture<'static, Result<Option<ByteStream>, Error>> {
        let client = self.client.clone();
        let mut request = self.request.clone();
        if !last_event_id.is_empty() {
            request = request.header("last-event-id", last_event_id);
        }
        Box::pin(async move { client.resume_events(request, wait).await })
    }
}
