//! [`SingleFlightCache`]: a cached value that one caller fetches for all who wait.

use std::{
    fmt,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Mutex as Turn;

/// Whether a cached value is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The value is used.
    Fresh,
    /// The value is fetched again. Callers that do not fetch use it meanwhile.
    Stale,
    /// The value is not used.
    Expired,
}

/// A cached value, and the lock of the caller that fetches it. If that caller is cancelled, the next one fetches.
pub struct SingleFlightCache<T> {
    value: Mutex<Option<T>>,
    turn: Turn<()>,
}

impl<T: Clone> SingleFlightCache<T> {
    /// The value, and whether it was cached. While one caller fetches, the others wait only if the cached value is expired.
    /// `fetch` gets the previous value. A failure is not cached.
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
        let _turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(_) => match found(&[Freshness::Fresh, Freshness::Stale]) {
                Some(value) => return Ok((value, true)),
                None => self.turn.lock().await,
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
        Self { value: Mutex::new(None), turn: Turn::new(()) }
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
    async fn one_fetches_and_those_who_can_go_on_do() {
        let kept = SingleFlightCache::default();
        let freshness = Cell::new(Freshness::Expired);
        let fetches = Cell::new(0);
        let fetch = |before: Option<u32>| {
            fetches.set(fetches.get() + 1);
            async move { Ok::<_, Infallible>(before.unwrap_or_default() + 1) }
        };
        let judge = |_: &u32| freshness.get();
        assert_eq!(kept.get(judge, fetch).await, Ok((1, false)));
        freshness.set(Freshness::Fresh);
        assert_eq!(kept.get(judge, fetch).await, Ok((1, true)));

        freshness.set(Freshness::Stale);
        let (answer, asked) = oneshot::channel();
        let slow = kept.get(judge, |_| async { Ok::<u32, Infallible>(asked.await.unwrap_or_default()) });
        let others = async {
            // The one before has the turn by now.
            let while_it_fetches = kept.get(judge, fetch).await;
            answer.send(7).unwrap();
            while_it_fetches
        };
        assert_eq!(tokio::join!(slow, others), (Ok((7, false)), Ok((1, true))));
        assert_eq!((kept.peek(), fetches.get()), (Some(7), 1));
    }

    #[tokio::test]
    async fn the_turn_of_one_who_gives_up_goes_to_the_next() {
        let kept = SingleFlightCache::<u32>::default();
        let never = kept.get(|_| Freshness::Fresh, |_| std::future::pending::<Result<u32, Infallible>>());
        let soon = tokio::time::timeout(std::time::Duration::from_millis(10), never).await;
        assert!(soon.is_err());
        let next = kept.get(|_| Freshness::Fresh, |_| async { Ok::<_, Infallible>(3) }).await;
        assert_eq!(next, Ok((3, false)));
        kept.forget(|value| *value == 4);
        assert_eq!(kept.peek(), Some(3));
        kept.forget(|value| *value == 3);
        assert_eq!(kept.peek(), None);
    }
}
