//! Finds the new address of a renamed portal. A portal that redirects calls may have been renamed. The target of the
//! redirect is not trusted and not read: the authorization server names the present address. If that is the address
//! that was just called, or one that this service may not call, the portal cannot be reached (b24restdocs
//! settings/how-to-call-rest-api/change-domen.md).

use std::sync::Arc;

use super::background::Background;
use super::portal_facts::{AnswerFacts, PortalFactsWriter};
use super::renewal::{RenewalError, Renewals};
use super::single_flight::SingleFlight;
use crate::bitrix::oauth::{AppInfo, OAuth, OauthError, OauthRefusal};
use crate::domain::portal::{Endpoint, Portal, PortalStatus};
use crate::domain::token::{Authorization, AuthorizationState, Principal};
use crate::store::Store;

/// Finds the new address of a renamed portal.
#[derive(Debug)]
pub(super) struct RenameResolver {
    facts_writer: PortalFactsWriter,
    store: Store,
    oauth: OAuth,
    renewals: Arc<Renewals>,
    single_flight: SingleFlight<(Principal, i64, String), Result<Endpoint, RenewalError>>,
}

impl RenameResolver {
    pub(super) fn new(
        facts_writer: PortalFactsWriter,
        store: Store,
        oauth: OAuth,
        renewals: Arc<Renewals>,
        background: Background,
    ) -> Self {
        Self { facts_writer, store, oauth, renewals, single_flight: SingleFlight::new(background) }
    }

    /// Returns the new address of a portal that redirected a call to `old_endpoint`, and saves it. Callers at the
    /// same time share the search.
    pub(super) async fn resolve(
        self: &Arc<Self>,
        portal: &Portal,
        principal: &Principal,
        old_endpoint: &Endpoint,
    ) -> Result<Endpoint, RenewalError> {
        let (renames, from) = (Arc::clone(self), old_endpoint.clone());
        let find = |(principal, generation, _): (Principal, i64, String)| async move {
            renames.find(&principal, generation, &from).await
        };
        let key = (principal.clone(), portal.generation, old_endpoint.as_str().to_owned());
        self.single_flight.run_once(key, find, |broken| Err(RenewalError::TaskFailed(broken))).await
    }

    async fn find(
        &self,
        principal: &Principal,
        generation: i64,
        old_endpoint: &Endpoint,
    ) -> Result<Endpoint, RenewalError> {
        let known = self.portal(principal, generation).await?;
        if known.endpoint != *old_endpoint {
            return Ok(known.endpoint);
        }
        self.ask_server(principal, &known).await?;
        let now = self.portal(principal, generation).await?.endpoint;
        if now == *old_endpoint {
            return Err(RenewalError::NoNewAddress(
                "it redirects, and the authorization server names no other address",
            ));
        }
        Ok(now)
    }

    /// Asks the authorization server about the user's token. If the token is unknown, the pair is renewed. Both
    /// answers contain the portal's address, which is saved.
    async fn ask_server(&self, principal: &Principal, portal: &Portal) -> Result<(), RenewalError> {
        let stored = self.store.find_authorization(principal).await?;
        let is_usable = |stored: &Authorization| {
            stored.state == AuthorizationState::Alive && stored.generation == portal.generation
        };
        let stored = stored.filter(is_usable).ok_or(RenewalError::Gone)?;
        let server = self.oauth.candidates(Some(&portal.auth_server)).next().ok_or(RenewalError::Gone)?;
        match self.oauth.app_info(server, &stored.pair.access).await {
            Ok(info) if self.is_about(&info, principal) => {
                let kept =
                    self.facts_writer.save(principal, portal.generation, &AnswerFacts::from(&info)).await;
                kept.map_err(|failure| RenewalError::TaskFailed(failure.to_string()))
            }
            Ok(_foreign) => {
                Err(RenewalError::NoNewAddress("the authorization server names another portal, user or app"))
            }
            Err(OauthError::Refused(OauthRefusal::UnknownToken)) => {
                self.renewals.renew(portal, &stored).await
            }
            Err(error) => Err(RenewalError::Oauth(Arc::new(error))),
        }
    }

    fn is_about(&self, info: &AppInfo, principal: &Principal) -> bool {
        info.client_id == self.oauth.client_id()
            && info.member_id == principal.member_id
            && info.user_id == principal.user_id
    }

    async fn portal(&self, principal: &Principal, generation: i64) -> Result<Portal, RenewalError> {
        let known = self.store.find_portal(&principal.member_id).await?;
        let is_meant =
            |portal: &Portal| portal.status != PortalStatus::Removed && portal.generation == generation;
        known.filter(is_meant).ok_or(RenewalError::Gone)
    }
}
