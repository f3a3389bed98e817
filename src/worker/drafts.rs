//! Ends drafts that nobody confirmed in time, and clears away the contacts of those that have ended.

use super::desk::Desk;
use crate::domain::job::Reason;
use crate::store::StoreError;

/// Does a bit of it, so that jobs which are due do not wait for all. Answers whether there is more to do.
pub(super) async fn tidy(desk: &Desk) -> bool {
    match end_and_shed(desk).await {
        Ok(has_more) => has_more,
        Err(error) => {
            tracing::error!(%error, "drafts were not tidied up");
            false
        }
    }
}

async fn end_and_shed(desk: &Desk) -> Result<bool, StoreError> {
    for id in desk.store.find_expired_drafts().await? {
        desk.store.cancel_job(id, Some(Reason::DraftExpired)).await?;
    }
    desk.store.shed_items().await
}
