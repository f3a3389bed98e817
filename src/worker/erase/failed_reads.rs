//! Reads that fail although the portal answers other calls: the answer is too long, or one contact causes an error.
//! Such reads run apart from all other work. The number of contacts is halved until the contact that cannot be read
//! is alone. If it fails three times alone, it is not deleted, and the job continues. If the portal answers nothing,
//! no contact fails and the job waits.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use super::EraseRun;
use crate::bitrix::contacts::bulk::{self, BatchPlan, PAGE, ReadOptions};
use crate::bitrix::error::RestError;
use crate::bitrix::read_size::ReadKind;
use crate::domain::ids::ContactId;
use crate::domain::job::{ItemCode, Outcome, OutcomeUpdate};
use crate::flows::job_client::AccessError;
use crate::worker::WorkError;

/// After so many failures a contact is read alone: `PAGE`, halved so often, is one.
const ALONE: u32 = 6;
/// A contact gets the outcome "failed" after so many failures alone.
const MOST_TRIES: u32 = 3;
/// The pause after a failed read; doubled with each further failure.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// How many contacts are candidates for the read that shows whether the portal answers.
const CANDIDATES: u32 = 50;
/// No portal has a contact with so high an id, so a list of it is empty.
const UNUSED_ID: u32 = u32::MAX;

/// The contacts whose read has failed.
#[derive(Debug, Default)]
pub(super) struct FailedReads {
    /// How often the read of each contact has failed.
    failures: HashMap<ContactId, u32>,
    /// Contacts that wait to be read again, those with the fewest failures first.
    waiting: BTreeSet<(u32, ContactId)>,
    /// Failures since the last answered read.
    in_a_row: u32,
}

impl FailedReads {
    pub(super) fn from(known: Vec<(ContactId, u32)>) -> Self {
        let waiting = known.iter().map(|(id, failures)| (*failures, *id)).collect();
        Self { failures: known.into_iter().collect(), waiting, in_a_row: 0 }
    }

    /// Whether the contact's read has failed before. Then it must not be read with others.
    pub(super) fn contains(&self, id: ContactId) -> bool {
        self.failures.contains_key(&id)
    }

    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Takes the contacts to read together in the next call.
    pub(super) fn take(&mut self, most: usize) -> Vec<ContactId> {
        let Some(&(least, _)) = self.waiting.first() else { return Vec::new() };
        let alike = self.waiting.iter().take_while(|(failures, _)| *failures == least);
        let next: Vec<(u32, ContactId)> = alike.take(contacts_per_read(least).min(most)).copied().collect();
        for one in &next {
            self.waiting.remove(one);
        }
        next.into_iter().map(|(_, id)| id).collect()
    }

    /// Lets contacts wait again with as many failures as before. Returns those that have never failed.
    fn put_back(&mut self, ids: Vec<ContactId>) -> Vec<ContactId> {
        let mut others = Vec::new();
        for id in ids {
            match self.failures.get(&id) {
                Some(failures) => drop(self.waiting.insert((*failures, id))),
                None => others.push(id),
            }
        }
        others
    }

    /// Records how often the read of these contacts has failed.
    fn record_failure(&mut self, ids: &[ContactId], failures: u32) {
        for id in ids {
            self.failures.insert(*id, failures);
            self.waiting.insert((failures, *id));
        }
    }

    fn forget(&mut self, ids: &[ContactId]) {
        for id in ids {
            self.failures.remove(id);
        }
    }

    fn failures(&self, id: ContactId) -> u32 {
        self.failures.get(&id).copied().unwrap_or(0)
    }
}

/// How many contacts with so many failures are read together.
fn contacts_per_read(failures: u32) -> usize {
    PAGE.checked_shr(failures.saturating_sub(1)).unwrap_or(0).max(1)
}

/// The number of failures after `together_now` contacts failed together. It makes the next read half as large.
fn failures_after(together_now: usize) -> u32 {
    (1..ALONE).find(|failures| contacts_per_read(*failures) * 2 <= together_now).unwrap_or(ALONE)
}

impl EraseRun<'_> {
    /// Plans a call that only reads contacts whose read has failed.
    pub(super) fn plan_failed_reads(&mut self, read_options: ReadOptions) -> Option<BatchPlan> {
        let most = self.client.rest().limiter().contacts_per_read(&self.endpoint, ReadKind::Contacts);
        let reads = self.failed_reads.take(most);
        let (lookups, deletes, method) = (Vec::new(), Vec::new(), self.settings.method);
        (!reads.is_empty()).then_some(BatchPlan {
            lookups,
            reads,
            read_options,
            deletes,
            method,
            halts: false,
        })
    }

    /// Records contacts that were read.
    pub(super) fn record_read(&mut self, ids: &[ContactId]) {
        if !ids.is_empty() {
            self.failed_reads.in_a_row = 0;
            self.failed_reads.forget(ids);
        }
    }

    /// Lets contacts be read again, with as many failures as before.
    pub(super) fn read_again(&mut self, ids: Vec<ContactId>) {
        let others = self.failed_reads.put_back(ids);
        self.to_read_again.extend(others);
    }

    /// Handles a read that failed in a call with deletions. It is unclear which of them caused the failure, so the
    /// contacts are read apart.
    pub(super) fn read_alone_later(&mut self, ids: &[ContactId], error: &AccessError) {
        if ids.is_empty() {
            return;
        }
        if matches!(error, AccessError::Rest(cause) if cause.may_be_too_large()) {
            self.client.rest().limiter().record_failed_read(&self.endpoint, ReadKind::Contacts, ids.len());
        }
        let (known, new): (Vec<_>, Vec<_>) = ids.iter().partition(|id| self.failed_reads.contains(**id));
        self.failed_reads.put_back(known);
        self.failed_reads.record_failure(&new, 1);
    }

    /// Handles a read without a readable answer. If the portal answers other reads, the next read is half as large.
    /// Otherwise no failure is counted for the contacts, and the run stops.
    pub(super) async fn handle_failed_reads(
        &mut self,
        read_options: ReadOptions,
        ids: Vec<ContactId>,
        error: &AccessError,
    ) -> Result<(), WorkError> {
        let AccessError::Rest(cause) = error else {
            self.read_again(ids);
            self.stop_because_of(error).await;
            return Ok(());
        };
        if ids.is_empty() {
            return Ok(());
        }
        if !cause.may_be_too_large() || !self.has_answered && !cause.is_too_long() {
            self.read_again(ids);
            self.stop_because_of(error).await;
            return Ok(());
        }
        if !ids.iter().any(|id| self.failed_reads.contains(*id)) {
            self.client.rest().limiter().record_failed_read(&self.endpoint, ReadKind::Contacts, ids.len());
        }
        if !cause.is_too_long()
            && let Err(no_answer) = self.read_other_contact(read_options, &ids).await?
        {
            self.read_again(ids);
            self.stop_because_of(&no_answer).await;
            return Ok(());
        }
        self.count_failed_read(&ids, read_options, cause).await?;
        if !cause.is_too_long() {
            let pause = PAUSE.saturating_mul(2_u32.saturating_pow(self.failed_reads.in_a_row.min(16)));
            self.failed_reads.in_a_row += 1;
            self.context.clock.sleep(pause.min(LONGEST_PAUSE)).await;
        }
        Ok(())
    }

    async fn count_failed_read(
        &mut self,
        ids: &[ContactId],
        read_options: ReadOptions,
        cause: &RestError,
    ) -> Result<(), WorkError> {
        let &[alone] = ids else {
            let known = ids.iter().map(|id| self.failed_reads.failures(*id)).max().unwrap_or(0);
            let failures = failures_after(ids.len()).max((known + 1).min(ALONE));
            self.failed_reads.record_failure(ids, failures);
            return Ok(self
                .context
                .write_with_retry(|| self.context.store.save_failed_reads(&self.lease, ids, failures))
                .await?);
        };
        let failures = self.failed_reads.failures(alone).max(ALONE) + 1;
        if failures < ALONE + MOST_TRIES {
            self.failed_reads.record_failure(ids, failures);
            return Ok(self
                .context
                .write_with_retry(|| self.context.store.save_failed_reads(&self.lease, ids, failures))
                .await?);
        }
        tracing::info!(job.id = %self.job.id, error = %cause, "a contact cannot be read; it is not deleted");
        self.failed_reads.forget(ids);
        let code = if read_options.is_whole { ItemCode::NoSnapshot } else { ItemCode::NoClearAnswer };
        self.save_outcomes(&[OutcomeUpdate::with_code(alone, Outcome::Failed, code)], true).await
    }

    /// After a wait, checks whether the portal answers at all, before a contact is read.
    pub(super) async fn probe_portal(&mut self) {
        let unused: Vec<ContactId> = ContactId::new(UNUSED_ID).into_iter().collect();
        let (rest, asked) = (self.client.rest(), &unused);
        let call = |caller| async move { bulk::find_existing(rest, &caller, asked).await };
        match self.client.call(call).await {
            Ok(_) => self.has_answered = true,
            Err(error) => self.stop_because_of(&error).await,
        }
    }

    /// Checks whether the portal answers the same read for another contact. `Err`: it does not.
    async fn read_other_contact(
        &mut self,
        read_options: ReadOptions,
        than: &[ContactId],
    ) -> Result<Result<(), AccessError>, WorkError> {
        let reads: Vec<ContactId> =
            self.pick_other_contact(than).await?.or(ContactId::new(UNUSED_ID)).into_iter().collect();
        let (lookups, deletes, method) = (Vec::new(), Vec::new(), self.settings.method);
        let plan = BatchPlan { lookups, reads, read_options, deletes, method, halts: false };
        let (rest, asked) = (self.client.rest(), &plan);
        let call = |caller| async move {
            let reply = bulk::execute(rest, &caller, asked).await?;
            match reply.trouble {
                Some(error) => Err(error),
                None if !reply.unread.is_empty() => Err(RestError::Unreadable { status: 200 }),
                None => Ok(()),
            }
        };
        Ok(self.client.call(call).await)
    }

    /// Picks another contact of this job whose read has not failed: one that was already read, or one of the next.
    /// Each time another one is picked, because it may cause an error too.
    async fn pick_other_contact(&self, than: &[ContactId]) -> Result<Option<ContactId>, WorkError> {
        if let Some(ready) = self.ready.front() {
            return Ok(Some(ready.id));
        }
        let pending = [Outcome::Pending];
        let next = self.context.store.find_items(self.job.id, &pending, self.cursor, CANDIDATES).await?;
        let next = next.iter().map(|item| item.contact_id).chain(self.to_read_again.iter().copied());
        let others: Vec<ContactId> =
            next.filter(|id| !than.contains(id) && !self.failed_reads.contains(*id)).collect();
        let turn = (self.policy.setbacks + self.failed_reads.in_a_row) as usize;
        Ok(others.get(turn % others.len().max(1)).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: impl IntoIterator<Item = u32>) -> Vec<ContactId> {
        numbers.into_iter().filter_map(ContactId::new).collect()
    }

    #[test]
    fn contacts_that_failed_together_are_halved_down_to_one() {
        let sizes: Vec<usize> = (1..=8).map(contacts_per_read).collect();
        assert_eq!(sizes, [50, 25, 12, 6, 3, 1, 1, 1]);
        for (now, next) in [(150, 50), (100, 50), (50, 25), (25, 12), (12, 6), (6, 3), (3, 1), (2, 1)] {
            assert_eq!(contacts_per_read(failures_after(now)), next, "{now}");
        }
    }

    #[test]
    fn contacts_that_failed_least_are_read_first_and_apart() {
        let mut failed = FailedReads::from(vec![]);
        failed.record_failure(&ids(1..=40), 2);
        failed.record_failure(&ids([90]), 1);
        assert_eq!(failed.take(50), ids([90]));
        assert_eq!(failed.take(50), ids(1..=25));
        assert_eq!(failed.take(10), ids(26..=35));
        assert_eq!(failed.put_back(ids([1, 500])), ids([500]), "not known to fail");
        assert_eq!(failed.take(50), ids([1, 36, 37, 38, 39, 40]));
        assert!(!failed.is_waiting() && failed.contains(ids([7])[0]));
    }
}
