//! Verification: at the end every contact that is deleted or gone is looked up once more.

use tokio_util::sync::CancellationToken;

use super::EraseRun;
use crate::bitrix::contacts::bulk;
use crate::bitrix::read_size::ReadKind;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, JobState, Outcome, OutcomeUpdate};
use crate::worker::{WorkError, WorkResult};

impl EraseRun<'_> {
    /// Looks up the contacts and corrects the outcomes.
    pub(super) async fn verify(mut self, stop: &CancellationToken) -> Result<WorkResult, WorkError> {
        if self.context.write_with_retry(|| self.context.store.advance_job(&self.lease)).await?.is_none() {
            return self.cancelled_or(WorkResult::Interrupted).await;
        }
        let (mut cursor, mut verified) = (self.job.verify_cursor, self.job.verified);
        loop {
            if stop.is_cancelled() {
                return Ok(WorkResult::to(JobState::Queued));
            }
            let most = self.client.rest().limiter().contacts_per_read(&self.endpoint, ReadKind::Ids);
            let limit = u32::try_from(most).unwrap_or(u32::MAX);
            let items = self.context.store.find_items(self.job.id, &[], cursor, limit).await?;
            let Some(last) = items.last() else { return Ok(WorkResult::to(JobState::Done)) };
            cursor = Some(last.contact_id);
            let is_gone = |item: &&Item| matches!(item.outcome, Outcome::Deleted | Outcome::Gone);
            let gone: Vec<ContactId> = items.iter().filter(is_gone).map(|item| item.contact_id).collect();
            let (rest, ids) = (self.client.rest(), &gone);
            let call = |caller| async move { bulk::find_existing(rest, &caller, ids).await };
            let existing = match self.client.call(call).await {
                Ok(existing) => existing,
                Err(error) => return Ok(self.policy.for_access_error(&error)),
            };
            let still_there =
                |id: &ContactId| OutcomeUpdate::with_code(*id, Outcome::Failed, ItemCode::StillThere);
            let corrected: Vec<OutcomeUpdate> =
                gone.iter().filter(|id| existing.contains(id)).map(still_there).collect();
            verified += u32::try_from(gone.len() - corrected.len()).unwrap_or(0);
            self.save_outcomes(&corrected, true).await?;
            let write = || self.context.store.save_verified(&self.lease, cursor, verified);
            if self.context.write_with_retry(write).await?.is_err() {
                return self.cancelled_or(WorkResult::Interrupted).await;
            }
        }
    }
}
