//! Reading and writing the audit. Only administrators may read it.

use super::failure::Failure;
use super::request::current_request;
use super::{Flows, Viewer};
use crate::domain::audit::{AuditAction, AuditEntry, AuditFilter, AuditLine, WeeklySums};
use crate::domain::clock::UnixTime;
use crate::domain::portal::Portal;
use crate::domain::token::Principal;

/// One page of the history.
#[derive(Clone, Debug, Default)]
pub struct AuditPage {
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// The line after which the next page begins; `None` on the last page.
    pub next: Option<i64>,
}

impl Flows {
    /// A page of the portal's audit, newest first.
    ///
    /// # Errors
    /// [`Failure::NotAdministrator`] when the viewer is no administrator.
    pub async fn list_audit(
        &self,
        viewer: &Viewer,
        filter: &AuditFilter,
        after: Option<i64>,
        most: u32,
    ) -> Result<AuditPage, Failure> {
        if !self.is_administrator(viewer).await? {
            return Err(Failure::NotAdministrator);
        }
        let member_id = &viewer.principal.member_id;
        let mut lines = self.store.list_audit(member_id, filter, after, most.saturating_add(1)).await?;
        let is_more = lines.len() > most as usize;
        lines.truncate(most as usize);
        let next = lines.last().filter(|_| is_more).map(|line| line.id);
        Ok(AuditPage { lines, next })
    }

    /// How many contacts each user deleted, restored and kept in each of the last weeks.
    ///
    /// # Errors
    /// [`Failure::NotAdministrator`] when the viewer is no administrator.
    pub async fn audit_overview(&self, viewer: &Viewer, weeks: u32) -> Result<Vec<WeeklySums>, Failure> {
        if !self.is_administrator(viewer).await? {
            return Err(Failure::NotAdministrator);
        }
        let this_week = self.clock.now().start_of_week();
        let since = UnixTime(this_week.0 - i64::from(weeks.saturating_sub(1)) * UnixTime::WEEK);
        Ok(self.store.sum_audit(&viewer.principal.member_id, since).await?)
    }

    /// Records that the portal refused a user whom the authorization server had verified. Nothing is stored for
    /// portals that are unknown or have left.
    pub(super) async fn audit_refused_opening(
        &self,
        principal: Principal,
        known: &Portal,
        failure: &Failure,
    ) {
        let outcome = match failure {
            Failure::AppAccessDenied | Failure::AccessDenied => "app_access_denied",
            Failure::PortalUnauthorized => "portal_unauthorized",
            Failure::PlanRestricted => "plan_restricted",
            Failure::PaymentRequired => "payment_required",
            Failure::NotAdministrator => "not_permitted",
            _ => return,
        };
        let generation = Some(known.generation);
        self.write_audit(AuditEntry::new(
            principal,
            generation,
            AuditAction::Open,
            outcome,
            current_request(),
        ))
        .await;
    }

    /// Writes a line of the audit. The action is done and cannot be undone. So if the line cannot be written, or the
    /// installation has ended, the log keeps it instead.
    pub(super) async fn write_audit(&self, entry: AuditEntry) {
        let (member_id, user_id) = (&entry.principal.member_id, entry.principal.user_id);
        match self.store.insert_audit(&entry).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(portal.member_id = %member_id, user.id = %user_id, action = entry.action.as_str(),
                    contact.id = ?entry.contact_id, outcome = entry.outcome,
                    "not in the audit, because the portal has left");
            }
            Err(error) => {
                tracing::error!(portal.member_id = %member_id, user.id = %user_id, action = entry.action.as_str(),
                    contact.id = ?entry.contact_id, outcome = entry.outcome, %error,
                    "a line of the audit could not be written");
            }
        }
    }
}
