//! Contacts that an earlier restore of the same job has asked for without ever getting a clear answer: nobody could look any
//! more when it ended. They may have been created all the same, under that restore's marks.

use std::collections::HashSet;

use super::{Restoring, numbered};
use crate::bitrix::contacts::marks::Sought;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, LONGEST_REQUEST, Outcome, Settled};
use crate::worker::Stop;
use crate::worker::lost::wait_for;

impl Restoring<'_> {
    /// Takes over what earlier restores have created of these contacts. Says whether anything was settled by that; where
    /// the portal may still be at work for an earlier one, the job waits.
    pub(super) async fn take_over(&mut self, items: &[Item]) -> Result<bool, Stop> {
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let earlier = self.desk.store.find_unclear_creations(self.source, self.job.id, &ids).await?;
        if earlier.is_empty() {
            return Ok(false);
        }
        let now = self.desk.clock.now();
        let marks: Vec<String> =
            earlier.iter().map(|(job, item)| format!("{}-{job}-{}", self.source, item.contact_id)).collect();
        let (mut settled, mut open, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        let mut vanished = Vec::new();
        for ((_, item), sought) in earlier.iter().zip(self.seek(&marks).await?) {
            let id = item.contact_id;
            match sought {
                Sought::Here(new_id) if seen.insert(id) => {
                    settled.push(numbered(id, new_id, Outcome::Asked));
                }
                Sought::Unclear if seen.insert(id) => settled.push(not_clear(id)),
                Sought::Here(_) | Sought::Unclear => {}
                Sought::Nowhere => {
                    if item.asked_at.is_some_and(|at| at.until(now) < LONGEST_REQUEST) {
                        open.push(item);
                    } else if item.was_claimed {
                        vanished.push(id);
                    }
                }
            }
        }
        // The portal said that it had created these. Somebody may have deleted them since: another creation would be a guess.
        settled.extend(vanished.into_iter().filter(|id| seen.insert(*id)).map(not_clear));
        if !settled.is_empty() {
            self.write(&settled).await?;
            return Ok(true);
        }
        wait_for(&open, now).map(|()| false)
    }
}

fn not_clear(id: ContactId) -> Settled {
    Settled::because(id, Outcome::Failed, ItemCode::NoClearAnswer)
}
