//! Renewing a pair of tokens, once for everybody who wants it. The refresh token is spent by its use, and the answer
//! can get lost, so:
//!
//! - callers in this process share one flight, callers in other processes wait for the lease in the row;
//! - the try is in the row before the token is sent, and the new pair is in it before anybody uses it;
//! - a flight ends its work even when the page that wanted it went away;
//! - a try without a result is repeated by the next caller with the token that is there. If the platform refuses
//!   it, the pair is lost, and the user is asked to open the app again.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use super::background::Background;
use super::failure::Failure;
use super::flights::Flights;
use super::proofs::Proofs;
use super::records::{News, Records};
use crate::bitrix::oauth::{AppInfo, Grant, OAuth, OauthError, OauthRefusal};
use crate::domain::clock::{SharedClock, within};
use crate::domain::installation::InstallationId;
use crate::domain::portal::{AuthServer, Portal};
use crate::domain::token::{Authorization, AuthorizationState, GoneReason, Principal};
use crate::store::renewal::Renewal;
use crate::store::{Store, StoreError};

/// A lease is short, so that a crash holds nobody up for long; while the call lasts it is extended.
const LEASE: Duration = Duration::from_secs(10);
const EXTEND_EVERY: Duration = Duration::from_secs(3);
/// How long another process is waited for: longer than a call may take.
const WAIT: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Renews pairs. There is one of this in a process.
#[derive(Debug)]
pub(super) struct Renewals {
    store: Store,
    oauth: OAuth,
    clock: SharedClock,
    records: Records,
    proofs: Proofs,
    flights: Flights<(Principal, Held), Result<(), Ending>>,
}

/// Which pair is to be renewed: that installation's, in that version.
type Held = (i64, i64);

/// Why there is no new pair, or no new address; many callers share the news.
#[derive(Clone, Debug)]
pub(super) enum Ending {
    /// The authorization is over.
    Gone,
    /// The authorization server did not answer or refused.
    Oauth(Arc<OauthError>),
    /// Another process did not come to an end in time.
    Waited,
    /// The portal sends its callers away, and nobody who is believed says where to.
    Astray(&'static str),
    /// The database.
    Store(Arc<StoreError>),
    /// The task broke off.
    Broken(String),
}

impl From<Ending> for Failure {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Gone => Self::PortalUnauthorized,
            Ending::Oauth(error) => Self::from(error.as_ref()),
            Ending::Waited => Self::PortalTimeout,
            Ending::Astray(why) => Self::PortalUnavailable(why.to_owned()),
            Ending::Store(error) => Self::Broken(error.to_string()),
            Ending::Broken(text) => Self::Broken(text),
        }
    }
}

impl From<StoreError> for Ending {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl Renewals {
    pub(super) fn new(
        records: Records,
        store: Store,
        oauth: OAuth,
        clock: SharedClock,
        background: Background,
    ) -> Self {
        Self { store, oauth, clock, records, proofs: Proofs::default(), flights: Flights::new(background) }
    }

    /// Sees to it that the row has another pair than this one. Whoever comes while that is under way joins in, and
    /// shares a failure too: an authorization server that is down is not asked once for each of them.
    pub(super) async fn renew(
        self: &Arc<Self>,
        portal: &Portal,
        spent: &Authorization,
    ) -> Result<(), Ending> {
        let (renewals, server) = (Arc::clone(self), portal.auth_server.clone());
        let fly = |(whose, held): (Principal, Held)| async move { renewals.fly(&server, &whose, held).await };
        let key = (spent.principal.clone(), (spent.generation, spent.version));
        self.flights.join(key, fly, |broken| Err(Ending::Broken(broken))).await
    }

    async fn fly(&self, server: &AuthServer, whose: &Principal, held: Held) -> Result<(), Ending> {
        let generation = held.0;
        let Some(renewal) = self.take_turn(whose, held).await? else { return Ok(()) };
        let Some(refresh) = &renewal.refresh else {
            return self.end(whose, &renewal, GoneReason::NoRefreshToken).await;
        };
        if renewal.tries > 1 {
            tracing::warn!(portal.member_id = %whose.member_id, user.id = %whose.user_id, tries = renewal.tries,
                "an earlier renewal has no result; its refresh token is tried once more");
        }
        let answer = tokio::select! {
            answer = self.oauth.refresh_anywhere(server, refresh, self.clock.now()) => answer,
            never = self.hold(whose, &renewal) => match never {},
        };
        let answer = answer.map_err(|error| self.proofs.judge(error, server, whose, self.clock.now()));
        metrics::counter!("eraser_refreshes_total", "outcome" => outcome_word(&answer)).increment(1);
        match answer {
            Ok(grant) if self.belongs_to(server, &grant, whose).await => {
                if !self.store.finish_renewal(whose, &renewal, &grant.pair).await? {
                    tracing::info!(portal.member_id = %whose.member_id, "a newer pair came in during the renewal");
                }
                // The pair is safe; what else the answer says is kept if it can be.
                self.proofs.note(server, &whose.member_id, self.clock.now());
                self.records.keep_if_possible(whose, generation, &News::from(&grant)).await;
                Ok(())
            }
            Ok(_foreign) => self.end(whose, &renewal, GoneReason::ForeignPair).await,
            Err(error) if error.ends_the_grant() => {
                let lost_before = renewal.tries > 1;
                let reason = if lost_before { GoneReason::LostRenewal } else { GoneReason::Refused };
                self.end(whose, &renewal, reason).await
            }
            Err(error) => {
                let may_be_spent = error.may_have_run();
                tracing::warn!(portal.member_id = %whose.member_id, user.id = %whose.user_id, %error, may_be_spent,
                    "no new pair; the stored one is kept");
                self.store.give_up_renewal(whose, &renewal, may_be_spent).await?;
                if matches!(error, OauthError::Refused(OauthRefusal::PaymentRequired)) {
                    let member_id = whose.member_id.clone();
                    self.records.is_unpaid(&InstallationId { member_id, generation }).await;
                }
                Err(Ending::Oauth(Arc::new(error)))
            }
        }
    }

    /// Waits until it is this process's turn. `None` when there is nothing left to do: the row has changed.
    async fn take_turn(&self, whose: &Principal, held: Held) -> Result<Option<Renewal>, Ending> {
        // A name of its own for each flight: what one has left behind is not taken for another's.
        let owner = uuid::Uuid::now_v7().simple().to_string();
        let waiting = async {
            loop {
                if let Some(renewal) = self.store.begin_renewal(whose, held, &owner, LEASE).await? {
                    return Ok(Some(renewal));
                }
                let stored = self.store.find_authorization(whose).await?;
                let unchanged = |stored: &Authorization| {
                    (stored.generation, stored.version) == held && stored.state == AuthorizationState::Alive
                };
                if !stored.as_ref().is_some_and(unchanged) {
                    return Ok(None);
                }
                self.clock.sleep(LOOK_EVERY).await;
            }
        };
        within(&self.clock, WAIT, waiting).await.unwrap_or(Err(Ending::Waited))
    }

    /// Keeps the lease for as long as this is polled.
    async fn hold(&self, whose: &Principal, renewal: &Renewal) -> Infallible {
        loop {
            self.clock.sleep(EXTEND_EVERY).await;
            if let Err(error) = self.store.extend_lease(whose, renewal, LEASE).await {
                // If another process takes over meanwhile, whoever brings a pair stores it.
                tracing::warn!(portal.member_id = %whose.member_id, %error, "the lease was not extended");
            }
        }
    }

    /// The refresh token came through a browser, so it may be somebody else's: only a pair of this very user is kept.
    /// An answer that does not name the user is held against `app.info`; a pair that cannot be placed is dropped.
    async fn belongs_to(&self, server: &AuthServer, grant: &Grant, whose: &Principal) -> bool {
        let user = if grant.user_id.is_some() {
            grant.user_id
        } else {
            let info = self.oauth.app_info(server, &grant.pair.access).await.ok();
            let ours = |info: &AppInfo| {
                info.client_id == self.oauth.client_id() && info.member_id == whose.member_id
            };
            info.filter(ours).map(|info| info.user_id)
        };
        grant.member_id == whose.member_id && user == Some(whose.user_id)
    }

    /// The authorization is over, unless something newer came in.
    async fn end(&self, whose: &Principal, renewal: &Renewal, reason: GoneReason) -> Result<(), Ending> {
        if self.store.end_authorization(whose, renewal, reason).await? {
            tracing::warn!(portal.member_id = %whose.member_id, user.id = %whose.user_id, ?reason,
                "the authorization is over: the user has to open the app again");
            return Err(Ending::Gone);
        }
        self.store.give_up_renewal(whose, renewal, true).await?;
        Ok(())
    }
}

/// A word for metrics.
fn outcome_word(answer: &Result<Grant, OauthError>) -> &'static str {
    match answer {
        Ok(_) => "ok",
        Err(error) if error.ends_the_grant() => "gone",
        Err(OauthError::Refused(OauthRefusal::PaymentRequired)) => "unpaid",
        Err(OauthError::Refused(OauthRefusal::AppRemoved)) => "app_removed",
        Err(OauthError::Refused(OauthRefusal::PerhapsRemoved)) => "perhaps_removed",
        Err(OauthError::Refused(OauthRefusal::WrongClient)) => "wrong_client",
        Err(_) => "later",
    }
}
