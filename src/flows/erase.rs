//! Erasing one contact, as the signed-in user and nobody else. A lost answer is not a result: the contact is looked
//! up again, and the call is repeated only if it is still there.

use super::access::AccessError;
use super::failure::Failure;
use super::{Flows, Viewer};
use crate::bitrix::contacts;
use crate::bitrix::error::RefusalKind;
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::ids::ContactId;

/// What one attempt says by itself.
enum Attempt {
    /// The portal confirmed the deletion.
    Deleted,
    /// The portal refused; whether the contact exists is not said.
    Refused,
    /// It may have happened or not.
    Unclear(Failure),
    /// It did not happen, and asking again is no help.
    Failed(Failure),
}

/// Why a deletion has no good end.
enum Unsettled {
    /// It did not happen.
    Failed(Failure),
    /// Whether it happened could not be found out.
    Unknown(Failure),
}

impl Unsettled {
    fn into_failure(self) -> Failure {
        match self {
            Self::Failed(failure) | Self::Unknown(failure) => failure,
        }
    }
}

impl From<Failure> for Unsettled {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Flows {
    /// Deletes the contact. The work goes on to its end and is written down even when the caller goes away.
    ///
    /// # Errors
    /// [`Failure::AccessDenied`] when the contact is still there for the user to see, [`Failure::ContactNotFound`]
    /// when it is not; see [`Failure`] for the rest.
    pub async fn erase(&self, viewer: Viewer, id: ContactId, request_id: String) -> Result<(), Failure> {
        let flows = self.clone();
        let task = self.background.spawn(async move {
            let result = tokio::select! {
                result = flows.delete_and_settle(&viewer, id) => result,
                () = flows.background.is_stopping() => {
                    Err(Unsettled::Unknown(Failure::Broken("the service stopped".to_owned())))
                }
            };
            flows.write_down(&viewer, id, request_id, outcome_word(&result)).await;
            result.map_err(Unsettled::into_failure)
        });
        task.await.map_err(|broken| Failure::Broken(broken.to_string()))?
    }

    /// The deletion itself stands even when this fails: it is told to the person, and the log keeps what the audit
    /// could not.
    async fn write_down(&self, viewer: &Viewer, id: ContactId, request_id: String, outcome: &'static str) {
        let entry = AuditEntry {
            principal: viewer.principal.clone(),
            action: AuditAction::DeleteContact,
            contact_id: Some(id),
            outcome,
            request_id,
        };
        if let Err(error) = self.store.insert_audit(&entry).await {
            tracing::error!(portal.member_id = %entry.principal.member_id, user.id = %entry.principal.user_id,
                contact.id = %id, outcome, %error, "the audit could not be written");
        }
    }

    /// Looks first: that a contact cannot be seen afterwards says something only if it could be seen before.
    async fn delete_and_settle(&self, viewer: &Viewer, id: ContactId) -> Result<(), Unsettled> {
        let was_visible = match self.is_visible(viewer, id).await {
            Err(Failure::AccessDenied) => false,
            looked => looked?,
        };
        let unclear = match self.attempt(viewer, id).await {
            Attempt::Deleted => return Ok(()),
            Attempt::Failed(failure) => return Err(failure.into()),
            Attempt::Refused if self.is_visible(viewer, id).await? => {
                return Err(Failure::AccessDenied.into());
            }
            Attempt::Refused => return Err(Failure::ContactNotFound.into()),
            Attempt::Unclear(failure) => failure,
        };
        tracing::info!(portal.member_id = %viewer.principal.member_id, contact.id = %id, "the answer was lost; looking");
        match self.is_visible(viewer, id).await {
            Ok(false) if was_visible => return Ok(()),
            Ok(true) => {}
            Ok(false) | Err(_) => return Err(Unsettled::Unknown(unclear)),
        }
        // Still there. Whatever the second attempt says, the first may yet be at work: only a look settles it.
        match self.attempt(viewer, id).await {
            Attempt::Deleted => Ok(()),
            Attempt::Refused | Attempt::Unclear(_) | Attempt::Failed(_) => {
                match self.is_visible(viewer, id).await {
                    Ok(false) => Ok(()),
                    Ok(true) | Err(_) => Err(Unsettled::Unknown(unclear)),
                }
            }
        }
    }

    async fn attempt(&self, viewer: &Viewer, id: ContactId) -> Attempt {
        let rest = &self.rest;
        let call = |caller| async move { contacts::delete(rest, &caller, id).await };
        match self.access.run(&viewer.portal, &viewer.principal, call).await {
            Ok(true) => Attempt::Deleted,
            Ok(false) => Attempt::Unclear(Failure::PortalUnavailable("an odd answer".to_owned())),
            Err(AccessError::Rest(error)) if error.may_have_run() => Attempt::Unclear(error.into()),
            Err(AccessError::Rest(error)) => match error.refusal() {
                Some(RefusalKind::AccessDenied | RefusalKind::Unnamed | RefusalKind::Other) => {
                    Attempt::Refused
                }
                _ => Attempt::Failed(error.into()),
            },
            Err(AccessError::Failure(failure)) => Attempt::Failed(failure),
        }
    }

    async fn is_visible(&self, viewer: &Viewer, id: ContactId) -> Result<bool, Failure> {
        let rest = &self.rest;
        let call = |caller| async move { contacts::is_visible(rest, &caller, id).await };
        Ok(self.access.run(&viewer.portal, &viewer.principal, call).await?)
    }
}

fn outcome_word(result: &Result<(), Unsettled>) -> &'static str {
    match result {
        Ok(()) => "deleted",
        Err(Unsettled::Failed(Failure::ContactNotFound)) => "gone",
        Err(Unsettled::Failed(Failure::AccessDenied)) => "denied",
        Err(Unsettled::Failed(_)) => "failed",
        Err(Unsettled::Unknown(_)) => "unknown",
    }
}
