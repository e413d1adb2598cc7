//! [`Kept`]: a value that is fetched when it is needed, by one caller for all who wait, and kept for as long as it is good.

use std::{
    fmt,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Mutex as Turn;

/// How good a kept value still is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// It is used.
    Good,
    /// It is to be fetched anew; until that is done it may be used.
    Aging,
    /// It must not be used any more.
    Gone,
}

/// A value and the turn to fetch it. Who holds the turn fetches; if that call is given up, the next one has the turn.
pub(crate) struct Kept<T> {
    value: Mutex<Option<T>>,
    turn: Turn<()>,
}

impl<T: Clone> Kept<T> {
    /// The value, and whether it was there already. While one caller fetches, the others wait only if what is there is gone.
    /// The one who fetches is given what was there.
    pub(crate) async fn get<E, F>(
        &self,
        judge: impl Fn(&T) -> Freshness,
        fetch: impl FnOnce(Option<T>) -> F,
    ) -> Result<(T, bool), E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let found = |freshness: &[Freshness]| self.peek().filter(|value| freshness.contains(&judge(value)));
        if let Some(value) = found(&[Freshness::Good]) {
            return Ok((value, true));
        }
        let _turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(_) => match found(&[Freshness::Good, Freshness::Aging]) {
                Some(value) => return Ok((value, true)),
                None => self.turn.lock().await,
            },
        };
        // Whoever had the turn before may have fetched it.
        if let Some(value) = found(&[Freshness::Good]) {
            return Ok((value, true));
        }
        let value = fetch(self.peek()).await?;
        *self.lock() = Some(value.clone());
        Ok((value, false))
    }

    /// What is kept, good or not.
    pub(crate) fn peek(&self) -> Option<T> {
        self.lock().clone()
    }

    /// Forgets the value if it is the one that is meant, and no other has taken its place.
    pub(crate) fn forget(&self, is_meant: impl FnOnce(&T) -> bool) {
        let mut value = self.lock();
        if value.as_ref().is_some_and(is_meant) {
            *value = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { value: Mutex::new(None), turn: Turn::new(()) }
    }
}

impl<T> fmt::Debug for Kept<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Kept")
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, convert::Infallible};

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn one_fetches_and_those_who_can_go_on_do() {
        let kept = Kept::default();
        let freshness = Cell::new(Freshness::Gone);
        let fetches = Cell::new(0);
        let fetch = |before: Option<u32>| {
            fetches.set(fetches.get() + 1);
            async move { Ok::<_, Infallible>(before.unwrap_or_default() + 1) }
        };
        let judge = |_: &u32| freshness.get();
        assert_eq!(kept.get(judge, fetch).await, Ok((1, false)));
        freshness.set(Freshness::Good);
        assert_eq!(kept.get(judge, fetch).await, Ok((1, true)));

        freshness.set(Freshness::Aging);
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
        let kept = Kept::<u32>::default();
        let never = kept.get(|_| Freshness::Good, |_| std::future::pending::<Result<u32, Infallible>>());
        let soon = tokio::time::timeout(std::time::Duration::from_millis(10), never).await;
        assert!(soon.is_err());
        let next = kept.get(|_| Freshness::Good, |_| async { Ok::<_, Infallible>(3) }).await;
        assert_eq!(next, Ok((3, false)));
        kept.forget(|value| *value == 4);
        assert_eq!(kept.peek(), Some(3));
        kept.forget(|value| *value == 3);
        assert_eq!(kept.peek(), None);
    }
}
