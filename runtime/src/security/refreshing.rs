//! [`Refreshing`]: the refresh token that is good now, and the question that is asked by it.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Mutex as Turn;

use super::{
    Token,
    grant::{Asked, Granted, OnRotation},
};
use crate::{Error, Secret, clock::Clock};

/// The refresh token that is good now, and the question that is asked by it.
pub(crate) struct Refreshing {
    token: Mutex<Secret>,
    on_rotation: Option<OnRotation>,
    /// The question that is under way. It outlives a call that is given up: its answer may hold the one refresh token that is good
    /// from then on. Whoever comes next waits for it.
    under_way: Turn<Option<Asked>>,
}

impl Refreshing {
    pub(super) fn new(token: Secret, on_rotation: Option<OnRotation>) -> Self {
        Self { token: Mutex::new(token), on_rotation, under_way: Turn::default() }
    }

    /// The refresh token that is good now.
    pub(super) fn token(&self) -> Secret {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks for a token by the refresh token.
    pub(crate) async fn refresh(&self, clock: &dyn Clock, ask: impl FnOnce(Secret) -> Asked) -> Result<Token, Error> {
        let mut under_way = self.under_way.lock().await;
        if let Some(question) = &mut *under_way {
            let answer = question.await;
            *under_way = None;
            // Why it failed matters to the one who gave up: it was asked within that call's time.
            if let Ok(token) = answer.map(|granted| self.take(granted))
                && token.is_good(clock.instant())
            {
                return Ok(token);
            }
        }
        let answer = under_way.insert(ask(self.token())).await;
        *under_way = None;
        answer.map(|granted| self.take(granted))
    }

    /// Takes the new refresh token, if there is one, and then tells of it.
    fn take(&self, granted: Granted) -> Token {
        if let Some(token) = granted.refresh_token {
            let before =
                std::mem::replace(&mut *self.token.lock().unwrap_or_else(PoisonError::into_inner), token.clone());
            if let Some(tell) = self.on_rotation.as_ref().filter(|_| before != token) {
                tell(&token);
            }
        }
        granted.token
    }
}
