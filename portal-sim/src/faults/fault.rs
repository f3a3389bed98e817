//! What can go wrong with one call.

use std::time::Duration;

use super::gate::Gate;
use super::reshape::Reshape;

/// What goes wrong with a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The work is not done; the answer has this status, body and content type.
    Http(u16, String, String),
    /// The work is not done; the answer is the front end's HTML page with this status.
    Html(u16),
    /// The work is not done; the answer is a redirect with this status to this address.
    Redirect(u16, String),
    /// The work is done; the answer has status 200 and no body.
    EmptyBody,
    /// The work is done; the answer ends in the middle of its JSON.
    Truncated,
    /// The work is not done; the connection closes without an answer.
    CutBefore,
    /// The work is done; the connection closes without an answer.
    CutAfter,
    /// The work is done; this answer is sent instead of the true one.
    AnswerAfterWork {
        /// HTTP status of the answer.
        status: u16,
        /// Its body.
        body: String,
    },
    /// The work takes this much longer. After the gateway's limit the caller gets 504 and the work goes on.
    Delay(Duration),
    /// The work is done; its answer is sent this much later. The gateway's limit does not apply.
    LateAnswer(Duration),
    /// The work is done; its answer is sent when the gate is opened. The gateway's limit does not apply.
    Held(Gate),
    /// The work is done; the answer is that of the last successful call of this method, as from a cache.
    PreviousAnswer,
    /// The work is done; the answer of the batch is changed in this way.
    Reshaped(Reshape),
    /// The method refuses with this error.
    Error {
        /// HTTP status of the answer.
        status: u16,
        /// The `error` code.
        error: String,
        /// The `error_description`.
        description: String,
    },
    /// The work is not done; the answer says that it succeeded.
    FalseSuccess,
    /// A handler of another module refuses the deletion or creation with this text: `ERROR_CORE`. Nothing is done.
    HandlerRefuses(String),
    /// The work is not done; no answer ever comes.
    Hang,
}

impl Fault {
    /// The method refuses with this error and does nothing.
    #[must_use]
    pub fn refusal(status: u16, error: &str, description: &str) -> Self {
        Self::Error { status, error: error.to_owned(), description: description.to_owned() }
    }

    /// The rate limit is reached: `QUERY_LIMIT_EXCEEDED`.
    #[must_use]
    pub fn query_limit() -> Self {
        Self::refusal(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
    }

    /// The method has no running time left: `OPERATION_TIME_LIMIT`, for a call or for one command of a batch.
    #[must_use]
    pub fn operation_time_limit() -> Self {
        Self::refusal(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")
    }

    /// The access token has expired.
    #[must_use]
    pub fn expired_token() -> Self {
        Self::refusal(401, "expired_token", "The access token provided has expired.")
    }

    /// The older CRM methods' refusal for missing rights. Its code is empty.
    #[must_use]
    pub fn access_denied() -> Self {
        Self::refusal(400, "", "Access denied.")
    }

    /// The work is done; the answer is an HTML page of the front end with this status.
    #[must_use]
    pub fn html_after_work(status: u16) -> Self {
        Self::AnswerAfterWork { status, body: format!("<html><head><title>{status}</title></head></html>") }
    }

    /// Whether the fault can hit a single command of a batch.
    pub(super) fn fits_a_command(&self) -> bool {
        matches!(self, Self::Delay(_) | Self::Error { .. } | Self::FalseSuccess | Self::HandlerRefuses(_))
    }
}
