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

impl Flows {
    /// Deletes the contact. The work goes on to its end and is written down even when the caller goes away.
    ///
    /// # Errors
    /// [`Failure::AccessDenied`] when the contact is still there for the user to see, [`Failure::ContactNotFound`]
    /// when it is not; see [`Failure`] for the rest.
    pub async fn erase(&self, viewer: Viewer, id: ContactId, request_id: String) -> Result<(), Failure> {
        let flows = self.clone();
        let task = tokio::spawn(async move {
            let result = flows.delete_and_settle(&viewer, id).await;
            let entry = AuditEntry {
                principal: viewer.principal,
                action: AuditAction::DeleteContact,
                contact_id: Some(id),
                outcome: outcome_word(&result),
                request_id,
            };
            if let Err(error) = flows.store.insert_audit(&entry).await {
                // The deletion itself stands: it is told to the person, and the log keeps what the audit could not.
                tracing::error!(portal.member_id = %entry.principal.member_id, user.id = %entry.principal.user_id,
                    contact.id = %id, outcome = entry.outcome, %error, "the audit could not be written");
            }
            result
        });
        task.await.map_err(|broken| Failure::Broken(broken.to_string()))?
    }

    async fn delete_and_settle(&self, viewer: &Viewer, id: ContactId) -> Result<(), Failure> {
        let first = self.attempt(viewer, id).await;
        let unclear = match first {
            Attempt::Deleted => return Ok(()),
            Attempt::Failed(failure) => return Err(failure),
            Attempt::Refused if self.is_visible(viewer, id).await? => return Err(Failure::AccessDenied),
            Attempt::Refused => return Err(Failure::ContactNotFound),
            Attempt::Unclear(failure) => failure,
        };
        tracing::info!(portal.member_id = %viewer.principal.member_id, contact.id = %id, "the answer was lost; looking");
        match self.is_visible(viewer, id).await {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(_still_unknown) => return Err(unclear),
        }
        match self.attempt(viewer, id).await {
            Attempt::Deleted => Ok(()),
            // Not there any more: the first attempt was the one that did it.
            Attempt::Refused | Attempt::Unclear(_) if !self.is_visible(viewer, id).await? => Ok(()),
            Attempt::Refused => Err(Failure::AccessDenied),
            Attempt::Unclear(failure) | Attempt::Failed(failure) => Err(failure),
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
                Some(RefusalKind::AccessDenied | RefusalKind::Other) => Attempt::Refused,
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

fn outcome_word(result: &Result<(), Failure>) -> &'static str {
    match result {
        Ok(()) => "deleted",
        Err(Failure::ContactNotFound) => "gone",
        Err(Failure::AccessDenied) => "denied",
        Err(_) => "failed",
    }
}
