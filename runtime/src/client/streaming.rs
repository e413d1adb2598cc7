//! Answers that are read while they arrive.

use http::{HeaderValue, header::ACCEPT};
use serde::de::DeserializeOwned;

use super::{
    Client, Deadline,
    answer::{Bounds, Reading, Success},
};
use crate::{AnswerStream, Error, Events, JsonLines, Pending, PendingStream, Request, Response};

/// The media type of server-sent events.
const EVENT_STREAM: &str = "text/event-stream";

/// The bounds of an attempt and of the call ([`Timeouts`](crate::Timeouts)) are for the time until the answer begins. Until then a
/// request is sent again where that is safe; afterwards it is not.
impl Client {
    /// Sends a request, and gives the body of a success as it arrives.
    pub fn stream(&self, request: Request) -> PendingStream {
        let client = self.clone();
        Pending::new(async move { Ok(client.begin(request).await?.into_stream(client.bounds())) })
    }

    /// Sends a request, and gives the server-sent events of a success as they arrive, the data of each read as JSON.
    pub fn events<T: DeserializeOwned + 'static>(&self, request: Request) -> Pending<Events<T>> {
        let client = self.clone();
        Pending::new(async move { Ok(client.begin_events(request).await?.map(Events::of_json)) })
    }

    /// Sends a request, and gives the server-sent events of a success as they arrive, the data of each as text.
    pub fn text_events(&self, request: Request) -> Pending<Events<String>> {
        let client = self.clone();
        Pending::new(async move { Ok(client.begin_events(request).await?.map(Events::of_text)) })
    }

    /// Sends a request, and gives the JSON values of a success as they arrive, one a line.
    pub fn json_lines<T: DeserializeOwned + 'static>(&self, request: Request) -> Pending<JsonLines<T>> {
        let stream = self.stream(request);
        Pending::new(async move { Ok(stream.await?.map(JsonLines::new)) })
    }

    async fn begin(&self, request: Request) -> Result<Success, Error> {
        let deadline = Deadline::after(&*self.shared.clock, self.shared.timeouts.overall);
        self.execute(request, deadline, Reading::AsItArrives).await
    }

    async fn begin_events(&self, mut request: Request) -> Result<Response<AnswerStream>, Error> {
        request.headers.entry(ACCEPT).or_insert(HeaderValue::from_static(EVENT_STREAM));
        Ok(self.begin(request).await?.expect(EVENT_STREAM)?.into_stream(self.bounds()))
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            clock: self.shared.clock.clone(),
            idle: self.shared.timeouts.idle,
            longest: self.shared.longest_answer,
        }
    }
}
