//! Contacts to check: their deletion was refused, or it was confirmed and must be proved. Calls with other work look
//! them up as well. When a run ends by itself, one more call looks
//! up the rest. When the service stops, they stay *asked* for the next run.

use std::collections::{BTreeSet, HashSet};

use super::{Check, EraseRun};
use crate::bitrix::contacts::bulk::DeleteReply;
use crate::bitrix::error::RefusalKind;
use crate::domain::ids::ContactId;
use crate::domain::job::{JobState, OutcomeUpdate, Reason, RefusedAs};
use crate::worker::failure_policy::pause;
use crate::worker::{WorkError, WorkResult};

/// How the deletion of the contact was refused; `None` if it was not.
pub(super) fn refused_as(reply: DeleteReply) -> Option<RefusedAs> {
    match reply {
        DeleteReply::Refused(RefusalKind::Other) => Some(RefusedAs::Refused),
        DeleteReply::Refused(_) => Some(RefusedAs::Denied),
        DeleteReply::Echoed => Some(RefusedAs::Unsure),
        DeleteReply::NotReached => Some(RefusedAs::NotReached),
        DeleteReply::Deleted | DeleteReply::NotTried | DeleteReply::Unclear => None,
    }
}

impl EraseRun<'_> {
    /// Looks up the contacts that no other call has checked, unless the job waits for the portal. Contacts that
    /// cannot be looked up now are stored as refused. The next run begins with them.
    pub(super) async fn run_checks(&mut self) -> Result<(), WorkError> {
        let waits =
            matches!(self.end, Some(WorkResult::MoveTo { state: JobState::Waiting, .. } | WorkResult::Fault));
        if waits || self.checks.is_empty() {
            return Ok(());
        }
        let ids: BTreeSet<ContactId> = self.checks.iter().map(|(id, _)| *id).collect();
        match self.find_existing(&ids).await {
            Ok(there) => {
                let (checks, mut updates) = (std::mem::take(&mut self.checks), Vec::new());
                self.apply_checks(checks, &there.into_iter().collect(), &mut updates).await?;
                self.save_outcomes(&updates, true).await
            }
            Err(end) => {
                self.stop_with(end);
                Ok(())
            }
        }
    }

    /// Whether a contact may be deleted alone, to learn why it was refused.
    fn may_ask_alone(&self) -> bool {
        !self.job.wants_cancel && !self.refusals.is_limit_reached()
    }

    /// Sets the outcomes of checked contacts. `visible` are those that exist.
    pub(super) async fn apply_checks(
        &mut self,
        checks: Vec<(ContactId, Check)>,
        visible: &HashSet<ContactId>,
        updates: &mut Vec<OutcomeUpdate>,
    ) -> Result<(), WorkError> {
        let unseen: Vec<ContactId> = checks
            .iter()
            .filter(|(id, check)| matches!(check, Check::Refused(_)) && !visible.contains(id))
            .map(|(id, _)| *id)
            .collect();
        updates.extend(self.classify_unseen(&unseen).await?);
        let is_denied = |(_, check): &&(ContactId, Check)| *check == Check::Refused(RefusedAs::Denied);
        let denied = checks.iter().filter(is_denied).filter(|(id, _)| !visible.contains(id)).count();
        self.refusals.subtract(denied);
        for (id, check) in checks {
            match (check, visible.contains(&id)) {
                (Check::Canary, true) => {
                    // The portal confirmed a deletion that did not happen.
                    self.canary.remove(&id);
                    // The contact counts as tried: if it disappears later, this job has deleted it.
                    updates.push(OutcomeUpdate::unclear(id));
                    self.stop_with(pause(Reason::NotDeleting));
                }
                (Check::Canary, false) => {
                    self.canary.remove(&id);
                    self.job.is_canary_done |= self.canary.is_empty() && self.end.is_none();
                }
                (Check::Refused(RefusedAs::NotReached), true) => {
                    self.to_read_again.push_back(id);
                    updates.push(OutcomeUpdate::untried(id));
                }
                (Check::Refused(RefusedAs::Unsure), true) if self.may_ask_alone() => {
                    // In a call of its own the refusal cannot be an echo of an earlier one.
                    self.to_ask_alone.insert(id);
                    self.to_read_again.push_back(id);
                    updates.push(OutcomeUpdate::untried(id));
                }
                (Check::Refused(refused_as), true) => {
                    updates.push(OutcomeUpdate::refused_and_there(id, refused_as));
                }
                (Check::Refused(_), false) => {}
            }
        }
        Ok(())
    }
}
