//! Contacts whose deletion ended without a clear answer. A contact that still exists under its old id is not created
//! a second time.

use super::RestoreRun;
use crate::bitrix::contacts::bulk;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, LONGEST_REQUEST, Outcome, OutcomeUpdate};
use crate::worker::WorkError;
use crate::worker::lost_answers::wait_for_lost_answers;

impl RestoreRun<'_> {
    /// Skips contacts that were not deleted. Returns whether an outcome was saved. If the portal may still be at work
    /// on the deletion, the job waits.
    pub(super) async fn skip_existing(&mut self, items: &[Item]) -> Result<bool, WorkError> {
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let unclear = self.context.store.find_unclear_deletions(self.source, &ids).await?;
        if unclear.is_empty() {
            return Ok(false);
        }
        let now = self.context.clock.now();
        let wanted: Vec<ContactId> = unclear.iter().map(|item| item.contact_id).collect();
        let (rest, ids) = (self.client.rest(), wanted.as_slice());
        let call = |caller| async move { bulk::find_existing(rest, &caller, ids).await };
        let there = self
            .client
            .call(call)
            .await
            .map_err(|error| WorkError::Stopped(self.policy.for_access_error(&error)))?;
        let may_go = |item: &&Item| item.asked_at.is_some_and(|at| at.until(now) < LONGEST_REQUEST);
        // If another job has deleted a contact since, the source job had not. The copy of the other job restores
        // it.
        let elsewhere = self.context.store.find_deleted_elsewhere(self.source, &wanted).await?;
        let (open, mut left): (Vec<&Item>, Vec<&Item>) =
            unclear.iter().filter(|item| there.contains(&item.contact_id)).partition(may_go);
        left.extend(unclear.iter().filter(|item| elsewhere.contains(&item.contact_id)));
        if !left.is_empty() {
            let not_deleted = |item: &&Item| {
                OutcomeUpdate::with_code(item.contact_id, Outcome::Protected, ItemCode::NotDeleted)
            };
            let updates: Vec<OutcomeUpdate> = left.iter().map(not_deleted).collect();
            self.save_answers(&updates).await?;
            return Ok(true);
        }
        wait_for_lost_answers(&open, now).map(|()| false)
    }
}
