//! What is left of jobs that have ended: drafts that nobody confirmed in time end, the contacts of ended drafts are cleared
//! away, and those that a job has left open are settled one by one.

use std::time::Duration;

use super::context::WorkerContext;
use crate::domain::job::Reason;
use crate::store::StoreError;

/// How long others have the writer to themselves after a bit of it.
const PAUSE: Duration = Duration::from_millis(5);

/// Does a bit of it, so that jobs which are due do not wait for all. Answers whether there is more to do.
pub(super) async fn clean_up(context: &WorkerContext) -> bool {
    if let Err(error) = end_expired(context).await {
        tracing::error!(%error, "drafts whose time is over were not looked for");
    }
    let is_deleting = context.store.delete_items_of_ended_drafts().await.unwrap_or_else(|error| {
        tracing::error!(%error, "the contacts of ended drafts were not cleared away");
        false
    });
    let is_settling = context.store.close_left_over_items().await.unwrap_or_else(|error| {
        tracing::error!(%error, "contacts that ended jobs have left open were not settled");
        false
    });
    if is_deleting || is_settling {
        context.clock.sleep(PAUSE).await;
    }
    is_deleting || is_settling
}

/// One that cannot be ended does not keep the others from it.
async fn end_expired(context: &WorkerContext) -> Result<(), StoreError> {
    for id in context.store.find_expired_drafts().await? {
        if let Err(error) = context.store.cancel_job(id, Some(Reason::DraftExpired)).await {
            tracing::error!(job.id = id.0, %error, "a draft whose time is over was not ended");
        }
    }
    Ok(())
}
