//! Contacts of which the deletion could not say whether it deleted them: nobody could look any more when it ended. One that is
//! still there under its old number is not created a second time.

use super::RestoreRun;
use crate::bitrix::contacts::bulk;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, LONGEST_REQUEST, Outcome, OutcomeUpdate};
use crate::worker::WorkError;
use crate::worker::lost_answers::wait_for_lost_answers;

impl RestoreRun<'_> {
    /// Leaves out those of these contacts that were not deleted. Says whether anything was settled by that; where the portal may
    /// still be at work on the deletion, the job waits.
    pub(super) async fn skip_existing(&mut self, items: &[Item]) -> Result<bool, WorkError> {
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let unclear = self.context.store.find_unclear_deletions(self.source, &ids).await?;
        if unclear.is_empty() {
            return Ok(false);
        }
        let now = self.context.clock.now();
        let wanted: Vec<ContactId> = unclear.iter().map(|item| item.contact_id).collect();
        let (rest, sought) = (self.client.rest(), wanted.as_slice());
        let call = |caller| async move { bulk::find_existing(rest, &caller, sought).await };
        let there = self
            .client
            .call(call)
            .await
            .map_err(|error| WorkError::Stopped(self.policy.for_access_error(&error)))?;
        let may_go = |item: &&Item| item.asked_at.is_some_and(|at| at.until(now) < LONGEST_REQUEST);
        // One that another job has deleted since was still there after all; that job's copy brings it back.
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
