//! Contacts that an earlier restore of the same job asked for without a clear answer. That restore ended before they
//! could be looked up. They may exist, with the marks of that restore.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::{RestoreRun, with_new_id};
use crate::bitrix::contacts::marks::MarkSearch;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, JobId, LONGEST_REQUEST, Outcome, OutcomeUpdate};
use crate::worker::WorkError;
use crate::worker::lost_answers::wait_for_lost_answers;

impl RestoreRun<'_> {
    /// Adopts contacts that earlier restores created. Returns whether an outcome was saved. If the portal may still
    /// be at work for an earlier restore, the job waits.
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
        let mut not_found = Vec::new();
        for ((job, item), search) in earlier.iter().zip(self.find_marks(&marks).await?) {
            let id = item.contact_id;
            match search {
                MarkSearch::Found(new_id) if seen.insert(id) => {
                    updates.push(with_new_id(id, new_id, Outcome::Asked));
                }
                MarkSearch::Unclear if seen.insert(id) => updates.push(not_clear(id)),
                MarkSearch::Found(_) | MarkSearch::Unclear => {}
                MarkSearch::NotFound if item.asked_at.is_some_and(|at| at.until(now) < LONGEST_REQUEST) => {
                    open.push(item);
                }
                MarkSearch::NotFound => not_found.push((*job, item)),
            }
        }
        not_found.retain(|(_, item)| !seen.contains(&item.contact_id));
        updates.extend(self.find_vanished_earlier(&not_found).await?);
        if !updates.is_empty() {
            self.save_answers(&updates).await?;
            return Ok(true);
        }
        wait_for_lost_answers(&open, now).map(|()| false)
    }

    /// The outcomes of contacts that earlier restores asked for, that were not found, and that were created or may
    /// have been.
    async fn find_vanished_earlier(
        &self,
        not_found: &[(JobId, &Item)],
    ) -> Result<Vec<OutcomeUpdate>, WorkError> {
        let (mut updates, mut deleted_since) = (HashMap::new(), HashMap::new());
        for (restore, item) in not_found {
            let id = item.contact_id;
            if item.was_confirmed {
                // The portal answered that it created the contact. It may have been deleted since, so creating it
                // again would be a guess.
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
