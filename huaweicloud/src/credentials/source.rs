//! [`CredentialsSource`]: fixed credentials, or a provider with a cache.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use wireright_runtime::{DateTime, Freshness, SingleFlightCache, clock::Clock};

use super::{Credentials, CredentialsContext, CredentialsError, CredentialsErrorKind, CredentialsProvider};

/// Credentials are fetched again this long before they expire, as by the official SDK, or after two thirds of their
/// lifetime if that is later.
const REFRESH_AHEAD: Duration = Duration::from_secs(40 * 60);

/// Credentials are not used this long before they expire, so that they do not expire in transit.
const EXPIRY_MARGIN: Duration = Duration::from_secs(5);

/// The interval after which a failed refresh is tried again while the cached credentials are valid.
const REFRESH_RETRY: Duration = Duration::from_secs(60);

/// The source of an authenticator's credentials.
pub(crate) enum CredentialsSource {
    Fixed(Arc<Credentials>),
    Provider { provider: Arc<dyn CredentialsProvider>, cache: SingleFlightCache<FetchedCredentials> },
}

/// Cached credentials.
#[derive(Clone)]
pub(crate) struct FetchedCredentials {
    pub(crate) credentials: Arc<Credentials>,
    /// The version of the identity: it increases when the source of the credentials has changed.
    pub(crate) identity_version: u64,
    refresh_at: Option<SystemTime>,
}

impl CredentialsSource {
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self::Fixed(Arc::new(credentials))
    }

    pub(crate) fn from_provider(provider: Arc<dyn CredentialsProvider>) -> Self {
        Self::Provider { provider, cache: SingleFlightCache::default() }
    }

    /// The endpoint of IAM of fixed credentials.
    pub(crate) fn iam_endpoint(&self) -> Option<&str> {
        match self {
            Self::Fixed(credentials) => credentials.iam_endpoint.as_deref(),
            Self::Provider { .. } => None,
        }
    }

    /// The credentials that are known without I/O, and whether they can be used; otherwise they must be fetched
    /// again. An error if they have expired and no others can be fetched.
    pub(crate) fn cached_credentials(
        &self,
        clock: &dyn Clock,
    ) -> Result<Option<(FetchedCredentials, bool)>, CredentialsError> {
        let Self::Provider { provider, cache } = self else {
            return Ok(Some((self.valid_cached_credentials(clock)?, true)));
        };
        Ok(cache.peek().map(|cached| {
            let is_fresh = cached.freshness(&**provider, clock.now()) == Freshness::Fresh;
            (cached, is_fresh)
        }))
    }

    /// The cached credentials, even if they have expired.
    pub(crate) fn last_credentials(&self) -> Option<FetchedCredentials> {
        match self {
            Self::Fixed(credentials) => Some(FetchedCredentials::of(Arc::clone(credentials))),
            Self::Provider { cache, .. } => cache.peek(),
        }
    }

    /// Valid credentials, without I/O.
    pub(crate) fn valid_cached_credentials(&self, clock: &dyn Clock) -> Result<FetchedCredentials, CredentialsError> {
        let cached = self.last_credentials().ok_or_else(|| {
            let message = "the credentials are fetched when the first request is sent";
            CredentialsError::not_configured(message)
        })?;
        if is_expired(&cached.credentials, clock.now()) { Err(expired(&cached.credentials)) } else { Ok(cached) }
    }

    /// Valid credentials, and whether they were cached.
    pub(crate) async fn get_or_fetch(
        &self,
        clock: &dyn Clock,
        context: impl FnOnce() -> CredentialsContext,
    ) -> Result<(FetchedCredentials, bool), CredentialsError> {
        let Self::Provider { provider, cache } = self else { return Ok((self.valid_cached_credentials(clock)?, true)) };
        let freshness = |cached: &FetchedCredentials| cached.freshness(&**provider, clock.now());
        let fetch =
            |previous: Option<FetchedCredentials>| async move { fetch(&**provider, previous, clock, &context()).await };
        cache.get(freshness, fetch).await
    }

    /// Removes credentials that a service rejected. Returns whether others can be fetched.
    pub(crate) fn forget(&self, rejected: &Arc<Credentials>) -> bool {
        let Self::Provider { cache, .. } = self else { return false };
        cache.forget(|cached| Arc::ptr_eq(&cached.credentials, rejected));
        true
    }
}

impl FetchedCredentials {
    fn of(credentials: Arc<Credentials>) -> Self {
        Self { credentials, identity_version: 0, refresh_at: None }
    }

    fn freshness(&self, provider: &dyn CredentialsProvider, now: SystemTime) -> Freshness {
        if is_expired(&self.credentials, now) || provider.has_changed() {
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
    previous: Option<FetchedCredentials>,
    clock: &dyn Clock,
    context: &CredentialsContext,
) -> Result<FetchedCredentials, CredentialsError> {
    let has_changed = provider.has_changed();
    let identity_version = previous.as_ref().map_or(0, |cached| cached.identity_version + u64::from(has_changed));
    let requested = clock.now();
    match provide(provider, requested, context).await {
        Ok(credentials) => {
            let refresh_at = credentials.expires_at.and_then(|end| {
                let left = end.duration_since(requested).unwrap_or_default();
                end.checked_sub(REFRESH_AHEAD.min(left / 3))
            });
            Ok(FetchedCredentials { credentials: Arc::new(credentials), identity_version, refresh_at })
        }
        Err(error) => match previous {
            Some(cached) if !has_changed && !is_expired(&cached.credentials, clock.now()) => {
                Ok(FetchedCredentials { refresh_at: clock.now().checked_add(REFRESH_RETRY), ..cached })
            }
            _ => Err(error),
        },
    }
}

async fn provide(
    provider: &dyn CredentialsProvider,
    requested: SystemTime,
    context: &CredentialsContext,
) -> Result<Credentials, CredentialsError> {
    let credentials = provider.provide(context).await?;
    let rejected = |invalid| CredentialsError::invalid(format!("{}: {invalid}", provider.name()));
    let credentials = credentials.validate().map_err(rejected)?;
    if is_expired(&credentials, requested) {
        Err(expired(&credentials).of_provider(provider.name(), Vec::new()))
    } else {
        Ok(credentials)
    }
}

/// Whether credentials have expired, or expire within the margin.
fn is_expired(credentials: &Credentials, now: SystemTime) -> bool {
    let earliest_end = now.checked_add(EXPIRY_MARGIN).unwrap_or(now);
    credentials.expires_at.is_some_and(|end| end <= earliest_end)
}

fn expired(credentials: &Credentials) -> CredentialsError {
    let at =
        credentials.expires_at.and_then(DateTime::from_system_time).map(|at| format!(" at {at}")).unwrap_or_default();
    let message = format!(
        "the credentials expired{at}, and there are no others: set a provider of credentials, or new credentials"
    );
    CredentialsError::new(CredentialsErrorKind::Expired, message)
}

impl fmt::Debug for CredentialsSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(credentials) => credentials.fmt(formatter),
            Self::Provider { provider, .. } => provider.fmt(formatter),
        }
    }
}
