//! What can go wrong on the wire, sorted by what a caller can do about it.

use std::error::Error;

pub use super::refusal::{Refusal, RefusalKind};
use crate::domain::obstacle::Obstacle;

/// The call did not bring back an answer.
#[derive(Debug, thiserror::Error)]
pub enum Transport {
    /// No connection: the call was not sent.
    #[error("no connection")]
    NotSent(#[source] Cause),
    /// The address is not one that may be called. Nothing was sent.
    #[error("the address may not be called: {0:?}")]
    Forbidden(Obstacle),
    /// No answer in time. The work may go on.
    #[error("no answer in time")]
    Timeout,
    /// The connection broke before the first byte of an answer. The work may have been done.
    #[error("the connection broke before an answer")]
    Dropped(#[source] Cause),
    /// The connection broke in the middle of an answer. The work may have been done.
    #[error("the connection broke")]
    Cut(#[source] Cause),
    /// The answer was longer than any answer of this API.
    #[error("the answer is too long")]
    TooLong,
}

/// A transport error's cause, without the address (it can hold secrets).
pub type Cause = Box<dyn Error + Send + Sync>;

impl From<reqwest::Error> for Transport {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if is_permission_denied(&error) {
            Self::Forbidden(Obstacle::PrivateAddress)
        } else if error.is_connect() || error.is_builder() {
            Self::NotSent(Box::new(error))
        } else if error.is_timeout() {
            Self::Timeout
        } else {
            Self::Cut(Box::new(error))
        }
    }
}

impl Transport {
    /// What a broken connection means when nothing of an answer has come.
    pub(super) fn before_an_answer(self) -> Self {
        match self {
            Self::Cut(cause) => Self::Dropped(cause),
            other => other,
        }
    }

    /// What is in the way, where that is known. Nothing was sent then.
    #[must_use]
    pub fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Self::Forbidden(obstacle) => Some(*obstacle),
            Self::NotSent(cause) => Some(obstacle_in(cause.as_ref())),
            Self::Timeout | Self::Dropped(_) | Self::Cut(_) | Self::TooLong => None,
        }
    }
}

/// The libraries below tell a failed connection's reason by words alone.
fn obstacle_in(cause: &(dyn Error + 'static)) -> Obstacle {
    let mut next = Some(cause);
    while let Some(error) = next {
        let text = error.to_string();
        if text.contains("certificate") {
            return Obstacle::Untrusted;
        }
        if text.contains("dns error") {
            return Obstacle::UnknownName;
        }
        next = error.source();
    }
    Obstacle::NoConnection
}

fn is_permission_denied(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>()
            && io.kind() == std::io::ErrorKind::PermissionDenied
        {
            return true;
        }
        source = inner.source();
    }
    false
}

/// A portal's REST call that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// No answer.
    #[error("portal: {0}")]
    Transport(#[from] Transport),
    /// An answer that is not of this API: HTML, half a JSON, nothing at all.
    #[error("portal: unreadable answer with status {status}")]
    Unreadable {
        /// HTTP status of the answer.
        status: u16,
    },
    /// Most rows of a list do not meet the conditions that it was asked with.
    #[error("portal: the conditions of a list were not applied")]
    FilterIgnored,
    /// A redirect to another address: the portal may have been renamed. Nothing was executed.
    #[error("portal: redirect to elsewhere")]
    Moved,
    /// The portal refused, with its reason.
    #[error("portal: {0}")]
    Refused(Refusal),
}

impl RestError {
    /// Whether the command may have been executed although the call did not succeed: look before repeating a write.
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        match self {
            Self::Transport(Transport::NotSent(_) | Transport::Forbidden(_))
            | Self::FilterIgnored
            | Self::Moved => false,
            // 408 and 499 come from front ends that gave up waiting for work that goes on.
            Self::Transport(_) | Self::Unreadable { status: 408 | 499 } => true,
            Self::Unreadable { status } => !(300..500).contains(status),
            Self::Refused(refusal) => refusal.kind == RefusalKind::PortalFault,
        }
    }

    /// Whether something answered that is not the API, or not as the API answers: a page, a notice before the JSON,
    /// no result. Front ends that cannot reach the portal, or gave up waiting for it, are none of these.
    #[must_use]
    pub fn is_not_the_api(&self) -> bool {
        matches!(self, Self::Unreadable { status } if !matches!(status, 408 | 429 | 499 | 500..))
    }

    /// Whether the answer was longer than any that is read.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        matches!(self, Self::Transport(Transport::TooLong))
    }

    /// Whether a read may have failed because of what it asked for, so that less of it may be answered. The portal
    /// may as well be down.
    #[must_use]
    pub fn may_be_too_large(&self) -> bool {
        match self {
            Self::Transport(Transport::NotSent(_) | Transport::Forbidden(_))
            | Self::FilterIgnored
            | Self::Moved => false,
            Self::Transport(_) => true,
            Self::Unreadable { status } => matches!(status, 200..=299 | 408 | 413 | 499 | 500..),
            Self::Refused(refusal) => refusal.kind == RefusalKind::PortalFault,
        }
    }

    /// What the portal refused for, if it did.
    #[must_use]
    pub fn refusal(&self) -> Option<RefusalKind> {
        match self {
            Self::Refused(refusal) => Some(refusal.kind),
            _ => None,
        }
    }

    /// A word for metrics.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Transport(Transport::Timeout) => "timeout",
            Self::Transport(_) => "unreachable",
            Self::Unreadable { .. } => "unreadable",
            Self::FilterIgnored => "filter_ignored",
            Self::Moved => "moved",
            Self::Refused(refusal) => match refusal.kind {
                RefusalKind::TokenExpired | RefusalKind::TokenInvalid | RefusalKind::Unauthorized => "token",
                RefusalKind::RateLimited | RefusalKind::OperationLimit | RefusalKind::Overloaded => "limited",
                _ => "refused",
            },
        }
    }

    /// Whether a renewed token may help.
    #[must_use]
    pub fn needs_new_token(&self) -> bool {
        matches!(self.refusal(), Some(RefusalKind::TokenExpired | RefusalKind::TokenInvalid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_may_have_run_unless_the_portal_refused_it() {
        let refused = |code, status| RestError::Refused(Refusal::classify(code, "", status));
        assert!(!refused("expired_token", 401).may_have_run());
        assert!(!refused("", 400).may_have_run());
        assert!(refused("INTERNAL_SERVER_ERROR", 500).may_have_run());
        assert!(RestError::Transport(Transport::Timeout).may_have_run());
        assert!(!RestError::Transport(Transport::Forbidden(Obstacle::PlainHttp)).may_have_run());
        assert!(RestError::Unreadable { status: 200 }.may_have_run());
        assert!(RestError::Unreadable { status: 502 }.may_have_run());
        assert!(!RestError::Unreadable { status: 404 }.may_have_run());
        assert!(RestError::Unreadable { status: 408 }.may_have_run());
    }

    #[test]
    fn an_answer_of_another_server_differs_from_no_answer() {
        for (status, is_odd) in
            [(200, true), (302, true), (404, true), (408, false), (500, false), (504, false)]
        {
            assert_eq!(RestError::Unreadable { status }.is_not_the_api(), is_odd, "{status}");
        }
    }

    #[test]
    fn the_read_size_shrinks_only_after_errors_that_a_smaller_read_may_avoid() {
        let refused = |code, status| RestError::Refused(Refusal::classify(code, "", status));
        assert!(RestError::Transport(Transport::TooLong).may_be_too_large());
        assert!(refused("INTERNAL_SERVER_ERROR", 500).may_be_too_large());
        assert!(RestError::Unreadable { status: 200 }.may_be_too_large());
        assert!(!RestError::Unreadable { status: 404 }.may_be_too_large());
        assert!(!refused("QUERY_LIMIT_EXCEEDED", 503).may_be_too_large());
        assert!(!refused("expired_token", 401).may_be_too_large());
    }
}
