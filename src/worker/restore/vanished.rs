//! Contacts that were created by a call whose answer was lost, and deleted before this job found them. They look as
//! if they had never been created: no contact has their mark. The later deletions of this service tell the two cases
//! apart.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::RestoreRun;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, JobId, Outcome, OutcomeUpdate};
use crate::worker::WorkError;

/// How many later deletions are read. If there are more, the result is unclear.
const MOST_LOOKED_THROUGH: u32 = 20_000;

/// What this service has deleted since a restore was created, of contacts that the restore may have created.
#[derive(Default)]
pub(super) struct DeletedSince {
    /// The deleted contacts whose copies have a mark, by that mark.
    marked: HashMap<String, ContactId>,
    /// Whether contacts without a readable copy were deleted, or too many to read.
    has_unknown: bool,
}

impl DeletedSince {
    /// The outcome of a contact that was asked for and not found; `None` if it was not created.
    pub(super) fn outcome_of(&self, id: ContactId, mark: &str) -> Option<OutcomeUpdate> {
        if let Some(new_id) = self.marked.get(mark) {
            let code = ItemCode::NotFoundAfter;
            let restored = OutcomeUpdate::with_code(id, Outcome::Restored, code);
            return Some(OutcomeUpdate { new_id: Some(*new_id), ..restored });
        }
        self.has_unknown.then(|| OutcomeUpdate::with_code(id, Outcome::Failed, ItemCode::NoClearAnswer))
    }
}

impl RestoreRun<'_> {
    /// Reads the deletions since that restore was created.
    pub(super) async fn deleted_since(&self, restore: JobId) -> Result<DeletedSince, WorkError> {
        let deletions = self.context.store.find_later_deletions(restore, MOST_LOOKED_THROUGH).await?;
        let mut since = DeletedSince {
            has_unknown: deletions.len() >= MOST_LOOKED_THROUGH as usize,
            ..DeletedSince::default()
        };
        for deletion in deletions {
            let copy = match deletion.job {
                Some(job) => self.context.store.find_snapshot(job, deletion.contact_id).await?,
                None => None,
            };
            match copy.and_then(|copy| serde_json::from_str::<Map<String, Value>>(&copy.body).ok()) {
                Some(fields) => {
                    if let Some(mark) = fields.get("ORIGIN_ID").and_then(Value::as_str) {
                        since.marked.insert(mark.to_owned(), deletion.contact_id);
                    }
                }
                None => since.has_unknown = true,
            }
        }
        Ok(since)
    }

    /// Splits contacts of this restore that were not found: the outcomes of those that were created or may have been,
    /// and the items that were not created.
    pub(super) async fn vanished<'i>(
        &self,
        missing: Vec<&'i Item>,
    ) -> Result<(Vec<OutcomeUpdate>, Vec<&'i Item>), WorkError> {
        if missing.is_empty() {
            return Ok((Vec::new(), missing));
        }
        let since = self.deleted_since(self.job.id).await?;
        let (mut updates, mut not_created) = (Vec::new(), Vec::new());
        for item in missing {
            match since.outcome_of(item.contact_id, &self.mark(item.contact_id)) {
                Some(vanished) => updates.push(vanished),
                None => not_created.push(item),
            }
        }
        Ok((updates, not_created))
    }
}
