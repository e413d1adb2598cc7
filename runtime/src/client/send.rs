//! Sends a request: looking up the project id if it is needed, then attempt after attempt, each signed afresh.

use std::{sync::Arc, time::Duration};

use http::HeaderMap;

use super::{
    Client, Deadline,
    answer::{Reading, Received, Success},
    first_of::first_of,
    plan::{PROJECT_ID, Plan},
    who::Who,
};
use crate::{
    Error, ErrorKind, OutcomeInfo, Refusal, Request, RequestBody,
    credentials::CredentialsSource,
    decode,
    endpoint::Endpoint,
    error::request_id,
    project,
    retry::retry_after,
    signature::Credentials,
    transport::{TransportError, TransportErrorKind},
};

/// Longer than any answer takes, and not so long that a clock cannot show it.
const FOR_EVER: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

impl Client {
    /// Sends a request until it succeeds, fails for good, or time runs out.
    pub(super) async fn execute(
        &self,
        request: Request,
        deadline: Deadline,
        reading: Reading,
    ) -> Result<Success, Error> {
        let operation = request.operation;
        let who = self.who_sends(&request, deadline).await.map_err(|error| error.of(operation))?;
        let mut plan = self.plan(request, who).map_err(|refusal| Error::refused(refusal).of(operation))?;
        let mut elsewhere = self.shared.spare.len();
        let mut number = 0;
        let mut was_renewed = false;
        let mut was_set_right = false;
        // Whether any attempt so far may have had its effect: a later one that fails does not undo it.
        let mut may_have_been_applied = false;
        loop {
            number += 1;
            let finish = |error: Error, attempts, applied| error.of(operation).after(attempts, applied);
            let limit = deadline.remaining(&*self.shared.clock).min(self.shared.timeouts.attempt);
            if limit.is_zero() {
                let error = Error::out_of_time("no time was left to send the request");
                return Err(finish(error, number - 1, may_have_been_applied));
            }
            if number > 1 {
                // What was good for the attempt before may have expired since.
                self.renew_who(&mut plan, deadline)
                    .await
                    .map_err(|error| finish(error, number - 1, may_have_been_applied))?;
            }
            let tokens =
                self.tokens(&plan, deadline).await.map_err(|error| finish(error, number - 1, may_have_been_applied))?;
            plan.redactor.add(&tokens.iter().map(|token| token.text.clone()).collect::<Vec<_>>());
            let skew = self.shared.skew.seconds();
            let request = self
                .attempt(&plan, number, &tokens, skew)
                .map_err(|refusal| finish(Error::refused(refusal), number - 1, may_have_been_applied))?;
            let begin = self.shared.clock.instant();
            for hook in &self.shared.hooks {
                hook.before_attempt(&plan.info(number));
            }
            let result = self.send_once(&plan, request, limit, reading).await;
            let elapsed = self.shared.clock.instant().saturating_duration_since(begin);
            let error = match result {
                Ok(success) => {
                    self.report(&plan, number, elapsed, Ok(&success), None);
                    return Ok(success.after(number));
                }
                Err(error) => error,
            };
            may_have_been_applied |= error.may_have_been_applied();
            let error = finish(error, number, may_have_been_applied);
            // A refused signature means that nothing was carried out, so that any operation may be sent again: once.
            let is_set_right =
                !was_set_right && plan.is_signed() && self.shared.skew.learn(&error, skew, self.shared.clock.now());
            was_set_right |= is_set_right;
            if is_set_right && !plan.is_streamed() && self.shared.retry.delay_after(number).is_some() {
                self.report(&plan, number, elapsed, Err(&error), Some(Duration::ZERO));
                continue;
            }
            // A token may have been taken back before its time: another one is tried, once.
            let is_renewed =
                !was_renewed && !is_set_right && error.status() == Some(401) && self.renew(&plan, &tokens, &error);
            was_renewed |= is_renewed;
            if is_renewed
                && operation.repeatable
                && !plan.is_streamed()
                && self.shared.retry.delay_after(number).is_some()
            {
                self.report(&plan, number, elapsed, Err(&error), Some(Duration::ZERO));
                continue;
            }
            if elsewhere > 0
                && error.kind() == ErrorKind::Connect
                && !plan.is_streamed()
                && operation.servers.is_empty()
            {
                elsewhere -= 1;
                self.report(&plan, number, elapsed, Err(&error), Some(Duration::ZERO));
                let next = self.shared.spare.after(plan.endpoint(), &self.shared.endpoint);
                plan.move_to(next);
                continue;
            }
            // What is streamed is gone once it was tried to be sent.
            let wait = self.wait_after(&error, number, deadline).filter(|_| !plan.is_streamed());
            self.report(&plan, number, elapsed, Err(&error), wait);
            match wait {
                Some(wait) => {
                    elsewhere = self.shared.spare.len();
                    self.shared.clock.sleep(wait).await;
                }
                None => return Err(error),
            }
        }
    }

    /// Sends one attempt and judges its answer.
    async fn send_once(
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
        first_of(exchange, too_long).await.unwrap_or_else(|| {
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
                let answer = Received::read(response, self.shared.longest_answer, reading).await;
                answer.judge(plan.operation, plan.redactor.clone())
            }
            Err(error) => Err(Error::transport(error, None)),
        }
    }

    /// How long to wait before sending again; `None` if the error is final.
    fn wait_after(&self, error: &Error, attempt: u32, deadline: Deadline) -> Option<Duration> {
        let is_safe =
            error.kind() == ErrorKind::Connect || error.operation().is_some_and(|operation| operation.repeatable);
        if !is_safe || !error.is_passing() {
            return None;
        }
        let wait = self.shared.retry.delay_after(attempt)?;
        let asked = error.headers().and_then(|headers| retry_after(headers, self.shared.clock.now()));
        let wait = asked.unwrap_or(wait);
        // To wait until time is up would only make the same error late.
        (wait < deadline.remaining(&*self.shared.clock)).then_some(wait)
    }

    /// Tells the hooks how an attempt ended.
    fn report(
        &self,
        plan: &Plan,
        number: u32,
        elapsed: Duration,
        result: Result<&Success, &Error>,
        retry_after: Option<Duration>,
    ) {
        let (status, headers) = match result {
            Ok(success) => (Some(success.status()), Some(success.headers())),
            Err(error) => (error.status(), error.headers()),
        };
        let outcome =
            OutcomeInfo { elapsed, status, request_id: headers.and_then(request_id), error: result.err(), retry_after };
        for hook in &self.shared.hooks {
            hook.after_attempt(&plan.info(number), &outcome);
        }
    }

    /// Has the next attempt made by credentials that are good.
    async fn renew_who(&self, plan: &mut Plan, deadline: Deadline) -> Result<(), Error> {
        plan.who = self.who(plan.operation, deadline).await?;
        plan.redactor.add(&plan.who.as_ref().map(|who| who.credentials.secrets()).unwrap_or_default());
        Ok(())
    }

    /// Asks IAM for the project of these credentials.
    pub(super) async fn ask_iam(&self, who: Option<&Who>, deadline: Deadline) -> Result<String, Error> {
        let credentials = who.map(|who| (*who.credentials).clone());
        let said = credentials.as_ref().and_then(|credentials| credentials.iam_endpoint.as_deref());
        let said = said.map(|said| Endpoint::parse(said, self.shared.places.allow_http)).transpose();
        let iam = said.map_err(Error::refused)?.or_else(|| self.shared.iam.clone());
        let (Some(region), Some(iam)) = (&self.shared.places.region, iam) else {
            return Err(Error::refused(Refusal::Parameter {
                name: PROJECT_ID.to_owned(),
                problem: "has not been given, and without a region it cannot be looked up".to_owned(),
            }));
        };
        let mut shared = self.shared.of_other(&project::SERVICE, iam);
        shared.credentials = credentials.map(|mut credentials: Credentials| {
            credentials.project_id = None;
            Arc::new(CredentialsSource::given(credentials))
        });
        // The same client, but for another service: boxed, as it is this function that it would call.
        shared.signing = self.shared.signing.of_iam();
        shared.skew = self.shared.skew.clone();
        let client = Self { shared: Arc::new(shared) };
        let words = format!("the project id of region {region} could not be looked up");
        let fail = |error: Error| Error::project(format!("{words}: {error}"), Some(error));
        let answer =
            Box::pin(client.execute(project::question(region), deadline, Reading::Whole)).await.map_err(fail)?;
        let answer = answer.decode(decode::json::<project::Projects>).map_err(fail)?;
        let request_id = answer.request_id().map(str::to_owned);
        project::the_one(region, answer.into_body(), request_id.as_deref())
    }
}

/// The User-Agent alone.
pub(super) fn user_agent_of(headers: &HeaderMap) -> HeaderMap {
    let name = http::header::USER_AGENT;
    headers.get(&name).cloned().map(|value| (name, value)).into_iter().collect()
}
