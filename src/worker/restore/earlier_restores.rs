//! Contacts that an earlier restore of the same job has asked for without ever getting a clear answer: nobody could look any
//! more when it ended. They may have been created all the same, under that restore's marks.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::{RestoreRun, numbered};
use crate::bitrix::contacts::marks::MarkSearch;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, JobId, LONGEST_REQUEST, Outcome, OutcomeUpdate};
use crate::worker::WorkError;
use crate::worker::lost_answers::wait_for_lost_answers;

impl RestoreRun<'_> {
    /// Takes over what earlier restores have created of these contacts. Says whether anything was settled by that; where
    /// the portal may still be at work for an earlier one, the job waits.
    pub(super) async fn adopt_created(&mut self, items: &[Item]) -> Result<bool, WorkError> {
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let earlier = self.context.store.find_unclear_creations(self.source, self.job.id, &ids).await?;
        if earlier.is_empty() {
            return Ok(false);
        }
        let now = self.context.clock.now();
        let marks: Vec<String> =
            earlier.iter().map(|(job, item)| self.mark_of(*job, item.contact_id)).collect();
        let (mut updates, mut open, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        let mut not_found_anywhere = Vec::new();
        for ((job, item), search) in earlier.iter().zip(self.find_marks(&marks).await?) {
            let id = item.contact_id;
            match search {
                MarkSearch::Found(new_id) if seen.insert(id) => {
                    updates.push(numbered(id, new_id, Outcome::Asked));
                }
                MarkSearch::Unclear if seen.insert(id) => updates.push(not_clear(id)),
                MarkSearch::Found(_) | MarkSearch::Unclear => {}
                MarkSearch::NotFound if item.asked_at.is_some_and(|at| at.until(now) < LONGEST_REQUEST) => {
                    open.push(item);
                }
                MarkSearch::NotFound => not_found_anywhere.push((*job, item)),
            }
        }
        not_found_anywhere.retain(|(_, item)| !seen.contains(&item.contact_id));
        updates.extend(self.vanished_earlier(&not_found_anywhere).await?);
        if !updates.is_empty() {
            self.save_answers(&updates).await?;
            return Ok(true);
        }
        wait_for_lost_answers(&open, now).map(|()| false)
    }

    /// What is said of contacts that earlier restores have asked for, and that are nowhere, where they were or may have been
    /// created.
    async fn vanished_earlier(
        &self,
        not_found_anywhere: &[(JobId, &Item)],
    ) -> Result<Vec<OutcomeUpdate>, WorkError> {
        let (mut updates, mut deleted_since) = (HashMap::new(), HashMap::new());
        for (restore, item) in not_found_anywhere {
            let id = item.contact_id;
            if item.was_claimed {
                // The portal said that it had created it. Somebody may have deleted it since: another creation would be a guess.
                updates.entry(id).or_insert_with(|| not_clear(id));
                continue;
            }
            let since = match deleted_since.entry(*restore) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(self.deleted_since(*restore).await?),
            };
            if let Some(vanished) = since.outcome_of(id, &self.mark_of(*restore, id)) {
                updates.insert(id, vanished);
            }
        }
        Ok(updates.into_values().collect())
    }
}

fn not_clear(id: ContactId) -> OutcomeUpdate {
    OutcomeUpdate::with_code(id, Outcome::Failed, ItemCode::NoClearAnswer)
}
