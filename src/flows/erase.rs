//! Erasing one contact, as the signed-in user and nobody else. A lost answer is not a result: the contact is looked
//! up again, and the call is repeated only if it is still there. Where copies are kept, one is kept first (`with_copy`).

mod with_copy;

use std::time::Duration;

use super::access::AccessError;
use super::failure::Failure;
use super::{Flows, Viewer};
use crate::bitrix::contacts;
use crate::bitrix::error::RefusalKind;
use crate::bitrix::rest::Caller;
use crate::domain::audit::AuditAction;
use crate::domain::ids::ContactId;
use crate::domain::job::JobId;
use crate::domain::settings::{DeleteMethod, Settings};
use crate::store::day::BeginOutcome;
use crate::store::jobs::Lease;

/// A deletion goes out so soon after it was written down, or not at all.
const SEND_WITHIN: Duration = Duration::from_mins(1);

/// The deletion of one contact, as a user asks for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SingleDeletion {
    /// The contact.
    pub id: ContactId,
    /// Whether it goes even if it has an open deal, where that may be chosen. Nothing said: it goes.
    pub include_open_deals: Option<bool>,
    /// Whether a copy is kept, where that may be chosen.
    pub keeps_snapshot: Option<bool>,
}

impl SingleDeletion {
    /// Of a contact about which nothing else was said.
    #[must_use]
    pub fn new(id: ContactId) -> Self {
        Self { id, include_open_deals: None, keeps_snapshot: None }
    }

    fn keeps_open_deal(self, settings: &Settings) -> bool {
        settings.keeps_open_deals(self.include_open_deals.unwrap_or(true))
    }
}

/// The result of one attempt.
enum DeleteAttempt {
    /// The portal confirmed the deletion.
    Deleted,
    /// The portal refused; whether the contact exists is not said.
    Refused,
    /// It may have happened or not.
    Unclear(Failure),
    /// It did not happen, and asking again is no help.
    Failed(Failure),
}

/// Why a deletion did not succeed.
enum DeletionError {
    /// It did not happen.
    Failed(Failure),
    /// Whether it happened could not be found out.
    Unknown(Failure),
    /// The same; this job finds it out.
    LeftToJob(JobId, Failure),
}

impl DeletionError {
    fn into_failure(self) -> Failure {
        match self {
            Self::Failed(failure) | Self::Unknown(failure) | Self::LeftToJob(_, failure) => failure,
        }
    }
}

impl From<Failure> for DeletionError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Flows {
    /// Deletes the contact, and answers which job restores it. The work goes on to its end and is written down even when
    /// the caller goes away.
    ///
    /// # Errors
    /// [`Failure::NotPermitted`], [`Failure::HasOpenDeal`] and [`Failure::DealsUnknown`] when this app's settings, or the
    /// person, keep the contact; [`Failure::AccessDenied`] when the contact is still there for the user to see, [`Failure::ContactNotFound`]
    /// when it is not; see [`Failure`] for the rest.
    pub async fn erase(
        &self,
        viewer: Viewer,
        deletion: SingleDeletion,
        request_id: String,
    ) -> Result<Option<JobId>, Failure> {
        let flows = self.clone();
        let task = self.background.spawn(async move {
            let result = tokio::select! {
                result = flows.delete_within_settings(&viewer, deletion, &request_id) => result,
                () = flows.background.is_stopping() => {
                    Err(DeletionError::Unknown(Failure::Broken("the service stopped".to_owned())))
                }
            };
            // What has a job is written down with its end.
            if !matches!(result, Ok(Some(_))) {
                let entry = viewer.entry(AuditAction::DeleteContact, outcome_label(&result), request_id);
                let entry = entry.about(deletion.id);
                let left_to = match &result {
                    Err(DeletionError::LeftToJob(job, _)) => Some(*job),
                    _ => None,
                };
                flows.write_audit(left_to.map_or(entry.clone(), |job| entry.of_job(job))).await;
            }
            result.map_err(DeletionError::into_failure)
        });
        task.await.map_err(|broken| Failure::Broken(broken.to_string()))?
    }

    /// Within what the portal's administrators have settled.
    async fn delete_within_settings(
        &self,
        viewer: &Viewer,
        deletion: SingleDeletion,
        request_id: &str,
    ) -> Result<Option<JobId>, DeletionError> {
        let settings = self.settings(viewer).await?.settings;
        self.may_delete(viewer, &settings).await?;
        self.may_keep_nothing(viewer, deletion.keeps_snapshot).await?;
        if settings.snapshot_days > 0 && deletion.keeps_snapshot != Some(false) {
            return self.delete_with_copy(viewer, deletion, &settings, request_id).await.map(Some);
        }
        self.delete_without_copy(viewer, deletion, &settings).await.map(|()| None)
    }

    async fn delete_without_copy(
        &self,
        viewer: &Viewer,
        deletion: SingleDeletion,
        settings: &Settings,
    ) -> Result<(), DeletionError> {
        let (id, keeps_open_deal) = (deletion.id, deletion.keeps_open_deal(settings));
        let was_visible = self.check_before(viewer, id, keeps_open_deal).await?;
        let principal = (&viewer.principal, viewer.portal.generation);
        let counted = self.store.begin_deletion(principal, settings.max_contacts_per_day).await;
        let counted = require_begun(counted.map_err(Failure::from)?)?;
        let result = self.delete_and_confirm(viewer, id, settings.method, was_visible, None).await;
        if let Err(DeletionError::Failed(_)) = result
            && let Err(error) = self.store.cancel_counted_deletion(counted).await
        {
            // It counts for a day then, which takes nothing away but a little of the person's leave.
            tracing::error!(%error, "a deletion that did not happen is still counted");
        }
        result
    }

    /// Looks first: that a contact cannot be seen afterwards says something only if it could be seen before. One that
    /// has an open deal, or may have one, does not get past the setting that keeps it.
    async fn check_before(
        &self,
        viewer: &Viewer,
        id: ContactId,
        keeps_open_deal: bool,
    ) -> Result<bool, Failure> {
        let denied_is_unseen = |looked| match looked {
            Err(Failure::AccessDenied) => Ok(false),
            looked => looked,
        };
        if !keeps_open_deal {
            return denied_is_unseen(self.is_visible(viewer, id).await);
        }
        let rest = &self.rest;
        let call = |caller| async move { contacts::check_before_deletion(rest, &caller, id).await };
        let look = self.access.run(&viewer.portal, &viewer.principal, call).await?;
        let visible = look.visible.map_err(Failure::from);
        match (look.has_open_deal.map_err(Failure::from), visible) {
            (Ok(false), visible) => denied_is_unseen(visible),
            (Ok(true), _) => Err(Failure::HasOpenDeal),
            (Err(_), Err(unseen)) => Err(unseen),
            (Err(_), Ok(false)) => Err(Failure::ContactNotFound),
            (Err(Failure::AccessDenied), Ok(true)) => Err(Failure::DealsUnknown),
            (Err(failure), Ok(true)) => Err(failure),
        }
    }

    async fn delete_and_confirm(
        &self,
        viewer: &Viewer,
        id: ContactId,
        method: DeleteMethod,
        was_visible: bool,
        lease: Option<&Lease>,
    ) -> Result<(), DeletionError> {
        let unclear = match self.attempt_delete(viewer, id, method).await {
            DeleteAttempt::Deleted => return Ok(()),
            DeleteAttempt::Failed(failure) => return Err(failure.into()),
            DeleteAttempt::Refused if self.is_visible(viewer, id).await? => {
                return Err(Failure::AccessDenied.into());
            }
            DeleteAttempt::Refused => return Err(Failure::ContactNotFound.into()),
            DeleteAttempt::Unclear(failure) => failure,
        };
        tracing::info!(portal.member_id = %viewer.principal.member_id, contact.id = %id, "the answer was lost; looking");
        match self.is_visible(viewer, id).await {
            Ok(false) if was_visible => return Ok(()),
            Ok(true) => {}
            Ok(false) | Err(_) => return Err(DeletionError::Unknown(unclear)),
        }
        // Whoever looks for it later counts from the call that went out last.
        if let Some(lease) = lease
            && let Err(error) = self.store.restart_asked_time(lease, &[id], self.clock.now()).await
        {
            tracing::error!(%error, "a second attempt could not be written down, so it is not made");
            return Err(DeletionError::Unknown(unclear));
        }
        // Still there. Whatever the second attempt says, the first may yet be at work: only a look settles it.
        match self.attempt_delete(viewer, id, method).await {
            DeleteAttempt::Deleted => Ok(()),
            DeleteAttempt::Refused | DeleteAttempt::Unclear(_) | DeleteAttempt::Failed(_) => {
                match self.is_visible(viewer, id).await {
                    Ok(false) => Ok(()),
                    Ok(true) | Err(_) => Err(DeletionError::Unknown(unclear)),
                }
            }
        }
    }

    async fn attempt_delete(&self, viewer: &Viewer, id: ContactId, method: DeleteMethod) -> DeleteAttempt {
        let (rest, latest) = (&self.rest, self.clock.uptime() + SEND_WITHIN);
        let call = |caller: Caller| async move {
            contacts::delete(rest, &caller.send_before(latest), method, id).await
        };
        match self.access.run(&viewer.portal, &viewer.principal, call).await {
            Ok(true) => DeleteAttempt::Deleted,
            Ok(false) => DeleteAttempt::Unclear(Failure::PortalUnavailable("an odd answer".to_owned())),
            Err(AccessError::Rest(error)) if error.may_have_run() => DeleteAttempt::Unclear(error.into()),
            Err(AccessError::Rest(error)) => match error.refusal() {
                Some(RefusalKind::AccessDenied | RefusalKind::Unnamed | RefusalKind::Other) => {
                    DeleteAttempt::Refused
                }
                _ => DeleteAttempt::Failed(error.into()),
            },
            Err(AccessError::Failure(failure)) => DeleteAttempt::Failed(failure),
        }
    }

    async fn is_visible(&self, viewer: &Viewer, id: ContactId) -> Result<bool, Failure> {
        let rest = &self.rest;
        let call = |caller| async move { contacts::is_visible(rest, &caller, id).await };
        Ok(self.access.run(&viewer.portal, &viewer.principal, call).await?)
    }
}

/// What was counted, unless it may not be begun.
fn require_begun<T>(counted: BeginOutcome<T>) -> Result<T, Failure> {
    match counted {
        BeginOutcome::Begun(begun) => Ok(begun),
        BeginOutcome::DayFull => Err(Failure::DayLimit),
        BeginOutcome::PortalLeft => Err(Failure::SessionOver),
    }
}

fn outcome_label<T>(result: &Result<T, DeletionError>) -> &'static str {
    match result {
        Ok(_) => "deleted",
        Err(DeletionError::Failed(Failure::ContactNotFound)) => "gone",
        Err(DeletionError::Failed(Failure::AccessDenied)) => "denied",
        Err(DeletionError::Failed(Failure::HasOpenDeal | Failure::DealsUnknown)) => "protected",
        Err(DeletionError::Failed(Failure::NotPermitted | Failure::DayLimit)) => "not_permitted",
        Err(DeletionError::Failed(_)) => "failed",
        Err(DeletionError::Unknown(_) | DeletionError::LeftToJob(..)) => "unknown",
    }
}
