//! Sends one attempt and reads what comes back.

use std::{sync::Arc, time::Duration};

use super::{
    Client,
    answer::{Reading, Received, Success},
    first_of::first_of,
    plan::Plan,
};
use crate::{
    Error, RequestBody,
    transport::{TransportError, TransportErrorKind},
};

/// Longer than any answer takes, and not so long that a clock cannot show it.
const FOR_EVER: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

impl Client {
    /// Sends one attempt and judges its answer.
    pub(super) async fn send_once(
        &self,
        plan: &Plan,
        request: http::Request<RequestBody>,
        limit: Duration,
        reading: Reading,
    ) -> Result<Success, Error> {
        if reading == Reading::Whole {
            return self.exchange(plan, request, limit, reading).await;
        }
        // The transport's bound is for the whole answer; here it is for the time until the answer begins.
        let exchange = self.exchange(plan, request, FOR_EVER, reading);
        let too_long = async { self.shared.clock.sleep(limit).await };
        Box::pin(first_of(exchange, too_long)).await.unwrap_or_else(|| {
            let words = format!("no answer began within {} s", limit.as_secs_f64());
            Err(Error::transport(TransportError::new(TransportErrorKind::Timeout, words), None))
        })
    }

    async fn exchange(
        &self,
        plan: &Plan,
        request: http::Request<RequestBody>,
        limit: Duration,
        reading: Reading,
    ) -> Result<Success, Error> {
        match self.shared.transport.send(request, limit).await {
            Ok(response) => {
                let answer = Received::read(response, self.shared.max_response_bytes, reading).await;
                answer.judge(plan.operation, plan.redactor.clone(), Arc::clone(&self.shared.classifier))
            }
            Err(error) => Err(Error::transport(error, None)),
        }
    }
}
