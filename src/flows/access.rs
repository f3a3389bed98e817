//! Calls a portal as one of its users, with the stored access token. An expired token is renewed first.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::background::Background;
use super::failure::Failure;
use super::portal_facts::PortalFactsWriter;
use super::rename::RenameResolver;
use super::renewal::{RenewalError, Renewals};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::bitrix::oauth::OAuth;
use crate::bitrix::rest::{Caller, RestClient};
use crate::domain::clock::SharedClock;
use crate::domain::portal::Portal;
use crate::domain::token::{Authorization, AuthorizationState, Principal};
use crate::store::Store;

/// A token that expires within this time is renewed before it is used.
const MARGIN: Duration = Duration::from_secs(30);

/// Calls portals for users.
#[derive(Debug)]
pub(super) struct Access {
    store: Store,
    facts_writer: PortalFactsWriter,
    renewals: Arc<Renewals>,
    renames: Arc<RenameResolver>,
    clock: SharedClock,
}

/// Why a call as a user failed.
#[derive(Debug)]
pub enum AccessError {
    /// The portal did not answer or refused.
    Rest(RestError),
    /// The call was not sent: there is no usable authorization, or the database does not answer.
    Failure(Failure),
}

impl From<AccessError> for Failure {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Rest(error) => error.into(),
            AccessError::Failure(failure) => failure,
        }
    }
}

impl From<Failure> for AccessError {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl Access {
    pub(super) fn new(
        store: Store,
        rest: RestClient,
        oauth: OAuth,
        clock: SharedClock,
        background: Background,
    ) -> Self {
        let facts_writer = PortalFactsWriter::new(store.clone(), rest);
        let renewals = Arc::new(Renewals::new(
            facts_writer.clone(),
            store.clone(),
            oauth.clone(),
            Arc::clone(&clock),
            background.clone(),
        ));
        let renames = RenameResolver::new(
            facts_writer.clone(),
            store.clone(),
            oauth,
            Arc::clone(&renewals),
            background,
        );
        Self { store, facts_writer, renewals, renames: Arc::new(renames), clock }
    }

    /// Calls the portal as the user. If the portal refuses the token, it is renewed and the call is repeated once,
    /// because a refused call was not executed. A token that was renewed just before the call is not renewed again.
    /// If the portal redirects, its new address is looked up once and the call is repeated there.
    pub(super) async fn run<T, F>(
        &self,
        portal: &Portal,
        principal: &Principal,
        call: impl Fn(Caller) -> F,
    ) -> Result<T, AccessError>
    where
        F: Future<Output = Result<T, RestError>>,
    {
        let mut endpoint = portal.endpoint.clone();
        let mut stored = self.usable_pair(portal, principal).await?;
        let (mut may_renew, mut may_resolve_rename) = (true, true);
        if self.is_spent(&stored) {
            may_renew = false;
            stored = self.renewed_pair(portal, &stored).await?;
        }
        loop {
            let caller = Caller::user(endpoint.clone(), stored.pair.access.clone())
                .for_principal(principal.clone(), Some(portal.generation));
            match call(caller).await {
                Err(error) if error.needs_new_token() && may_renew => {
                    may_renew = false;
                    stored = self.renewed_pair(portal, &stored).await?;
                }
                Err(RestError::Moved) if may_resolve_rename => {
                    may_resolve_rename = false;
                    endpoint =
                        self.renames.resolve(portal, principal, &endpoint).await.map_err(Failure::from)?;
                    // Finding the new address may have renewed the pair.
                    stored = self.usable_pair(portal, principal).await?;
                }
                Err(error) => {
                    if error.refusal() == Some(RefusalKind::PaymentRequired) {
                        self.facts_writer.mark_unpaid(&portal.installation()).await;
                    }
                    return Err(AccessError::Rest(error));
                }
                Ok(done) => return Ok(done),
            }
        }
    }

    /// Renews a pair whatever its age. The error says how the authorization server refused.
    pub(super) async fn renew_now(
        &self,
        portal: &Portal,
        stored: &Authorization,
    ) -> Result<(), RenewalError> {
        self.renewals.renew(portal, stored).await
    }

    /// Renews a pair that is not in use, so that its refresh token does not expire.
    pub(super) async fn keep_alive(&self, portal: &Portal, principal: &Principal) -> Result<(), Failure> {
        let stored = self.usable_pair(portal, principal).await?;
        Ok(self.renew_now(portal, &stored).await?)
    }

    /// The user's pair in that installation. Work that began in an earlier installation must not use a later pair.
    async fn usable_pair(&self, portal: &Portal, principal: &Principal) -> Result<Authorization, Failure> {
        let stored = self.store.find_authorization(principal).await?;
        let is_usable = |stored: &Authorization| {
            stored.state == AuthorizationState::Alive && stored.generation == portal.generation
        };
        if let Some(stored) = stored.filter(is_usable) {
            return Ok(stored);
        }
        let lives = self.store.is_living(&portal.installation()).await?;
        Err(if lives { Failure::PortalUnauthorized } else { Failure::SessionOver })
    }

    fn is_spent(&self, stored: &Authorization) -> bool {
        stored.pair.expires_at.is_some_and(|at| self.clock.now().until(at) < MARGIN)
    }

    /// The pair after `spent`: renewed now, or already by another caller.
    async fn renewed_pair(&self, portal: &Portal, spent: &Authorization) -> Result<Authorization, Failure> {
        let current = self.usable_pair(portal, &spent.principal).await?;
        if current.version != spent.version {
            return Ok(current);
        }
        self.renewals.renew(portal, spent).await?;
        self.usable_pair(portal, &spent.principal).await
    }
}
