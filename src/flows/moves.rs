//! A portal that sends its callers elsewhere may have been renamed. Where the redirect leads to is anybody's word, so it
//! is not even looked at: the authorization server says where the portal lives now. If it names the address that was
//! just called, or one that this service may not call, there is no way on (b24restdocs
//! settings/how-to-call-rest-api/change-domen.md).

use std::sync::Arc;

use super::background::Background;
use super::flights::Flights;
use super::records::{News, Records};
use super::renewal::{Ending, Renewals};
use crate::bitrix::oauth::{AppInfo, OAuth, OauthError, OauthRefusal};
use crate::domain::portal::{Endpoint, Portal, PortalStatus};
use crate::domain::token::{Authorization, AuthorizationState, Principal};
use crate::store::Store;

/// Finds renamed portals.
#[derive(Debug)]
pub(super) struct Moves {
    records: Records,
    store: Store,
    oauth: OAuth,
    renewals: Arc<Renewals>,
    flights: Flights<(Principal, i64, String), Result<Endpoint, Ending>>,
}

impl Moves {
    pub(super) fn new(
        records: Records,
        store: Store,
        oauth: OAuth,
        renewals: Arc<Renewals>,
        background: Background,
    ) -> Self {
        Self { records, store, oauth, renewals, flights: Flights::new(background) }
    }

    /// Where the portal lives that has sent a call to `left` away: some other address, saved. Whoever comes while it is
    /// being looked for joins in.
    pub(super) async fn follow(
        self: &Arc<Self>,
        portal: &Portal,
        whose: &Principal,
        left: &Endpoint,
    ) -> Result<Endpoint, Ending> {
        let (moves, from) = (Arc::clone(self), left.clone());
        let find = |(whose, generation, _): (Principal, i64, String)| async move {
            moves.find(&whose, generation, &from).await
        };
        let key = (whose.clone(), portal.generation, left.as_str().to_owned());
        self.flights.join(key, find, |broken| Err(Ending::Broken(broken))).await
    }

    async fn find(&self, whose: &Principal, generation: i64, left: &Endpoint) -> Result<Endpoint, Ending> {
        let known = self.portal(whose, generation).await?;
        if known.endpoint != *left {
            return Ok(known.endpoint);
        }
        self.ask(whose, &known).await?;
        let now = self.portal(whose, generation).await?.endpoint;
        if now == *left {
            return Err(Ending::Astray("it redirects, and the authorization server names no other address"));
        }
        Ok(now)
    }

    /// Asks whose token the user's is, and for a new one if it is none any more: either answer says where the portal
    /// lives, and is kept.
    async fn ask(&self, whose: &Principal, portal: &Portal) -> Result<(), Ending> {
        let stored = self.store.find_authorization(whose).await?;
        let is_usable = |stored: &Authorization| {
            stored.state == AuthorizationState::Alive && stored.generation == portal.generation
        };
        let stored = stored.filter(is_usable).ok_or(Ending::Gone)?;
        let server = self.oauth.candidates(Some(&portal.auth_server)).next().ok_or(Ending::Gone)?;
        match self.oauth.app_info(server, &stored.pair.access).await {
            Ok(info) if self.is_about(&info, whose) => {
                let kept = self.records.keep(whose, portal.generation, &News::from(&info)).await;
                kept.map_err(|failure| Ending::Broken(failure.to_string()))
            }
            Ok(_foreign) => Err(Ending::Astray("the authorization server speaks of somebody else")),
            Err(OauthError::Refused(OauthRefusal::UnknownToken)) => {
                self.renewals.renew(portal, &stored).await
            }
            Err(error) => Err(Ending::Oauth(Arc::new(error))),
        }
    }

    fn is_about(&self, info: &AppInfo, whose: &Principal) -> bool {
        info.client_id == self.oauth.client_id()
            && info.member_id == whose.member_id
            && info.user_id == whose.user_id
    }

    async fn portal(&self, whose: &Principal, generation: i64) -> Result<Portal, Ending> {
        let known = self.store.find_portal(&whose.member_id).await?;
        let is_meant =
            |portal: &Portal| portal.status != PortalStatus::Removed && portal.generation == generation;
        known.filter(is_meant).ok_or(Ending::Gone)
    }
}
