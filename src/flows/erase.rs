//! Deletes one contact as the signed-in user. After a lost answer the contact is looked up, and the call is repeated
//! only if it still exists. If copies are kept, a copy is stored first (`with_copy`).

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

/// A deletion goes out within this time after it was stored, or not at all.
const SEND_WITHIN: Duration = Duration::from_mins(1);

/// A user's request to delete one contact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SingleDeletion {
    /// The contact.
    pub id: ContactId,
    /// Whether the contact is deleted even if it has an open deal, if the settings let the user choose. `None` means
    /// yes.
    pub include_open_deals: Option<bool>,
    /// Whether a copy is kept. Only administrators may choose `false`.
    pub keeps_snapshot: Option<bool>,
}

impl SingleDeletion {
    /// A request without further choices.
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
    /// The portal refused. The contact may not exist.
    Refused,
    /// The contact may be deleted or not.
    Unclear(Failure),
    /// The contact was not deleted, and a second attempt would not help.
    Failed(Failure),
}

/// Why a deletion did not succeed.
enum DeletionError {
    /// The contact was not deleted.
    Failed(Failure),
    /// It is unknown whether the contact was deleted.
    Unknown(Failure),
    /// The same, and this job finds it out.
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
    /// Deletes the contact and returns the job that can restore it. The work ends and is recorded even if the caller
    /// goes away.
    ///
    /// # Errors
    /// [`Failure::NotPermitted`], [`Failure::HasOpenDeal`] and [`Failure::DealsUnknown`] when the settings or the
    /// user's choice keep the contact; [`Failure::AccessDenied`] when the portal refused and the user can still see
    /// the contact; [`Failure::ContactNotFound`] when the user cannot see it.
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
            // The end of a deletion with a job is recorded with the job.
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

    /// Deletes the contact if the settings allow it.
    async fn delete_within_settings(
        &self,
        viewer: &Viewer,
        deletion: SingleDeletion,
        request_id: &str,
    ) -> Result<Option<JobId>, DeletionError> {
        let settings = self.settings(viewer).await?.settings;
        self.may_delete(viewer, &settings).await?;
        self.check_snapshot_choice(viewer, deletion.keeps_snapshot).await?;
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
            // The deletion counts for a day then, so the user may delete one contact fewer.
            tracing::error!(%error, "a deletion that did not happen is still counted");
        }
        result
    }

    /// Looks up the contact before the deletion: that it cannot be seen afterwards proves a deletion only if it could
    /// be seen before. A contact that has an open deal, or may have one, is kept if `keeps_open_deal`.
    async fn check_before(
        &self,
        viewer: &Viewer,
        id: ContactId,
        keeps_open_deal: bool,
    ) -> Result<bool, Failure> {
        let denied_is_unseen = |result| match result {
            Err(Failure::AccessDenied) => Ok(false),
            result => result,
        };
        if !keeps_open_deal {
            return denied_is_unseen(self.is_visible(viewer, id).await);
        }
        let rest = &self.rest;
        let call = |caller| async move { contacts::check_before_deletion(rest, &caller, id).await };
        let check = self.access.run(&viewer.portal, &viewer.principal, call).await?;
        let visible = check.visible.map_err(Failure::from);
        match (check.has_open_deal.map_err(Failure::from), visible) {
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
        tracing::info!(portal.member_id = %viewer.principal.member_id, contact.id = %id,
            "an answer was lost; the contact is looked up");
        match self.is_visible(viewer, id).await {
            Ok(false) if was_visible => return Ok(()),
            Ok(true) => {}
            Ok(false) | Err(_) => return Err(DeletionError::Unknown(unclear)),
        }
        // A later lookup counts the time from the last call.
        if let Some(lease) = lease
            && let Err(error) = self.store.restart_asked_time(lease, &[id], self.clock.now()).await
        {
            tracing::error!(%error, "a second attempt could not be stored, so it is not made");
            return Err(DeletionError::Unknown(unclear));
        }
        // The contact still exists. The first call may still be at work, whatever the answer to the second call is.
        // So only a lookup decides.
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
            Ok(false) => {
                DeleteAttempt::Unclear(Failure::PortalUnavailable("an unexpected answer".to_owned()))
            }
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

/// The begun deletion, or why it may not begin.
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
