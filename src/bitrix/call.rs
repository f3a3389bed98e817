//! What a call to a portal is made of: its parameters, for whom it is made, and its answer.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};

use super::limiter::Urgency;
use super::running_time::RunningTime;
use crate::domain::ids::UserId;
use crate::domain::portal::Endpoint;
use crate::domain::secret::{AccessToken, WebhookSecret};
use crate::domain::token::Principal;

/// Parameters of a method.
pub type Params = Map<String, Value>;

/// What identifies the user to the portal.
#[derive(Clone, Debug)]
pub enum Credential {
    /// The user's access token for this app.
    Token(AccessToken),
    /// An inbound webhook of the user.
    Webhook(UserId, WebhookSecret),
}

/// The portal and the user of a call, and how it is made.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The address of the portal's REST.
    pub endpoint: Endpoint,
    /// What identifies the user.
    pub credential: Credential,
    /// Whether a page or a job waits for the answers.
    pub urgency: Urgency,
    /// The token's owner, if known: for the log of calls.
    pub principal: Option<Principal>,
    /// The portal's installation, if there is one: for the log of calls.
    pub generation: Option<i64>,
    /// When a call must be sent at the latest, by the clock's running time. After that it is not sent at all.
    pub latest: Option<Duration>,
    /// Where the time of sending is recorded, if the caller wants it.
    pub sent_at: Option<SentAt>,
}

/// When the latest call of a caller was sent, by the clock's running time. Time in the queue before that does not
/// count.
#[derive(Clone, Debug, Default)]
pub struct SentAt(Arc<Mutex<Option<Duration>>>);

impl SentAt {
    /// That time; `None` when no call was sent.
    #[must_use]
    pub fn at(&self) -> Option<Duration> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set(&self, at: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
    }
}

impl Caller {
    /// A user who waits in front of a page.
    #[must_use]
    pub fn user(endpoint: Endpoint, token: AccessToken) -> Self {
        Self {
            endpoint,
            credential: Credential::Token(token),
            urgency: Urgency::Page,
            principal: None,
            generation: None,
            latest: None,
            sent_at: None,
        }
    }

    /// A user's inbound webhook on the portal with this address.
    #[must_use]
    pub fn webhook(endpoint: Endpoint, user: UserId, secret: WebhookSecret) -> Self {
        Self {
            endpoint,
            credential: Credential::Webhook(user, secret),
            urgency: Urgency::Page,
            principal: None,
            generation: None,
            latest: None,
            sent_at: None,
        }
    }

    /// The same caller with its user and installation, for the log of calls.
    #[must_use]
    pub fn for_principal(self, principal: Principal, generation: Option<i64>) -> Self {
        Self { principal: Some(principal), generation, ..self }
    }

    /// The same caller; a call that cannot be sent before this time is not sent at all.
    #[must_use]
    pub fn send_before(self, latest: Duration) -> Self {
        Self { latest: Some(latest), ..self }
    }

    /// The same caller; each call records there when it was sent.
    #[must_use]
    pub fn recording_sent_at(self, sent_at: &SentAt) -> Self {
        Self { sent_at: Some(sent_at.clone()), ..self }
    }

    /// The same caller for a job. Calls of pages go first.
    #[must_use]
    pub fn for_job(self) -> Self {
        Self { urgency: Urgency::Job, ..self }
    }
}

/// A successful answer.
#[derive(Debug)]
pub struct Answer {
    /// The method's result.
    pub result: Value,
    /// The number of matching rows, if the method counts them.
    pub total: Option<u32>,
    /// The method's running time, as the portal states it.
    pub running_time: RunningTime,
    /// How long the call took; zero for a command in a batch.
    pub took: Duration,
    /// The size of the answer in bytes; zero for a command in a batch.
    pub bytes: usize,
}

#[cfg(test)]
impl Answer {
    /// An answer with nothing but a result.
    pub(super) fn from_result(result: Value) -> Self {
        Self { result, total: None, running_time: RunningTime::default(), took: Duration::ZERO, bytes: 0 }
    }
}
