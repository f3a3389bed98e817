//! Contacts in doubt: their deletion was refused, or said to be done and not proved yet. They are looked for along with other
//! work; what is left when the work comes to rest is looked for before it does.

use std::collections::{BTreeSet, HashSet};

use super::{Doubt, Erasing};
use crate::bitrix::contacts::bulk::DeleteReply;
use crate::bitrix::error::RefusalKind;
use crate::domain::ids::ContactId;
use crate::domain::job::{JobState, Reason, RefusedAs, Settled};
use crate::worker::failure_policy::pause;
use crate::worker::{WorkError, WorkResult};

/// Which kind of refusal it is for the contact, if the word is one.
pub(super) fn refused_as(reply: DeleteReply) -> Option<RefusedAs> {
    match reply {
        DeleteReply::Refused(RefusalKind::Other) => Some(RefusedAs::Refused),
        DeleteReply::Refused(_) => Some(RefusedAs::Denied),
        DeleteReply::Echoed => Some(RefusedAs::Unsure),
        DeleteReply::NotReached => Some(RefusedAs::NotReached),
        DeleteReply::Deleted | DeleteReply::NotTried | DeleteReply::Unclear => None,
    }
}

impl Erasing<'_> {
    /// Looks for those that no other call has taken along, unless the portal wants to be left alone. What cannot be looked
    /// for now is known to be refused: the next work on the job begins with it.
    pub(super) async fn clear_doubts(&mut self) -> Result<(), WorkError> {
        let waits =
            matches!(self.end, Some(WorkResult::MoveTo { state: JobState::Waiting, .. } | WorkResult::Fault));
        if waits || self.doubts.is_empty() {
            return Ok(());
        }
        let ids: BTreeSet<ContactId> = self.doubts.iter().map(|(id, _)| *id).collect();
        match self.still_there(&ids).await {
            Ok(there) => {
                let (doubts, mut settled) = (std::mem::take(&mut self.doubts), Vec::new());
                self.settle_doubts(doubts, &there.into_iter().collect(), &mut settled).await?;
                self.settle(&settled, true).await
            }
            Err(end) => {
                self.stop_with(end);
                Ok(())
            }
        }
    }

    /// Whether it still matters what a contact was refused for, and may be asked.
    fn may_ask_apart(&self) -> bool {
        !self.job.wants_cancel && !self.refusals.are_many()
    }

    /// What a look says about them.
    pub(super) async fn settle_doubts(
        &mut self,
        doubts: Vec<(ContactId, Doubt)>,
        visible: &HashSet<ContactId>,
        settled: &mut Vec<Settled>,
    ) -> Result<(), WorkError> {
        let unseen: Vec<ContactId> = doubts
            .iter()
            .filter(|(id, doubt)| matches!(doubt, Doubt::Refused(_)) && !visible.contains(id))
            .map(|(id, _)| *id)
            .collect();
        settled.extend(self.gone_or_ours(&unseen).await?);
        let is_denied = |(_, doubt): &&(ContactId, Doubt)| *doubt == Doubt::Refused(RefusedAs::Denied);
        let denied = doubts.iter().filter(is_denied).filter(|(id, _)| !visible.contains(id)).count();
        self.refusals.were_none(denied);
        for (id, doubt) in doubts {
            match (doubt, visible.contains(&id)) {
                (Doubt::Canary, true) => {
                    // The portal's word is worth nothing: the contact is open again.
                    self.canary.remove(&id);
                    // Should it go later after all, it was this job that asked for it.
                    settled.push(Settled::unclear(id));
                    self.stop_with(pause(Reason::NotDeleting));
                }
                (Doubt::Canary, false) => {
                    self.canary.remove(&id);
                    self.job.is_canary_done |= self.canary.is_empty() && self.end.is_none();
                }
                (Doubt::Refused(RefusedAs::NotReached), true) => {
                    self.again.push_back(id);
                    settled.push(Settled::untried(id));
                }
                (Doubt::Refused(RefusedAs::Unsure), true) if self.may_ask_apart() => {
                    // The first refusal in a call is told as it is.
                    self.apart.insert(id);
                    self.again.push_back(id);
                    settled.push(Settled::untried(id));
                }
                (Doubt::Refused(refused_as), true) => settled.push(Settled::refusal(id, refused_as)),
                (Doubt::Refused(_), false) => {}
            }
        }
        Ok(())
    }
}
