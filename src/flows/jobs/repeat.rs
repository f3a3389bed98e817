//! Tries again to delete contacts that a job did not delete, with a new draft that a user confirms like any other.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{DRAFT_LIFETIME, JobError, JobView};
use crate::domain::audit::AuditAction;
use crate::domain::ids::ContactId;
use crate::domain::job::{Job, JobId, JobKind, JobState, Outcome};
use crate::flows::failure::Failure;
use crate::flows::{Flows, Viewer};
use crate::store::jobs::{CreateOutcome, NewJob, NewSet};

/// Which contacts to try again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Repeat {
    /// The contacts with one of these outcomes.
    outcomes: Vec<Outcome>,
    /// Whether contacts with open deals are deleted too, if the settings let the user choose.
    include_open_deals: bool,
}

impl Repeat {
    /// Outcomes that leave a contact in the portal.
    const LEFT: [Outcome; 5] =
        [Outcome::Denied, Outcome::Failed, Outcome::Protected, Outcome::Pending, Outcome::Cancelled];

    /// `None` if there is no outcome, or one whose contacts no longer exist.
    #[must_use]
    pub fn new(outcomes: &[Outcome], include_open_deals: bool) -> Option<Self> {
        let is_left = |outcome: &Outcome| Self::LEFT.contains(outcome);
        if outcomes.is_empty() || !outcomes.iter().all(is_left) {
            return None;
        }
        let outcomes = Self::LEFT.into_iter().filter(|outcome| outcomes.contains(outcome)).collect();
        Some(Self { outcomes, include_open_deals })
    }

    fn digest(&self, source: JobId) -> [u8; 32] {
        let outcomes: Vec<&str> = self.outcomes.iter().map(|outcome| outcome.as_str()).collect();
        Sha256::digest(json!(["repeat", source.0, outcomes, self.include_open_deals]).to_string()).into()
    }
}

impl Flows {
    /// Creates a draft with the contacts of a job that have certain outcomes, as the viewer. Open contacts of a
    /// paused job move to the draft, and that job ends.
    ///
    /// # Errors
    /// [`JobError::NotReady`] while the job is neither ended nor paused; [`JobError::Conflict`] when it is no
    /// deletion, was never started, or has no such contact; and as [`Flows::create_job`].
    pub async fn repeat_job(
        &self,
        viewer: &Viewer,
        source: JobId,
        repeat: &Repeat,
        idempotency_key: Option<&str>,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let created = self.draft_again(viewer, source, repeat, (idempotency_key, request_id)).await;
        if let Err(error) = &created
            && error.is_forbidden_by_settings()
        {
            self.audit_refused_job(viewer, AuditAction::CreateJob, Some(source), request_id).await;
        }
        created
    }

    async fn draft_again(
        &self,
        viewer: &Viewer,
        source: JobId,
        repeat: &Repeat,
        (idempotency_key, request_id): (Option<&str>, &str),
    ) -> Result<JobView, JobError> {
        let job = self.visible_job(viewer, source).await?;
        let settings = self.settings(viewer).await?.settings;
        self.may_delete(viewer, &settings).await?;
        let new = NewJob {
            principal: &viewer.principal,
            generation: viewer.portal.generation,
            kind: JobKind::Delete,
            is_draft: true,
            idempotency_key,
            request_digest: repeat.digest(source),
            expected_total: None,
            confirm_total: None,
            include_open_deals: repeat.include_open_deals,
            keeps_snapshot: true,
            saved_filter: None,
            source_job: None,
            request_id,
            day_limit: settings.max_contacts_per_day,
            expires_at: Some(self.clock.now().plus(DRAFT_LIFETIME)),
            set: NewSet::Ids(&[]),
        };
        // If the first answer was lost, the first request may already have ended the job. The repeated request gets
        // the same draft.
        if idempotency_key.is_some()
            && let Some(earlier) = self.store.find_job_by_key(&new).await?
        {
            return self.view(earlier).await;
        }
        let ids = self.contacts_left(&job, repeat).await?;
        if ids.len() > settings.max_contacts_per_job as usize {
            return Err(JobError::TooMany);
        }
        let takes_over = job.state == JobState::Paused && repeat.outcomes.contains(&Outcome::Pending);
        let set = if takes_over { NewSet::TakenFrom(source, &ids) } else { NewSet::Ids(&ids) };
        match self.store.create_job(&NewJob { set, ..new }).await? {
            CreateOutcome::New(draft) => {
                if takes_over {
                    let ended = Job { state: JobState::Cancelled, ..job };
                    self.audit_job(viewer, AuditAction::CancelJob, &ended, request_id).await;
                }
                self.audit_job(viewer, AuditAction::CreateJob, &draft, request_id).await;
                self.view(draft).await
            }
            CreateOutcome::Same(draft) => self.view(draft).await,
            CreateOutcome::DayFull => Err(Failure::DayLimit.into()),
            CreateOutcome::PortalLeft => Err(Failure::SessionOver.into()),
            CreateOutcome::KeyTaken | CreateOutcome::TakenUp | CreateOutcome::NotDue => {
                Err(JobError::Conflict)
            }
        }
    }

    /// The contacts of an ended or paused job that have one of these outcomes.
    async fn contacts_left(&self, job: &Job, repeat: &Repeat) -> Result<Vec<ContactId>, JobError> {
        let is_deletion = job.kind == JobKind::Delete && job.started_at.is_some() && !job.is_draft;
        if !is_deletion {
            return Err(JobError::Conflict);
        }
        if !job.state.is_final() && job.state != JobState::Paused {
            return Err(JobError::NotReady);
        }
        let ids = self.store.find_ids_of(job.id, &repeat.outcomes).await?;
        if ids.is_empty() { Err(JobError::Conflict) } else { Ok(ids) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_contacts_that_still_exist_can_be_tried_again() {
        let first = Repeat::new(&[Outcome::Failed, Outcome::Denied, Outcome::Failed], false).unwrap();
        let other = Repeat::new(&[Outcome::Denied, Outcome::Failed], false).unwrap();
        assert_eq!(first.digest(JobId(1)), other.digest(JobId(1)), "the order does not matter");
        assert_ne!(first.digest(JobId(1)), other.digest(JobId(2)));
        for outcome in [Outcome::Deleted, Outcome::Gone, Outcome::Asked, Outcome::Restored] {
            assert_eq!(Repeat::new(&[Outcome::Failed, outcome], false), None);
        }
        assert_eq!(Repeat::new(&[], false), None);
    }
}
