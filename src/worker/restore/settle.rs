//! What became of the contacts that were asked for: by the number in the row, or by the mark on the portal. What is
//! found under neither may still be on its way.

use std::time::Duration;

use super::{Restoring, numbered};
use crate::bitrix::contacts::creation::{self, Unmarked};
use crate::domain::clock::UnixTime;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, Outcome, Reason, Settled};
use crate::flows::errand::AccessError;
use crate::worker::setback::waits;
use crate::worker::{End, Stop};

/// No request is at work any longer than this. The cloud's front end cuts a request after 60 seconds, and the work goes on:
/// twenty creations of 14 seconds each were seen to take 280 (b24restdocs settings/performance/limits.md names no
/// upper bound). Twice that is left for what waits in a queue before its turn.
pub(super) const LONGEST_REQUEST: Duration = Duration::from_mins(10);
/// How long to look away after a look that did not find all; half of the time that has passed, within these.
const SHORTEST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(2);
/// Lost creations of one contact after which it is left alone.
const MOST_TRIES: u32 = 3;
/// Contacts looked for, or freed of their marks, in one call.
const LOOKS: u32 = 50;
/// Times that the portal is asked to take a mark off.
const UNMARKINGS: u32 = 3;

impl Restoring<'_> {
    /// Settles everything that was asked for. Where the portal may still be at work, the job waits.
    pub(super) async fn settle_asked(&mut self) -> Result<(), Stop> {
        loop {
            let asked = self.desk.store.find_items(self.job.id, &[Outcome::Asked], None, LOOKS).await?;
            if asked.is_empty() {
                return Ok(());
            }
            let created: Vec<(ContactId, ContactId)> =
                asked.iter().filter_map(|item| Some((item.contact_id, item.new_id?))).collect();
            if !created.is_empty() {
                self.take_marks_off(created).await?;
                continue;
            }
            self.look_for(&asked).await?;
        }
    }

    /// Looks for contacts whose creation has no clear answer. Those that are there get their numbers; those that are not
    /// there, and that no request can be creating any more, are open again.
    async fn look_for(&mut self, asked: &[Item]) -> Result<(), Stop> {
        let marks: Vec<(ContactId, String)> =
            asked.iter().map(|item| (item.contact_id, self.mark(item.contact_id))).collect();
        let looked_at = self.desk.clock.now();
        let (rest, wanted) = (self.errand.rest(), &marks);
        let call = |caller| async move { creation::find_by_marks(rest, &caller, wanted).await };
        let found = self.errand.call(call).await.map_err(|error| Stop::End(self.setbacks.of(&error)))?;
        let numbers: Vec<Settled> =
            found.iter().map(|(old, new)| numbered(*old, *new, Outcome::Asked)).collect();
        let missing: Vec<&Item> = asked.iter().filter(|item| !found.contains_key(&item.contact_id)).collect();
        // A row of before this column was filled counts from now on.
        let is_over = |item: &&Item| item.asked_at.is_some_and(|at| at.until(looked_at) >= LONGEST_REQUEST);
        let (over, open): (Vec<&Item>, Vec<&Item>) = missing.into_iter().partition(is_over);
        let mut settled = numbers;
        settled.extend(self.not_created(&over).await?);
        self.write(&settled).await?;
        if settled.is_empty() && !open.is_empty() {
            self.desk.store.note_asked(&self.lease, looked_at).await?;
            return Err(Stop::End(waits(Reason::AnswerLost, next_look(&open, looked_at))));
        }
        Ok(())
    }

    async fn not_created(&self, items: &[&Item]) -> Result<Vec<Settled>, Stop> {
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let tries = self.desk.store.find_tries(self.job.id, &ids).await?;
        let outcome = |id: &ContactId| {
            let before = tries.get(&id.get()).copied().unwrap_or(0);
            if before + 1 < MOST_TRIES {
                Settled::unclear(*id)
            } else {
                Settled::because(*id, Outcome::Failed, ItemCode::NoClearAnswer)
            }
        };
        Ok(ids.iter().map(outcome).collect())
    }

    /// Gives contacts back where they came from. The portal's answer about each of them is read: one that it refuses, again
    /// and again, is told.
    async fn take_marks_off(&mut self, mut created: Vec<(ContactId, ContactId)>) -> Result<(), Stop> {
        for nth in 1..=UNMARKINGS {
            let mut marked = Vec::with_capacity(created.len());
            for (old_id, new_id) in &created {
                marked.push((*new_id, self.fields(*old_id).await?.unwrap_or_default()));
            }
            let (rest, wanted) = (self.errand.rest(), &marked);
            let call = |caller| async move { creation::unmark(rest, &caller, wanted).await };
            let words = match self.errand.call(call).await {
                Ok(words) => words,
                // Done or not: the same once more does no harm.
                Err(AccessError::Rest(error)) => return Err(Stop::End(self.setbacks.of_rest(&error))),
                Err(error) => return Err(Stop::End(self.setbacks.of(&error))),
            };
            let (mut settled, mut trouble, mut left) = (Vec::new(), None, Vec::new());
            for ((old_id, new_id), word) in created.into_iter().zip(words) {
                match word {
                    Unmarked::Done => settled.push(numbered(old_id, new_id, Outcome::Restored)),
                    Unmarked::NotTried(kind) => trouble = Some(kind),
                    Unmarked::Refused | Unmarked::Unclear if nth < UNMARKINGS => left.push((old_id, new_id)),
                    Unmarked::Refused | Unmarked::Unclear => settled.push(Settled {
                        code: Some(ItemCode::MarkLeft),
                        ..numbered(old_id, new_id, Outcome::Restored)
                    }),
                }
            }
            self.write(&settled).await?;
            if let Some(kind) = trouble {
                return Err(Stop::End(self.setbacks.of_kind(kind)));
            }
            if left.is_empty() {
                return Ok(());
            }
            created = left;
            self.desk.clock.sleep(SHORTEST_PAUSE).await;
        }
        Ok(())
    }
}

/// When to look again: seldom, the longer nothing has come, and once more when nothing can come any more.
fn next_look(open: &[&Item], now: UnixTime) -> UnixTime {
    let first = open.iter().filter_map(|item| item.asked_at).min().unwrap_or(now);
    let pause = (first.until(now) / 2).clamp(SHORTEST_PAUSE, LONGEST_PAUSE);
    let over = first.plus(LONGEST_REQUEST);
    let next = now.plus(pause);
    if over > now && over < next { over } else { next }
}

impl Restoring<'_> {
    /// The same for the proof: a contact that was found under a mark.
    pub(super) async fn free(&mut self, old_id: ContactId, new_id: ContactId) -> Result<(), Stop> {
        self.write(&[numbered(old_id, new_id, Outcome::Asked)]).await?;
        self.take_marks_off(vec![(old_id, new_id)]).await
    }

    /// How the job ends for now.
    pub(super) fn comes_to_rest(&self, error: &AccessError) -> End {
        self.setbacks.of(error)
    }
}
