//! The proof: at the end every contact that is said to be gone is looked for once more.

use tokio_util::sync::CancellationToken;

use super::Erasing;
use crate::bitrix::contacts::bulk;
use crate::bitrix::portion::Asking;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, JobState, Outcome, Settled};
use crate::worker::{End, Stop};

impl Erasing<'_> {
    /// Reads all back and corrects the outcomes.
    pub(super) async fn prove(mut self, stop: &CancellationToken) -> Result<End, Stop> {
        if self.desk.insist(|| self.desk.store.advance_job(&self.lease)).await?.is_none() {
            return self.cancelled_or(End::Interrupted).await;
        }
        let (mut cursor, mut verified) = (self.job.verify_cursor, self.job.verified);
        loop {
            if stop.is_cancelled() {
                return Ok(End::to(JobState::Queued));
            }
            let portion = self.errand.rest().limiter().portion(&self.endpoint, Asking::Ids);
            let limit = u32::try_from(portion).unwrap_or(u32::MAX);
            let items = self.desk.store.find_items(self.job.id, &[], cursor, limit).await?;
            let Some(last) = items.last() else { return Ok(End::to(JobState::Done)) };
            cursor = Some(last.contact_id);
            let is_gone = |item: &&Item| matches!(item.outcome, Outcome::Deleted | Outcome::Gone);
            let gone: Vec<ContactId> = items.iter().filter(is_gone).map(|item| item.contact_id).collect();
            let (rest, ids) = (self.errand.rest(), &gone);
            let call = |caller| async move { bulk::look_for(rest, &caller, ids).await };
            let there = match self.errand.call(call).await {
                Ok(there) => there,
                Err(error) => return Ok(self.setbacks.of(&error)),
            };
            let still_there = |id: &ContactId| Settled::because(*id, Outcome::Failed, ItemCode::StillThere);
            let corrected: Vec<Settled> =
                gone.iter().filter(|id| there.contains(id)).map(still_there).collect();
            verified += u32::try_from(gone.len() - corrected.len()).unwrap_or(0);
            self.settle(&corrected, true).await?;
            let write = || self.desk.store.save_verified(&self.lease, cursor, verified);
            if self.desk.insist(write).await?.is_err() {
                return self.cancelled_or(End::Interrupted).await;
            }
        }
    }
}
