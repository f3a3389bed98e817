//! Facts about a portal in the answers of authorization servers: the address of its REST API, the licence, the
//! scopes. These answers are trusted and the facts are saved.

use super::failure::Failure;
use super::request::current_request;
use crate::bitrix::oauth::{AppInfo, Grant};
use crate::bitrix::rest::RestClient;
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::installation::InstallationId;
use crate::domain::portal::{Endpoint, Scopes};
use crate::domain::token::Principal;
use crate::store::Store;

/// Writes the facts into the portals' rows.
#[derive(Clone, Debug)]
pub(super) struct PortalFactsWriter {
    store: Store,
    rest: RestClient,
}

/// The facts in a trusted answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnswerFacts<'a> {
    endpoint: Option<&'a Endpoint>,
    licence: &'a str,
    scope: &'a Scopes,
}

impl<'a> From<&'a Grant> for AnswerFacts<'a> {
    fn from(grant: &'a Grant) -> Self {
        Self { endpoint: grant.endpoint.as_ref(), licence: &grant.licence, scope: &grant.scope }
    }
}

impl<'a> From<&'a AppInfo> for AnswerFacts<'a> {
    fn from(info: &'a AppInfo) -> Self {
        Self { endpoint: Some(&info.endpoint), licence: &info.licence, scope: &info.scope }
    }
}

impl PortalFactsWriter {
    pub(super) fn new(store: Store, rest: RestClient) -> Self {
        Self { store, rest }
    }

    /// Marks a portal as unpaid. All its data stays.
    pub(super) async fn mark_unpaid(&self, installation: &InstallationId) {
        let member_id = &installation.member_id;
        match self.store.mark_unpaid(installation).await {
            Ok(true) => {
                tracing::warn!(portal.member_id = %member_id, "the portal is unpaid; its data stays");
            }
            Ok(false) => {}
            Err(error) => {
                tracing::error!(portal.member_id = %member_id, %error, "a portal could not be marked as unpaid");
            }
        }
    }

    /// Saves the facts and only logs a failure, because the caller's own result matters more.
    pub(super) async fn save_or_log(&self, principal: &Principal, generation: i64, facts: &AnswerFacts<'_>) {
        if let Err(error) = self.save(principal, generation, facts).await {
            tracing::error!(portal.member_id = %principal.member_id, %error, "the facts about a portal were not saved");
        }
    }

    /// Saves the facts about the portal of the user whose token was sent. Facts that are missing leave the stored
    /// ones. An address that this service may not call is ignored, and so are all facts about an earlier
    /// installation.
    pub(super) async fn save(
        &self,
        principal: &Principal,
        generation: i64,
        facts: &AnswerFacts<'_>,
    ) -> Result<(), Failure> {
        let known = self.store.find_portal(&principal.member_id).await?;
        let Some(known) = known.filter(|known| known.generation == generation) else { return Ok(()) };
        let mut endpoint = facts.endpoint.filter(|named| **named != known.endpoint);
        if let Some(named) = endpoint
            && !self.rest.permits(named)
        {
            tracing::warn!(portal.member_id = %principal.member_id, portal.host = %named.host(),
                "the portal has moved to an address that this service may not call");
            endpoint = None;
        }
        let licence = if facts.licence.is_empty() { &known.licence } else { facts.licence };
        let scope = if facts.scope.is_empty() { &known.scope } else { facts.scope };
        let was_unpaid = known.unpaid_since.is_some();
        if !was_unpaid && endpoint.is_none() && *licence == known.licence && *scope == known.scope {
            return Ok(());
        }
        let home = endpoint.unwrap_or(&known.endpoint);
        self.store.update_portal(&known.installation(), home, licence, scope).await?;
        if let Some(moved_to) = endpoint {
            tracing::info!(portal.member_id = %principal.member_id, from = %known.endpoint.host(),
                to = %moved_to.host(), "the portal has moved");
            let (action, request_id) = (AuditAction::MovePortal, current_request());
            let entry = AuditEntry::new(principal.clone(), Some(generation), action, "moved", request_id);
            self.store.insert_audit(&entry).await?;
        }
        Ok(())
    }
}
