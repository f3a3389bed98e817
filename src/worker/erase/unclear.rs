//! Answers that were lost: the portal may have done all of it, a part, or may still be at it. Nothing is asked for
//! again before a look has told what is left, twice the same.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Doubt, Erasing};
use crate::bitrix::contacts::bulk::{self, MOST_LOOKS};
use crate::bitrix::portion::Asking;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, LONGEST_REQUEST, Outcome, Reason, Settled};
use crate::worker::lost::next_look;
use crate::worker::setback::waits;
use crate::worker::{End, Stop};

/// How long to look away between two looks. A deletion under way has to fit in, or nothing would seem to happen.
const PAUSE: Duration = Duration::from_secs(3);
const LONGEST_PAUSE: Duration = Duration::from_mins(2);
/// Lost answers for one contact after which it is left alone.
const MOST_TRIES: u32 = 3;

/// What is said of a contact that nobody can look for any more.
pub(super) fn given_up(item: &Item) -> Settled {
    match item.refused_as {
        Some(refused_as) => Settled::refusal(item.contact_id, refused_as),
        None => Settled::because(item.contact_id, Outcome::Failed, ItemCode::NoClearAnswer),
    }
}

impl Erasing<'_> {
    /// What an earlier process, or this one before it stopped, has asked for without hearing the answer.
    pub(super) async fn recover(&mut self) -> Result<(), Stop> {
        let limit = u32::try_from(MOST_LOOKS).unwrap_or(u32::MAX);
        while self.end.is_none() {
            let asked = self.desk.store.find_items(self.job.id, &[Outcome::Asked], None, limit).await?;
            if asked.is_empty() {
                break;
            }
            for item in asked {
                match item.refused_as {
                    Some(refused_as) => self.doubts.push((item.contact_id, Doubt::Refused(refused_as))),
                    None => self.unclear.push(item.contact_id),
                }
            }
            self.clear_doubts().await?;
            if self.end.is_none() {
                self.clear_up().await?;
            }
        }
        // What came back to pending is found by the cursor, which has not moved yet.
        self.again.clear();
        if self.end.is_none() && self.job.wants_cancel {
            self.stop_with(End::to(crate::domain::job::JobState::Cancelled));
        }
        Ok(())
    }

    /// Finds out what became of the unclear ones.
    pub(super) async fn clear_up(&mut self) -> Result<(), Stop> {
        let mut left: BTreeSet<ContactId> = std::mem::take(&mut self.unclear).into_iter().collect();
        let mut is_first = true;
        let mut gone_so_far = 0;
        let lost_after = std::mem::take(&mut self.lost_after);
        while !left.is_empty() {
            let there = match self.still_there(&left).await {
                Ok(there) => there,
                Err(end) => {
                    self.stop_with(end);
                    return Ok(());
                }
            };
            self.has_answered = true;
            let gone: Vec<Settled> =
                left.difference(&there).map(|id| Settled::plain(*id, Outcome::Deleted)).collect();
            let is_at_rest = gone.is_empty() && !is_first;
            self.settle(&gone, true).await?;
            left = there;
            if is_at_rest && self.job.wants_cancel && self.may_be_under_way().await? {
                return Ok(());
            }
            if is_at_rest {
                return self.ask_again(left).await;
            }
            is_first = false;
            gone_so_far += u32::try_from(gone.len()).unwrap_or(u32::MAX);
            if !left.is_empty() {
                // So many were deleted while the call was under way: that is how long one takes.
                let seen = lost_after / (gone_so_far + 1);
                let told = Duration::from_secs_f64(self.lane.seconds_per_delete().clamp(0.0, 60.0));
                let pause = seen.max(told).saturating_mul(2).clamp(PAUSE, LONGEST_PAUSE);
                self.desk.clock.sleep(pause).await;
            }
        }
        Ok(())
    }

    /// A cancelled job asks nobody again, so what is not deleted yet would count as never begun: it waits while the portal
    /// may still be at work. `false`: no request is so old.
    async fn may_be_under_way(&mut self) -> Result<bool, Stop> {
        let limit = u32::try_from(MOST_LOOKS).unwrap_or(u32::MAX);
        let asked = self.desk.store.find_items(self.job.id, &[Outcome::Asked], None, limit).await?;
        let now = self.desk.clock.now();
        let is_young = |item: &&Item| {
            item.refused_as.is_none() && item.asked_at.is_some_and(|at| at.until(now) < LONGEST_REQUEST)
        };
        let open: Vec<&Item> = asked.iter().filter(is_young).collect();
        if open.is_empty() {
            return Ok(false);
        }
        self.stop_with(waits(Reason::AnswerLost, next_look(&open, now)));
        Ok(true)
    }

    pub(super) async fn still_there(
        &mut self,
        ids: &BTreeSet<ContactId>,
    ) -> Result<BTreeSet<ContactId>, End> {
        let ids: Vec<ContactId> = ids.iter().copied().collect();
        let mut there = BTreeSet::new();
        let mut left = ids.as_slice();
        while !left.is_empty() {
            let rest = self.errand.rest();
            let most = rest.limiter().portion(&self.endpoint, Asking::Ids);
            let (part, others) = left.split_at(most.min(left.len()));
            left = others;
            let call = |caller| async move { bulk::look_for(rest, &caller, part).await };
            match self.errand.call(call).await {
                Ok(visible) => there.extend(visible),
                Err(error) => return Err(self.setbacks.of(&error)),
            }
        }
        Ok(there)
    }

    /// They are still there and nobody is at work on them: they are open again.
    async fn ask_again(&mut self, left: BTreeSet<ContactId>) -> Result<(), Stop> {
        let ids: Vec<ContactId> = left.into_iter().collect();
        let tries = self.desk.store.find_tries(self.job.id, &ids).await?;
        let open_again = |id: &ContactId| tries.get(&id.get()).is_none_or(|tries| tries + 1 < MOST_TRIES);
        let settled: Vec<Settled> = ids
            .iter()
            .map(|id| {
                if open_again(id) {
                    Settled::unclear(*id)
                } else {
                    Settled::because(*id, Outcome::Failed, ItemCode::NoClearAnswer)
                }
            })
            .collect();
        self.again.extend(ids.iter().filter(|id| open_again(id)));
        self.settle(&settled, true).await
    }
}
