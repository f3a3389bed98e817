//! A portal as one of its users: the stored token while it lasts, renewed once when it does not, for however many
//! callers. The refresh token is spent by its use, so the new pair is stored before anybody uses it, and a renewal
//! once begun is finished even when the page that wanted it went away.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::background::Background;
use super::failure::Failure;
use crate::bitrix::error::RestError;
use crate::bitrix::oauth::{Grant, OAuth, OauthError, OauthRefusal};
use crate::bitrix::rest::Caller;
use crate::domain::clock::SharedClock;
use crate::domain::portal::Portal;
use crate::domain::token::{Authorization, AuthorizationState, Principal};
use crate::store::Store;

/// A token that ends within this time is renewed before it is used.
const MARGIN: Duration = Duration::from_secs(30);

type Gate = tokio::sync::Mutex<()>;

/// Hands out callers for users.
#[derive(Debug)]
pub(super) struct Access {
    store: Store,
    oauth: OAuth,
    clock: SharedClock,
    background: Background,
    gates: Mutex<HashMap<Principal, Weak<Gate>>>,
}

/// Why a portal could not be called as a user, or what the call said.
#[derive(Debug)]
pub(super) enum AccessError {
    /// The call itself.
    Rest(RestError),
    /// No usable authorization, or no database.
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
    pub(super) fn new(store: Store, oauth: OAuth, clock: SharedClock, background: Background) -> Self {
        Self { store, oauth, clock, background, gates: Mutex::default() }
    }

    /// Calls the portal as the user. A spent token is renewed and the call repeated once: a portal that refuses a
    /// token has not executed anything.
    pub(super) async fn run<T, F>(
        self: &Arc<Self>,
        portal: &Portal,
        whose: &Principal,
        call: impl Fn(Caller) -> F,
    ) -> Result<T, AccessError>
    where
        F: Future<Output = Result<T, RestError>>,
    {
        let mut stored = self.usable(whose).await?;
        if self.is_spent(&stored) {
            stored = self.renewed(portal, whose, stored.version).await?;
        }
        let caller = |stored: &Authorization| Caller {
            endpoint: portal.endpoint.clone(),
            token: stored.pair.access.clone(),
        };
        match call(caller(&stored)).await {
            Err(error) if error.wants_new_token() => {
                let renewed = self.renewed(portal, whose, stored.version).await?;
                call(caller(&renewed)).await.map_err(AccessError::Rest)
            }
            other => other.map_err(AccessError::Rest),
        }
    }

    /// Renews a pair whatever its age; an error says how the platform refused.
    pub(super) async fn renew_now(
        self: &Arc<Self>,
        portal: &Portal,
        stored: &Authorization,
    ) -> Result<(), Failure> {
        self.renewed(portal, &stored.principal, stored.version).await.map(drop)
    }

    async fn usable(&self, whose: &Principal) -> Result<Authorization, Failure> {
        let stored = self.store.find_authorization(whose).await?;
        stored.filter(|stored| stored.state == AuthorizationState::Alive).ok_or(Failure::PortalUnauthorized)
    }

    fn is_spent(&self, stored: &Authorization) -> bool {
        stored.pair.expires_at.is_some_and(|at| self.clock.now().until(at) < MARGIN)
    }

    /// The pair after the one of this version: renewed here, or by whoever was first.
    async fn renewed(
        self: &Arc<Self>,
        portal: &Portal,
        whose: &Principal,
        version: i64,
    ) -> Result<Authorization, Failure> {
        let (access, portal, whose) = (Arc::clone(self), portal.clone(), whose.clone());
        // A task of its own: a page that is closed in the meantime must not take the new pair with it.
        let task = self.background.spawn(async move { access.renew(&portal, &whose, version).await });
        task.await.map_err(|broken| Failure::Broken(broken.to_string()))?
    }

    async fn renew(
        &self,
        portal: &Portal,
        whose: &Principal,
        version: i64,
    ) -> Result<Authorization, Failure> {
        let gate = self.gate(whose);
        let _turn = gate.lock().await;
        let stored = self.usable(whose).await?;
        if stored.version != version {
            return Ok(stored);
        }
        let Some(refresh) = stored.pair.refresh.as_ref() else {
            self.store.mark_gone_if(whose, version).await?;
            return Err(Failure::PortalUnauthorized);
        };
        let answer = self.oauth.refresh(&portal.auth_server, refresh, self.clock.now()).await;
        metrics::counter!("eraser_refreshes_total", "outcome" => if answer.is_ok() { "ok" } else { "failed" })
            .increment(1);
        match answer {
            Ok(grant) if belongs_to(&grant, whose) => {
                if !self.store.replace_pair_if(whose, version, &grant.pair).await? {
                    tracing::info!(portal.member_id = %whose.member_id, "a newer pair came in during the renewal");
                }
                self.usable(whose).await
            }
            Ok(_foreign) => {
                tracing::warn!(portal.member_id = %whose.member_id, user.id = %whose.user_id,
                    "the renewal brought a pair of somebody else; it was dropped");
                self.store.mark_gone_if(whose, version).await?;
                Err(Failure::PortalUnauthorized)
            }
            Err(error) => self.settle_refusal(whose, version, error).await,
        }
    }

    /// Only a refusal that speaks of the grant itself ends it, and only if nobody replaced the pair meanwhile.
    async fn settle_refusal(
        &self,
        whose: &Principal,
        version: i64,
        error: OauthError,
    ) -> Result<Authorization, Failure> {
        if matches!(error, OauthError::Refused(OauthRefusal::GrantGone | OauthRefusal::UnknownToken))
            && !self.store.mark_gone_if(whose, version).await?
        {
            return self.usable(whose).await;
        }
        Err(error.into())
    }

    /// One gate for each user; gates that nobody holds are swept out on the way.
    fn gate(&self, whose: &Principal) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        gates.retain(|_, gate| gate.strong_count() > 0);
        if let Some(gate) = gates.get(whose).and_then(Weak::upgrade) {
            return gate;
        }
        let gate = Arc::new(Gate::default());
        gates.insert(whose.clone(), Arc::downgrade(&gate));
        gate
    }
}

fn belongs_to(grant: &Grant, whose: &Principal) -> bool {
    grant.member_id == whose.member_id && grant.user_id.is_none_or(|user| user == whose.user_id)
}
