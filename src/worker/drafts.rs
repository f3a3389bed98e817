//! Ends drafts that nobody confirmed in time, and clears away the contacts of those that have ended.

use super::desk::Desk;
use crate::domain::job::Reason;
use crate::store::StoreError;

/// Does a bit of it, so that jobs which are due do not wait for all. Answers whether there is more to do.
pub(super) async fn tidy(desk: &Desk) -> bool {
    if let Err(error) = end(desk).await {
        tracing::error!(%error, "drafts whose time is over were not looked for");
    }
    match desk.store.shed_items().await {
        Ok(has_more) => has_more,
        Err(error) => {
            tracing::error!(%error, "the contacts of ended drafts were not cleared away");
            false
        }
    }
}

/// One that cannot be ended does not keep the others from it.
async fn end(desk: &Desk) -> Result<(), StoreError> {
    for id in desk.store.find_expired_drafts().await? {
        if let Err(error) = desk.store.cancel_job(id, Some(Reason::DraftExpired)).await {
            tracing::error!(job.id = id.0, %error, "a draft whose time is over was not ended");
        }
    }
    Ok(())
}
