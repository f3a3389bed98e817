//! Cleans up jobs. Drafts that were not confirmed in time end. The contacts of ended drafts are deleted. Contacts
//! that an ended job left open get an outcome.

use std::time::Duration;

use super::context::WorkerContext;
use crate::domain::job::Reason;
use crate::store::StoreError;

/// A pause after each step, so that other tasks can write to the database.
const PAUSE: Duration = Duration::from_millis(5);

/// Does one small step, so that due jobs need not wait. Returns whether there is more to do.
pub(super) async fn clean_up(context: &WorkerContext) -> bool {
    if let Err(error) = end_expired(context).await {
        tracing::error!(%error, "expired drafts were not ended");
    }
    let is_deleting = context.store.delete_items_of_ended_drafts().await.unwrap_or_else(|error| {
        tracing::error!(%error, "the contacts of ended drafts were not deleted");
        false
    });
    let is_closing = context.store.close_left_over_items().await.unwrap_or_else(|error| {
        tracing::error!(%error, "open contacts of ended jobs got no outcome");
        false
    });
    if is_deleting || is_closing {
        context.clock.sleep(PAUSE).await;
    }
    is_deleting || is_closing
}

/// If one draft cannot be ended, the others end all the same.
async fn end_expired(context: &WorkerContext) -> Result<(), StoreError> {
    for id in context.store.find_expired_drafts().await? {
        if let Err(error) = context.store.cancel_job(id, Some(Reason::DraftExpired)).await {
            tracing::error!(job.id = id.0, %error, "an expired draft was not ended");
        }
    }
    Ok(())
}
