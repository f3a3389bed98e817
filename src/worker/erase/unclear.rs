//! Handles lost answers. The portal may have executed the call, or a part of it, or may still be at work. No contact
//! is asked for again until two lookups in a row give the same result.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Check, EraseRun};
use crate::bitrix::contacts::bulk::{self, MOST_LOOKUPS};
use crate::bitrix::read_size::ReadKind;
use crate::domain::clock::UnixTime;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, LONGEST_REQUEST, Outcome, OutcomeUpdate, Reason};
use crate::worker::failure_policy::wait_until;
use crate::worker::lost_answers::next_check;
use crate::worker::{WorkError, WorkResult};

/// The pause between two lookups. It must be longer than a deletion; otherwise two lookups may see no change while
/// the portal deletes.
const PAUSE: Duration = Duration::from_secs(3);
const LONGEST_PAUSE: Duration = Duration::from_mins(2);
/// The cloud's front end cuts a call only after a long wait, and the portal continues the call. A call that fails
/// earlier has ended.
const CUT_AFTER: Duration = Duration::from_secs(20);
/// After so many lost answers a contact fails.
const MOST_TRIES: u32 = 3;

/// The outcome of a contact that can no longer be looked up.
pub(super) fn given_up(item: &Item) -> OutcomeUpdate {
    match item.refused_as {
        Some(refused_as) => OutcomeUpdate::refused_and_there(item.contact_id, refused_as),
        None => OutcomeUpdate::with_code(item.contact_id, Outcome::Failed, ItemCode::NoClearAnswer),
    }
}

impl EraseRun<'_> {
    /// Looks up the contacts that an earlier run asked for without an answer.
    pub(super) async fn recover(&mut self) -> Result<(), WorkError> {
        let limit = u32::try_from(MOST_LOOKUPS).unwrap_or(u32::MAX);
        while self.end.is_none() {
            let asked = self.context.store.find_items(self.job.id, &[Outcome::Asked], None, limit).await?;
            if asked.is_empty() {
                break;
            }
            self.expect_cut_calls(&asked).await?;
            for item in asked {
                match item.refused_as {
                    Some(refused_as) => self.checks.push((item.contact_id, Check::Refused(refused_as))),
                    None => self.unclear.push(item.contact_id),
                }
            }
            self.run_checks().await?;
            if self.end.is_none() {
                self.resolve_unclear().await?;
            }
        }
        // The cursor is still at the start, so it finds the contacts that are pending again.
        self.to_read_again.clear();
        if self.end.is_none() && self.job.wants_cancel {
            self.stop_with(WorkResult::to(crate::domain::job::JobState::Cancelled));
        }
        Ok(())
    }

    /// Looks up contacts with unclear outcomes until two lookups are equal.
    pub(super) async fn resolve_unclear(&mut self) -> Result<(), WorkError> {
        let mut remaining: BTreeSet<ContactId> = std::mem::take(&mut self.unclear).into_iter().collect();
        let mut is_first = true;
        let mut gone_so_far = 0;
        let longest_lost_call = std::mem::take(&mut self.longest_lost_call);
        while !remaining.is_empty() {
            let existing = match self.find_existing(&remaining).await {
                Ok(existing) => existing,
                Err(end) => {
                    self.stop_with(end);
                    return Ok(());
                }
            };
            self.has_answered = true;
            let gone: Vec<OutcomeUpdate> =
                remaining.difference(&existing).map(|id| OutcomeUpdate::new(*id, Outcome::Deleted)).collect();
            let is_at_rest = gone.is_empty() && !is_first;
            self.save_outcomes(&gone, true).await?;
            remaining = existing;
            if !gone.is_empty() && self.at_work_until().is_some() {
                self.save_at_work_until(Duration::ZERO).await?;
            }
            if is_at_rest && self.may_be_under_way().await? {
                return Ok(());
            }
            if is_at_rest {
                return self.reopen(remaining).await;
            }
            is_first = false;
            gone_so_far += u32::try_from(gone.len()).unwrap_or(u32::MAX);
            if !remaining.is_empty() {
                // The number of deleted contacts shows how long one deletion takes.
                let seen = longest_lost_call / (gone_so_far + 1);
                let measured =
                    Duration::from_secs_f64(self.concurrency.seconds_per_delete().clamp(0.0, 60.0));
                let pause = seen.max(measured).saturating_mul(2).clamp(PAUSE, LONGEST_PAUSE);
                self.context.clock.sleep(pause).await;
            }
        }
        Ok(())
    }

    /// Records a lost answer. The time for which the portal may be at work counts from when the call was sent.
    pub(super) async fn note_lost_call(
        &mut self,
        deletes: &[ContactId],
        sent_at: Duration,
        took: Duration,
    ) -> Result<(), WorkError> {
        if deletes.is_empty() {
            return Ok(());
        }
        let since = self.context.clock.uptime().saturating_sub(sent_at);
        let from = self.context.clock.now().minus(since);
        self.context
            .write_with_retry(|| self.context.store.restart_asked_time(&self.lease, deletes, from))
            .await?;
        if took >= CUT_AFTER {
            self.save_at_work_until(since).await?;
        }
        Ok(())
    }

    /// Records that the portal may be at work on a call whose answer was cut off. `since` is the time since the call
    /// was sent, or since its last effect was seen.
    pub(super) async fn save_at_work_until(&mut self, since: Duration) -> Result<(), WorkError> {
        let until = self.context.clock.now().minus(since).plus(LONGEST_REQUEST);
        if self.job.at_work_until.is_none_or(|earlier| earlier < until) {
            self.job.at_work_until = Some(until);
            self.context
                .write_with_retry(|| self.context.store.save_at_work_until(&self.lease, until))
                .await?;
        }
        Ok(())
    }

    /// If the portal has cut an answer of this job before, it may also be at work on the calls of an earlier run.
    async fn expect_cut_calls(&mut self, asked: &[Item]) -> Result<(), WorkError> {
        let latest =
            asked.iter().filter(|item| item.refused_as.is_none()).filter_map(|item| item.asked_at).max();
        match latest {
            Some(at) if self.job.at_work_until.is_some() => {
                self.save_at_work_until(at.until(self.context.clock.now())).await
            }
            _ => Ok(()),
        }
    }

    fn at_work_until(&self) -> Option<UnixTime> {
        self.job.at_work_until.filter(|until| *until > self.context.clock.now())
    }

    /// Lets the job wait while the portal may be at work on a cut call, so that no contact is deleted twice. A
    /// cancelled job waits after every lost answer, because it will not look again and would report contacts as
    /// cancelled that the portal still deletes. `false`: no call can still be at work.
    async fn may_be_under_way(&mut self) -> Result<bool, WorkError> {
        let at_work_until = self.at_work_until();
        if at_work_until.is_none() && !self.job.wants_cancel {
            return Ok(false);
        }
        let limit = u32::try_from(MOST_LOOKUPS).unwrap_or(u32::MAX);
        let asked = self.context.store.find_items(self.job.id, &[Outcome::Asked], None, limit).await?;
        let now = self.context.clock.now();
        let is_young = |item: &&Item| {
            let is_recent = item.asked_at.is_some_and(|at| at.until(now) < LONGEST_REQUEST);
            item.refused_as.is_none() && (is_recent || at_work_until.is_some())
        };
        let open: Vec<&Item> = asked.iter().filter(is_young).collect();
        if open.is_empty() {
            return Ok(false);
        }
        let next = next_check(&open, now);
        let next = at_work_until.map_or(next, |until| if until < next { until } else { next });
        self.stop_with(wait_until(Reason::AnswerLost, next));
        Ok(true)
    }

    pub(super) async fn find_existing(
        &mut self,
        ids: &BTreeSet<ContactId>,
    ) -> Result<BTreeSet<ContactId>, WorkResult> {
        let ids: Vec<ContactId> = ids.iter().copied().collect();
        let mut existing = BTreeSet::new();
        let mut remaining = ids.as_slice();
        while !remaining.is_empty() {
            let rest = self.client.rest();
            let most = rest.limiter().contacts_per_read(&self.endpoint, ReadKind::Ids);
            let (part, others) = remaining.split_at(most.min(remaining.len()));
            remaining = others;
            let call = |caller| async move { bulk::find_existing(rest, &caller, part).await };
            match self.client.call(call).await {
                Ok(visible) => existing.extend(visible),
                Err(error) => return Err(self.policy.for_access_error(&error)),
            }
        }
        Ok(existing)
    }

    /// Makes contacts pending again that still exist and that no call deletes any more.
    async fn reopen(&mut self, remaining: BTreeSet<ContactId>) -> Result<(), WorkError> {
        let ids: Vec<ContactId> = remaining.into_iter().collect();
        let tries = self.context.store.find_tries(self.job.id, &ids).await?;
        let open_again = |id: &ContactId| tries.get(&id.get()).is_none_or(|tries| tries + 1 < MOST_TRIES);
        let updates: Vec<OutcomeUpdate> = ids
            .iter()
            .map(|id| {
                if open_again(id) {
                    OutcomeUpdate::unclear(*id)
                } else {
                    OutcomeUpdate::with_code(*id, Outcome::Failed, ItemCode::NoClearAnswer)
                }
            })
            .collect();
        self.to_read_again.extend(ids.iter().filter(|id| open_again(id)));
        self.save_outcomes(&updates, true).await
    }
}
