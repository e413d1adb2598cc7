//! [`SingleFlightCache`]: a cached value that one caller fetches for all.

use std::{
    fmt,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Mutex as AsyncMutex;

/// Freshness of a cached value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The value is used.
    Fresh,
    /// One caller fetches the value. The others use the cached value.
    Stale,
    /// The value is not used.
    Expired,
}

/// A cached value, and the lock of the caller that fetches it. If that caller is cancelled, the next one fetches.
pub struct SingleFlightCache<T> {
    value: Mutex<Option<T>>,
    fetching: AsyncMutex<()>,
}

impl<T: Clone> SingleFlightCache<T> {
    /// The value, and whether it was cached. While one caller fetches, the others wait only if the cached value is
    /// expired.
    ///
    /// `judge` returns the freshness of the cached value. `fetch` gets the previous value.
    ///
    /// # Errors
    ///
    /// Those of `fetch`. They are not cached.
    pub async fn get<E, F>(
        &self,
        judge: impl Fn(&T) -> Freshness,
        fetch: impl FnOnce(Option<T>) -> F,
    ) -> Result<(T, bool), E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let found = |freshness: &[Freshness]| self.peek().filter(|value| freshness.contains(&judge(value)));
        if let Some(value) = found(&[Freshness::Fresh]) {
            return Ok((value, true));
        }
        let _guard = match self.fetching.try_lock() {
            Ok(guard) => guard,
            Err(_) => match found(&[Freshness::Fresh, Freshness::Stale]) {
                Some(value) => return Ok((value, true)),
                None => self.fetching.lock().await,
            },
        };
        // Another caller may have fetched it meanwhile.
        if let Some(value) = found(&[Freshness::Fresh]) {
            return Ok((value, true));
        }
        let value = fetch(self.peek()).await?;
        *self.lock() = Some(value.clone());
        Ok((value, false))
    }

    /// The cached value, fresh or not.
    pub fn peek(&self) -> Option<T> {
        self.lock().clone()
    }

    /// Removes the cached value if it matches.
    pub fn forget(&self, matches: impl FnOnce(&T) -> bool) {
        let mut value = self.lock();
        if value.as_ref().is_some_and(matches) {
            *value = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for SingleFlightCache<T> {
    fn default() -> Self {
        Self { value: Mutex::new(None), fetching: AsyncMutex::new(()) }
    }
}

impl<T> fmt::Debug for SingleFlightCache<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SingleFlightCache")
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, convert::Infallible};

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn one_caller_fetches_and_others_use_a_stale_value() {
        let cache = SingleFlightCache::default();
        let freshness = Cell::new(Freshness::Expired);
        let fetches = Cell::new(0);
        let fetch = |previous: Option<u32>| {
            fetches.set(fetches.get() + 1);
            async move { Ok::<_, Infallible>(previous.unwrap_or_default() + 1) }
        };
        let judge = |_: &u32| freshness.get();
        assert_eq!(cache.get(judge, fetch).await, Ok((1, false)));
        freshness.set(Freshness::Fresh);
        assert_eq!(cache.get(judge, fetch).await, Ok((1, true)));

        freshness.set(Freshness::Stale);
        let (sender, receiver) = oneshot::channel();
        let slow = cache.get(judge, |_| async { Ok::<u32, Infallible>(receiver.await.unwrap_or_default()) });
        let others = async {
            // `slow` fetches already.
            let during_fetch = cache.get(judge, fetch).await;
            sender.send(7).unwrap();
            during_fetch
        };
        assert_eq!(tokio::join!(slow, others), (Ok((7, false)), Ok((1, true))));
        assert_eq!((cache.peek(), fetches.get()), (Some(7), 1));
    }

    #[tokio::test]
    async fn next_caller_fetches_after_a_cancellation() {
        let cache = SingleFlightCache::<u32>::default();
        let pending = cache.get(|_| Freshness::Fresh, |_| std::future::pending::<Result<u32, Infallible>>());
        let timeout = tokio::time::timeout(std::time::Duration::from_millis(10), pending).await;
        assert!(timeout.is_err());
        let next = cache.get(|_| Freshness::Fresh, |_| async { Ok::<_, Infallible>(3) }).await;
        assert_eq!(next, Ok((3, false)));
        cache.forget(|value| *value == 4);
        assert_eq!(cache.peek(), Some(3));
        cache.forget(|value| *value == 3);
        assert_eq!(cache.peek(), None);
    }
}
