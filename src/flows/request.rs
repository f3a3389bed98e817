//! The id of the request that the present work belongs to. It is passed along with the work, so that logs and audit
//! can name it for support.

use std::future::Future;

tokio::task_local! {
    static REQUEST_ID: String;
}

/// Runs work that belongs to a request, or to a job, which has the id of the request that created it.
pub async fn in_request<F: Future>(request_id: String, work: F) -> F::Output {
    REQUEST_ID.scope(request_id, work).await
}

/// The request id of the present work; empty if no request caused it.
#[must_use]
pub(super) fn current_request() -> String {
    REQUEST_ID.try_with(Clone::clone).unwrap_or_default()
}
