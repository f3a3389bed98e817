//! Which request the work under way belongs to. It goes along with the work, so that whatever is written down far from
//! the door can name it: support asks "what happened in request X?".

use std::future::Future;

tokio::task_local! {
    static REQUEST_ID: String;
}

/// Does work that belongs to a request, or to a job that goes by the id of the request which made it.
pub async fn in_request<F: Future>(request_id: String, work: F) -> F::Output {
    REQUEST_ID.scope(request_id, work).await
}

/// The request of the work under way; empty for what nobody asked for.
#[must_use]
pub(super) fn current_request() -> String {
    REQUEST_ID.try_with(Clone::clone).unwrap_or_default()
}
