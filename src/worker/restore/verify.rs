//! Verification: looks up the new contacts and searches the portal for contacts that still have a mark of this job.
//! Such a contact was created late or twice, or its mark could not be removed.

use std::collections::HashSet;

use tokio_util::sync::CancellationToken;

use super::RestoreRun;
use crate::bitrix::contacts::bulk;
use crate::bitrix::contacts::marks::{self, MarkedContact};
use crate::bitrix::read_size::ReadKind;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, JobState, Outcome, OutcomeUpdate};
use crate::worker::{WorkError, WorkResult};

/// The search for marks ends after so many contacts. So many marks have another cause, and those found are reported.
const MOST_MARKED: usize = 5_000;

impl RestoreRun<'_> {
    /// Looks up the new contacts and searches for marks that are left.
    pub(super) async fn verify(mut self, stop: &CancellationToken) -> Result<WorkResult, WorkError> {
        if self.context.write_with_retry(|| self.context.store.advance_job(&self.lease)).await?.is_none() {
            return Ok(WorkResult::Interrupted);
        }
        if self.job.verify_cursor.is_none() {
            self.find_left_marks().await?;
        }
        let (mut cursor, mut verified) = (self.job.verify_cursor, self.job.verified);
        loop {
            if stop.is_cancelled() {
                return Ok(WorkResult::to(JobState::Queued));
            }
            let most = self.client.rest().limiter().contacts_per_read(&self.endpoint, ReadKind::Ids);
            let limit = u32::try_from(most).unwrap_or(u32::MAX);
            let items =
                self.context.store.find_items(self.job.id, &[Outcome::Restored], cursor, limit).await?;
            let Some(last) = items.last() else { return Ok(WorkResult::to(JobState::Done)) };
            cursor = Some(last.contact_id);
            let ids: Vec<ContactId> = items.iter().filter_map(|item| item.new_id).collect();
            let (rest, wanted) = (self.client.rest(), &ids);
            let call = |caller| async move { bulk::find_existing(rest, &caller, wanted).await };
            let existing = match self.client.call(call).await {
                Ok(existing) => existing,
                Err(error) => return Ok(self.result_of_error(&error)),
            };
            verified += u32::try_from(existing.len()).unwrap_or(0);
            self.save_answers(&not_found(&items, &existing)).await?;
            let write = || self.context.store.save_verified(&self.lease, cursor, verified);
            if self.context.write_with_retry(write).await?.is_err() {
                return Ok(WorkResult::Interrupted);
            }
        }
    }

    /// Searches contacts of this job that still have a mark, and saves what each of them means.
    pub(super) async fn find_left_marks(&mut self) -> Result<(), WorkError> {
        let (prefix, mut after, mut seen) = (self.marks(), None, 0);
        loop {
            let (rest, prefix) = (self.client.rest(), prefix.as_str());
            let call = |caller| async move { marks::list_marked(rest, &caller, prefix, after).await };
            let page = match self.client.call(call).await {
                Ok(page) => page,
                Err(error) => return Err(WorkError::Stopped(self.result_of_error(&error))),
            };
            for marked in &page.ours {
                self.resolve_marked(marked).await?;
            }
            seen += page.rows;
            after = page.next;
            if after.is_none() || seen >= MOST_MARKED {
                return Ok(());
            }
        }
    }

    async fn resolve_marked(&mut self, marked: &MarkedContact) -> Result<(), WorkError> {
        let before = ContactId::new(marked.old_id.get() - 1);
        let items = self.context.store.find_items(self.job.id, &[], before, 1).await?;
        let Some(item) = items.first().filter(|item| item.contact_id == marked.old_id) else { return Ok(()) };
        match item.new_id {
            // It was created later than the longest request takes.
            None => self.remove_mark_of(marked.old_id, marked.new_id).await,
            Some(new_id) if new_id == marked.new_id => self.save_code(item, ItemCode::MarkLeft, None).await,
            Some(_) => self.save_code(item, ItemCode::CreatedTwice, Some(marked.new_id)).await,
        }
    }

    async fn save_code(
        &mut self,
        item: &Item,
        code: ItemCode,
        twin_id: Option<ContactId>,
    ) -> Result<(), WorkError> {
        tracing::warn!(job.id = %self.job.id, contact.id = %item.contact_id, code = code.as_str(),
            "a restored contact has a mark left or was created twice");
        self.save_answers(&[OutcomeUpdate {
            twin_id,
            ..OutcomeUpdate::with_code(item.contact_id, item.outcome, code)
        }])
        .await
    }
}

/// Outcomes of contacts that were created and are not found. They were deleted since, or the user may not see them.
fn not_found(items: &[Item], existing: &HashSet<ContactId>) -> Vec<OutcomeUpdate> {
    let is_missing =
        |item: &&Item| item.code.is_none() && item.new_id.is_some_and(|id| !existing.contains(&id));
    let updated =
        |item: &Item| OutcomeUpdate::with_code(item.contact_id, Outcome::Restored, ItemCode::NotFoundAfter);
    items.iter().filter(is_missing).map(updated).collect()
}
