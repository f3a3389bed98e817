//! Finds out what became of contacts that were asked for: by the id in the row, or by the mark on the portal. A
//! contact with neither may still be created.

use std::collections::HashMap;
use std::time::Duration;

use super::{RestoreRun, with_new_id};
use crate::bitrix::contacts::creation::{self, UnmarkReply};
use crate::bitrix::contacts::marks::{self, MarkSearch};
use crate::domain::clock::UnixTime;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, LONGEST_REQUEST, Outcome, OutcomeUpdate, Reason};
use crate::flows::job_client::AccessError;
use crate::worker::call_size::WriteKind;
use crate::worker::failure_policy::wait_until;
use crate::worker::lost_answers::next_check;
use crate::worker::{WorkError, WorkResult};

/// The pause before the portal is asked again to remove a mark.
const SHORTEST_PAUSE: Duration = Duration::from_secs(5);
/// After so many lost creations a contact fails.
const MOST_TRIES: u32 = 3;
/// After so many checks a mark that is still there is left on the contact.
const MOST_CHECKS_OF_A_MARK: u32 = 8;
/// Contacts that are resolved at a time.
const AT_A_TIME: u32 = 50;
/// Marks that one call searches. Each search is a list of its own, and on some portals a list takes seconds.
const MARKS_IN_A_CALL: usize = 10;
/// How often the portal is asked to remove a mark.
const MOST_REMOVALS: u32 = 3;

impl RestoreRun<'_> {
    /// Resolves all contacts that were asked for. If the portal may still be at work, the job waits.
    pub(super) async fn resolve_asked(&mut self) -> Result<(), WorkError> {
        loop {
            let asked =
                self.context.store.find_items(self.job.id, &[Outcome::Asked], None, AT_A_TIME).await?;
            if asked.is_empty() {
                return Ok(());
            }
            let created: Vec<(ContactId, ContactId)> =
                asked.iter().filter_map(|item| Some((item.contact_id, item.new_id?))).collect();
            if !created.is_empty() {
                self.remove_marks(created).await?;
                continue;
            }
            self.search_marks(&asked).await?;
        }
    }

    /// Searches contacts whose creation has no clear answer. Contacts that are found get their ids. Contacts that are
    /// not found become pending again once no call can be creating them.
    async fn search_marks(&mut self, asked: &[Item]) -> Result<(), WorkError> {
        let searched_at = self.context.clock.now();
        let marks: Vec<String> = asked.iter().map(|item| self.mark(item.contact_id)).collect();
        let search = self.find_marks(&marks).await?;
        let (mut numbers, mut missing, mut unclear) = (Vec::new(), Vec::new(), Vec::new());
        for (item, search) in asked.iter().zip(search) {
            match search {
                MarkSearch::Found(new_id) => {
                    numbers.push(with_new_id(item.contact_id, new_id, Outcome::Asked));
                }
                MarkSearch::NotFound => missing.push(item),
                MarkSearch::Unclear => unclear.push(item),
            }
        }
        let all: Vec<&Item> = missing.iter().chain(&unclear).copied().collect();
        if !numbers.is_empty() {
            self.save_answers(&numbers).await?;
            return self.restart_asked_time(&all, searched_at).await;
        }
        let is_over = |item: &&Item| item.asked_at.is_some_and(|at| at.until(searched_at) >= LONGEST_REQUEST);
        missing.retain(is_over);
        unclear.retain(is_over);
        // It cannot be found out whether these contacts were deleted since they were created, so creating them again
        // would be a guess.
        let (claimed, missing): (Vec<&Item>, Vec<&Item>) =
            missing.into_iter().partition(|item| item.was_confirmed);
        unclear.extend(claimed);
        let (mut updates, missing) = self.vanished(missing).await?;
        updates.extend(self.not_created(&missing).await?);
        let given_up = |item: &&Item| {
            OutcomeUpdate::with_code(item.contact_id, Outcome::Failed, ItemCode::NoClearAnswer)
        };
        updates.extend(unclear.iter().map(given_up));
        if updates.is_empty() {
            let timeless: Vec<&Item> = all.iter().filter(|item| item.asked_at.is_none()).copied().collect();
            self.restart_asked_time(&timeless, searched_at).await?;
            return Err(WorkError::Stopped(wait_until(Reason::AnswerLost, next_check(&all, searched_at))));
        }
        self.save_answers(&updates).await
    }

    /// Searches the marks; the results have the order of the marks.
    pub(super) async fn find_marks(&self, wanted: &[String]) -> Result<Vec<MarkSearch>, WorkError> {
        let mut search = Vec::with_capacity(wanted.len());
        for wanted in wanted.chunks(MARKS_IN_A_CALL) {
            let rest = self.client.rest();
            let call = |caller| async move { marks::find(rest, &caller, wanted).await };
            search.extend(
                self.client
                    .call(call)
                    .await
                    .map_err(|error| WorkError::Stopped(self.policy.for_access_error(&error)))?,
            );
        }
        Ok(search)
    }

    async fn restart_asked_time(&self, items: &[&Item], from: UnixTime) -> Result<(), WorkError> {
        if items.is_empty() {
            return Ok(());
        }
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        Ok(self
            .context
            .write_with_retry(|| self.context.store.restart_asked_time(&self.lease, &ids, from))
            .await?)
    }

    async fn not_created(&self, items: &[&Item]) -> Result<Vec<OutcomeUpdate>, WorkError> {
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let tries = self.context.store.find_tries(self.job.id, &ids).await?;
        let outcome = |id: &ContactId| {
            let before = tries.get(&id.get()).copied().unwrap_or(0);
            if before + 1 < MOST_TRIES {
                OutcomeUpdate::unclear(*id)
            } else {
                OutcomeUpdate::with_code(*id, Outcome::Failed, ItemCode::NoClearAnswer)
            }
        };
        Ok(ids.iter().map(outcome).collect())
    }

    /// The marks of these contacts. Contacts that the user cannot see are not among them.
    pub(super) async fn read_marks(
        &self,
        ids: &[ContactId],
    ) -> Result<HashMap<ContactId, Option<String>>, WorkError> {
        let rest = self.client.rest();
        let call = |caller| async move { marks::read(rest, &caller, ids).await };
        let answer = self.client.call(call).await;
        answer.map_err(|error| WorkError::Stopped(self.policy.for_access_error(&error)))
    }

    /// Checks contacts whose marks an earlier run was removing. A contact without a mark is restored.
    pub(super) async fn check_marks(&mut self) -> Result<(), WorkError> {
        let asked = self.context.store.find_items(self.job.id, &[Outcome::Asked], None, AT_A_TIME).await?;
        let created: Vec<(ContactId, ContactId)> =
            asked.iter().filter_map(|item| Some((item.contact_id, item.new_id?))).collect();
        if created.is_empty() {
            return Ok(());
        }
        let ids: Vec<ContactId> = created.iter().map(|(_, new_id)| *new_id).collect();
        let seen = self.read_marks(&ids).await?;
        let old_ids: Vec<ContactId> = created.iter().map(|(old_id, _)| *old_id).collect();
        let tries = self.context.store.find_tries(self.job.id, &old_ids).await?;
        let mut updates = Vec::with_capacity(created.len());
        for (old_id, new_id) in created {
            let is_free = seen.get(&new_id).is_some_and(|mark| !self.is_ours(mark.as_deref()));
            let checks = tries.get(&old_id.get()).copied().unwrap_or(0) + 1;
            updates.push(if is_free {
                with_new_id(old_id, new_id, Outcome::Restored)
            } else if checks < MOST_CHECKS_OF_A_MARK {
                OutcomeUpdate { was_unclear: true, ..with_new_id(old_id, new_id, Outcome::Asked) }
            } else {
                mark_left(old_id, new_id)
            });
        }
        self.save_answers(&updates).await
    }

    /// Whether it is a mark of this restore or of another restore of the same job.
    fn is_ours(&self, mark: Option<&str>) -> bool {
        mark.is_some_and(|mark| mark.starts_with(&format!("{}-", self.source)))
    }

    /// Removes marks by writing back the original values of the fields. If the portal does not remove a mark after
    /// several calls, the mark is reported as left.
    async fn remove_marks(&mut self, mut created: Vec<(ContactId, ContactId)>) -> Result<(), WorkError> {
        created.truncate(self.context.call_sizes.contacts_per_call(WriteKind::Unmark, &self.endpoint));
        for nth in 1..=MOST_REMOVALS {
            let mut marked = Vec::with_capacity(created.len());
            for (old_id, new_id) in &created {
                marked.push((*new_id, self.fields(*old_id).await?.unwrap_or_default()));
            }
            let (rest, wanted) = (self.client.rest(), &marked);
            let call = |caller| async move { creation::unmark(rest, &caller, wanted).await };
            let (replies, took) = match self.client.call(call).await {
                Ok(answer) => answer,
                // The next run checks the marks, and removing a mark twice does no harm.
                Err(error) => {
                    if matches!(&error, AccessError::Rest(error) if error.may_have_run()) {
                        self.context.call_sizes.record_lost_answer(
                            WriteKind::Unmark,
                            &self.endpoint,
                            created.len(),
                        );
                    }
                    return Err(WorkError::Stopped(self.policy.for_access_error(&error)));
                }
            };
            let done = replies.iter().filter(|reply| **reply == UnmarkReply::Done).count();
            self.context.call_sizes.record(WriteKind::Unmark, &self.endpoint, done, took);
            let (mut updates, mut trouble, mut left) = (Vec::new(), None, Vec::new());
            for ((old_id, new_id), reply) in created.into_iter().zip(replies) {
                match reply {
                    UnmarkReply::Done => updates.push(with_new_id(old_id, new_id, Outcome::Restored)),
                    UnmarkReply::NotTried(kind) => trouble = Some(kind),
                    UnmarkReply::Refused | UnmarkReply::Unclear if nth < MOST_REMOVALS => {
                        left.push((old_id, new_id));
                    }
                    UnmarkReply::Refused | UnmarkReply::Unclear => updates.push(mark_left(old_id, new_id)),
                }
            }
            self.save_answers(&updates).await?;
            if let Some(kind) = trouble {
                return Err(WorkError::Stopped(self.policy.for_refusal(kind)));
            }
            if left.is_empty() {
                return Ok(());
            }
            created = left;
            self.context.clock.sleep(SHORTEST_PAUSE).await;
        }
        Ok(())
    }
}

fn mark_left(old_id: ContactId, new_id: ContactId) -> OutcomeUpdate {
    OutcomeUpdate { code: Some(ItemCode::MarkLeft), ..with_new_id(old_id, new_id, Outcome::Restored) }
}

/// The outcome of a contact that can no longer be looked up.
pub(super) fn given_up(item: &Item) -> OutcomeUpdate {
    match item.new_id {
        Some(new_id) => mark_left(item.contact_id, new_id),
        None => OutcomeUpdate::with_code(item.contact_id, Outcome::Failed, ItemCode::NoClearAnswer),
    }
}

impl RestoreRun<'_> {
    /// Saves the id of a contact that the verification found by its mark, and removes the mark.
    pub(super) async fn remove_mark_of(
        &mut self,
        old_id: ContactId,
        new_id: ContactId,
    ) -> Result<(), WorkError> {
        self.save_answers(&[with_new_id(old_id, new_id, Outcome::Asked)]).await?;
        self.remove_marks(vec![(old_id, new_id)]).await
    }

    /// The result of the run after a failed call.
    pub(super) fn result_of_error(&self, error: &AccessError) -> WorkResult {
        self.policy.for_access_error(error)
    }
}
