//! [`CredentialsSource`]: what a client has its credentials from, and those that it was given last.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use wireright_runtime::{DateTime, Freshness, SingleFlightCache, clock::Clock};

use super::{Credentials, CredentialsContext, CredentialsError, CredentialsErrorKind, CredentialsProvider};

/// Others are asked for this long before credentials expire, as by the official SDK, or after two thirds of their time if that is
/// later.
const AHEAD: Duration = Duration::from_secs(40 * 60);

/// Credentials are not used in the last moment before they expire, so that they do not expire on their way.
const TO_SPARE: Duration = Duration::from_secs(5);

/// After so long it is tried again to get others while those that are there are still good.
const PAUSE: Duration = Duration::from_secs(60);

/// What a client has its credentials from.
pub(crate) enum CredentialsSource {
    Given(Arc<Credentials>),
    Provided { provider: Arc<dyn CredentialsProvider>, cache: SingleFlightCache<Held> },
}

/// Credentials that a client holds.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) credentials: Arc<Credentials>,
    /// Which of several holders they are of: another number is perhaps somebody else.
    pub(crate) holder: u64,
    refresh_at: Option<SystemTime>,
}

impl CredentialsSource {
    pub(crate) fn given(credentials: Credentials) -> Self {
        Self::Given(Arc::new(credentials))
    }

    pub(crate) fn provided(provider: Arc<dyn CredentialsProvider>) -> Self {
        Self::Provided { provider, cache: SingleFlightCache::default() }
    }

    /// The endpoint of IAM that given credentials have.
    pub(crate) fn iam_endpoint(&self) -> Option<&str> {
        match self {
            Self::Given(credentials) => credentials.iam_endpoint.as_deref(),
            Self::Provided { .. } => None,
        }
    }

    /// The credentials that are known without I/O, and whether they can be used; otherwise they must be fetched again. An error if
    /// they have expired and no others can be fetched.
    pub(crate) fn cached(&self, clock: &dyn Clock) -> Result<Option<(Held, bool)>, CredentialsError> {
        let Self::Provided { provider, cache } = self else { return Ok(Some((self.now(clock)?, true))) };
        Ok(cache.peek().map(|held| {
            let is_fresh = held.freshness(&**provider, clock.now()) == Freshness::Fresh;
            (held, is_fresh)
        }))
    }

    /// What is there without asking, good or not.
    pub(crate) fn peek(&self) -> Option<Held> {
        match self {
            Self::Given(credentials) => Some(Held::of(Arc::clone(credentials))),
            Self::Provided { cache, .. } => cache.peek(),
        }
    }

    /// Credentials that are good without asking, or why there are none.
    pub(crate) fn now(&self, clock: &dyn Clock) -> Result<Held, CredentialsError> {
        let held = self.peek().ok_or_else(|| {
            let words = "the credentials are provided when a request is sent, and none was sent yet";
            CredentialsError::not_configured(words)
        })?;
        if is_over(&held.credentials, clock.now()) { Err(expired(&held.credentials)) } else { Ok(held) }
    }

    /// Credentials that are good, and whether they were there already.
    pub(crate) async fn get(
        &self,
        clock: &dyn Clock,
        context: impl FnOnce() -> CredentialsContext,
    ) -> Result<(Held, bool), CredentialsError> {
        let Self::Provided { provider, cache } = self else { return Ok((self.now(clock)?, true)) };
        let judge = |held: &Held| held.freshness(&**provider, clock.now());
        let fetch = |before: Option<Held>| async move { fetch(&**provider, before, clock, &context()).await };
        cache.get(judge, fetch).await
    }

    /// Forgets credentials that a service refused. Gives whether others can be asked for.
    pub(crate) fn forget(&self, refused: &Arc<Credentials>) -> bool {
        let Self::Provided { cache, .. } = self else { return false };
        cache.forget(|held| Arc::ptr_eq(&held.credentials, refused));
        true
    }
}

impl Held {
    fn of(credentials: Arc<Credentials>) -> Self {
        Self { credentials, holder: 0, refresh_at: None }
    }

    fn freshness(&self, provider: &dyn CredentialsProvider, now: SystemTime) -> Freshness {
        if is_over(&self.credentials, now) || provider.has_changed() {
            Freshness::Expired
        } else if self.refresh_at.is_some_and(|at| at <= now) {
            Freshness::Stale
        } else {
            Freshness::Fresh
        }
    }
}

async fn fetch(
    provider: &dyn CredentialsProvider,
    before: Option<Held>,
    clock: &dyn Clock,
    context: &CredentialsContext,
) -> Result<Held, CredentialsError> {
    let has_changed = provider.has_changed();
    let holder = before.as_ref().map_or(0, |held| held.holder + u64::from(has_changed));
    let asked = clock.now();
    match ask(provider, asked, context).await {
        Ok(credentials) => {
            let refresh_at = credentials.expires_at.and_then(|end| {
                let left = end.duration_since(asked).unwrap_or_default();
                end.checked_sub(AHEAD.min(left / 3))
            });
            Ok(Held { credentials: Arc::new(credentials), holder, refresh_at })
        }
        Err(error) => match before {
            Some(held) if !has_changed && !is_over(&held.credentials, clock.now()) => {
                Ok(Held { refresh_at: clock.now().checked_add(PAUSE), ..held })
            }
            _ => Err(error),
        },
    }
}

async fn ask(
    provider: &dyn CredentialsProvider,
    asked: SystemTime,
    context: &CredentialsContext,
) -> Result<Credentials, CredentialsError> {
    let credentials = provider.provide(context).await?;
    let refused = |refusal| CredentialsError::invalid(format!("{}: {refusal}", provider.name()));
    let credentials = credentials.checked().map_err(refused)?;
    if is_over(&credentials, asked) {
        Err(expired(&credentials).of(provider.name(), Vec::new()))
    } else {
        Ok(credentials)
    }
}

/// Whether they have expired, or will at once.
fn is_over(credentials: &Credentials, now: SystemTime) -> bool {
    let spared = now.checked_add(TO_SPARE).unwrap_or(now);
    credentials.expires_at.is_some_and(|end| end <= spared)
}

fn expired(credentials: &Credentials) -> CredentialsError {
    let at =
        credentials.expires_at.and_then(DateTime::from_system_time).map(|at| format!(" at {at}")).unwrap_or_default();
    let words =
        format!("the credentials expired{at}, and nobody gives others: give a provider of credentials, or new ones");
    CredentialsError::new(CredentialsErrorKind::Expired, words)
}

impl fmt::Debug for CredentialsSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(credentials) => credentials.fmt(formatter),
            Self::Provided { provider, .. } => provider.fmt(formatter),
        }
    }
}
