//! Releasing a job: the worker gives its lease back and moves the job.

use sqlx::{Sqlite, Transaction};

use super::Lease;
use super::transition::{self, StateChange};
use crate::domain::clock::UnixTime;
use crate::domain::job::{Job, JobState, Reason, Transition, faults};
use crate::store::{Store, StoreError, left_over};

/// The state in which a worker releases a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Release {
    /// In this state.
    In {
        /// The state.
        state: JobState,
        /// The reason.
        reason: Option<Reason>,
        /// When it continues by itself.
        resumes_at: Option<UnixTime>,
    },
    /// After a fault of this program. The job continues after a pause, which is longer each time. After too many
    /// faults it is paused.
    Fault,
}

impl Release {
    fn target(self, job: &Job, now: UnixTime) -> (JobState, Option<Reason>, Option<UnixTime>) {
        match self {
            Self::In { state: JobState::Queued, reason, resumes_at } if job.has_filter => {
                (JobState::Collecting, reason, resumes_at)
            }
            Self::In { state, reason, resumes_at } => (state, reason, resumes_at),
            Self::Fault => match faults::pause_after(job.faults + 1) {
                Some(pause) => (JobState::Waiting, Some(Reason::Internal), Some(now.plus(pause))),
                None => (JobState::Paused, Some(Reason::Internal), None),
            },
        }
    }

    fn may_end(self) -> bool {
        matches!(self, Self::In { state, .. } if state.is_final())
    }
}

impl Store {
    /// Releases a job. If a user has moved it in the meantime, the user's decision stays. If the job fails, its open
    /// contacts fail too. Returns `None` if the lease is lost.
    pub async fn release_job(&self, lease: &Lease, rest: Release) -> Result<Option<Job>, StoreError> {
        let set = if rest.may_end() { self.set_of(lease.job).await? } else { None };
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let Some(job) = transition::find_held(&mut tx, lease).await? else { return Ok(None) };
        let silent_since = self.silent_since(&mut tx, &job).await?;
        let (to, reason, resumes_at) = match self.after_silence(silent_since, &job, rest) {
            Some(paused) => paused,
            None => rest.target(&job, self.clock.now()),
        };
        let by = Transition::for_release(to).filter(|by| by.allows(job.state, to));
        sqlx::query(
            "UPDATE jobs SET lease_owner = NULL, lease_until = NULL, eta_seconds = NULL, updated_at = $2,
                 setbacks = setbacks + $3, faults = faults + $4,
                 silent_since = CASE WHEN $5 THEN coalesce($6, $2) ELSE silent_since END,
                 silent_at = CASE WHEN $5 THEN $2 ELSE silent_at END
             WHERE id = $1",
        )
        .bind(lease.job.0)
        .bind(self.now())
        .bind(reason.is_some_and(Reason::is_setback))
        .bind(rest == Release::Fault)
        .bind(to == JobState::Waiting && reason.is_some_and(Reason::means_no_answer))
        .bind(silent_since.map(|since| since.0))
        .execute(&mut *tx)
        .await?;
        if let Some(by) = by {
            if to == JobState::Failed && !job.is_draft {
                left_over::give_up(&mut tx, &job, self.now()).await?;
            }
            // A cancelled job that is queued keeps its reason.
            let reason = if to == JobState::Queued && job.wants_cancel { job.reason } else { reason };
            self.apply_transition(&mut tx, &job, StateChange { by, to, reason, resumes_at }, set.as_deref())
                .await?;
        }
        let job = transition::find(&mut tx, lease.job).await?;
        tx.commit().await?;
        Ok(job)
    }

    /// Decides whether a job pauses instead of waiting again: its portal has given no usable answer for a day. A
    /// cancelled job never pauses, because it ends by itself.
    fn after_silence(
        &self,
        silent_since: Option<UnixTime>,
        job: &Job,
        rest: Release,
    ) -> Option<(JobState, Option<Reason>, Option<UnixTime>)> {
        let Release::In { state: JobState::Waiting, reason: Some(reason), .. } = rest else { return None };
        let is_at_work = matches!(job.state, JobState::Running | JobState::Verifying);
        if !reason.means_no_answer() || !is_at_work || job.wants_cancel {
            return None;
        }
        let latest = self.clock.now().minus(Reason::LONGEST_SILENCE);
        let is_over = silent_since.is_some_and(|since| since <= latest);
        is_over.then_some((JobState::Paused, Some(Reason::PortalSilent), None))
    }

    /// Since when the job's portal has given no usable answer. After a long time without a try, the count begins
    /// again.
    async fn silent_since(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        job: &Job,
    ) -> Result<Option<UnixTime>, StoreError> {
        let since: Option<i64> = sqlx::query_scalar::<_, Option<i64>>(
            "SELECT silent_since FROM jobs WHERE id = $1 AND silent_at >= $2",
        )
        .bind(job.id.0)
        .bind(self.clock.now().minus(Reason::LONGEST_BETWEEN_TRIES).0)
        .fetch_optional(&mut **tx)
        .await?
        .flatten();
        Ok(since.map(UnixTime))
    }
}
