//! Errors of calls to portals, grouped by what a caller can do about them.

use std::error::Error;

pub use super::refusal::{Refusal, RefusalKind};
use crate::domain::obstacle::Obstacle;

/// The call brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum Transport {
    /// No connection: the call was not sent.
    #[error("no connection")]
    NotSent(#[source] Cause),
    /// The rules forbid the address. Nothing was sent.
    #[error("the address may not be called: {0:?}")]
    Forbidden(Obstacle),
    /// No answer in time. The portal may still be working.
    #[error("no answer in time")]
    Timeout,
    /// The connection broke before the first byte of an answer. The call may have been executed.
    #[error("the connection broke before an answer")]
    Dropped(#[source] Cause),
    /// The connection broke in the middle of an answer. The call may have been executed.
    #[error("the connection broke")]
    Cut(#[source] Cause),
    /// The answer was longer than this app reads.
    #[error("the answer is too long")]
    TooLong,
}

/// The cause of a transport error, without the address, which can contain secrets.
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
    /// The same error when no part of an answer has arrived yet.
    pub(super) fn before_an_answer(self) -> Self {
        match self {
            Self::Cut(cause) => Self::Dropped(cause),
            other => other,
        }
    }

    /// Why the portal cannot be reached, if that is known. In that case nothing was sent.
    #[must_use]
    pub fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Self::Forbidden(obstacle) => Some(*obstacle),
            Self::NotSent(cause) => Some(obstacle_in(cause.as_ref())),
            Self::Timeout | Self::Dropped(_) | Self::Cut(_) | Self::TooLong => None,
        }
    }
}

/// The HTTP libraries give the reason of a failed connection only as text.
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

/// A failed REST call to a portal.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// No answer.
    #[error("portal: {0}")]
    Transport(#[from] Transport),
    /// Not an answer of this API: HTML, incomplete JSON, or nothing.
    #[error("portal: unreadable answer with status {status}")]
    Unreadable {
        /// HTTP status of the answer.
        status: u16,
    },
    /// Most rows of a list do not meet the conditions of the request.
    #[error("portal: the conditions of a list were not applied")]
    FilterIgnored,
    /// A redirect to another address. The portal may have been renamed. Nothing was executed.
    #[error("portal: redirect to another address")]
    Moved,
    /// The portal refused the call.
    #[error("portal: {0}")]
    Refused(Refusal),
}

impl RestError {
    /// Whether the command may have been executed although the call failed. If so, check before repeating a write.
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        match self {
            Self::Transport(Transport::NotSent(_) | Transport::Forbidden(_))
            | Self::FilterIgnored
            | Self::Moved => false,
            // A front end that stops waiting sends 408 or 499. The work behind it goes on.
            Self::Transport(_) | Self::Unreadable { status: 408 | 499 } => true,
            Self::Unreadable { status } => !(300..500).contains(status),
            Self::Refused(refusal) => refusal.kind == RefusalKind::PortalFault,
        }
    }

    /// Whether the answer does not come from the portal's API: a web page, a notice before the JSON, no result. An
    /// answer of a front end that cannot reach the portal, or stopped waiting for it, does not count.
    #[must_use]
    pub fn is_not_the_api(&self) -> bool {
        matches!(self, Self::Unreadable { status } if !matches!(status, 408 | 429 | 499 | 500..))
    }

    /// Whether the answer was longer than this app reads.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        matches!(self, Self::Transport(Transport::TooLong))
    }

    /// Whether a read may have failed because it asked for too much, so that a smaller read may succeed. The portal may
    /// also be down.
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

    /// The kind of the refusal, if the portal refused.
    #[must_use]
    pub fn refusal(&self) -> Option<RefusalKind> {
        match self {
            Self::Refused(refusal) => Some(refusal.kind),
            _ => None,
        }
    }

    /// The label of this error in metrics.
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
