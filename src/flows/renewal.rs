//! Renews a pair of tokens once for all callers that need it. The refresh token is spent by its use, and the answer
//! can get lost. So:
//!
//! - Callers in this process share one renewal. Callers in other processes wait for the lease in the row.
//! - The try is stored before the token is sent, and the new pair before it is used.
//! - A renewal ends even if the page that needed it is closed.
//! - If a try has no result, the next caller repeats it with the stored token. If the authorization server refuses
//!   that token, the pair is lost, and the user has to open the app again.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use super::background::Background;
use super::failure::Failure;
use super::portal_facts::{AnswerFacts, PortalFactsWriter};
use super::recent_renewals::RecentRenewals;
use super::single_flight::SingleFlight;
use crate::bitrix::oauth::{AppInfo, Grant, OAuth, OauthError, OauthRefusal};
use crate::domain::clock::{SharedClock, within};
use crate::domain::installation::InstallationId;
use crate::domain::portal::{AuthServer, Portal};
use crate::domain::token::{Authorization, AuthorizationState, GoneReason, Principal};
use crate::store::renewal::Renewal;
use crate::store::{Store, StoreError};

/// The lease is short, so that callers do not wait long after a crash. It is extended during the call.
const LEASE: Duration = Duration::from_secs(10);
const EXTEND_EVERY: Duration = Duration::from_secs(3);
/// How long to wait for another process: longer than a call may take.
const WAIT: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Renews pairs. A process has one of these.
#[derive(Debug)]
pub(super) struct Renewals {
    store: Store,
    oauth: OAuth,
    clock: SharedClock,
    facts_writer: PortalFactsWriter,
    recent: RecentRenewals,
    single_flight: SingleFlight<(Principal, PairVersion), Result<(), RenewalError>>,
}

/// The pair to renew: the generation of the installation, and the version of the pair.
type PairVersion = (i64, i64);

/// Why there is no new pair, or no new address. Callers that share the work share the error.
#[derive(Clone, Debug)]
pub(super) enum RenewalError {
    /// The authorization has ended.
    Gone,
    /// The authorization server did not answer or refused.
    Oauth(Arc<OauthError>),
    /// Another process did not finish its renewal in time.
    TimedOut,
    /// The portal redirects calls, and the authorization server names no new address.
    NoNewAddress(&'static str),
    /// The database does not answer.
    Store(Arc<StoreError>),
    /// The task panicked, or the facts could not be saved.
    TaskFailed(String),
}

impl From<RenewalError> for Failure {
    fn from(error: RenewalError) -> Self {
        match error {
            RenewalError::Gone => Self::PortalUnauthorized,
            RenewalError::Oauth(error) => Self::from(error.as_ref()),
            RenewalError::TimedOut => Self::PortalTimeout,
            RenewalError::NoNewAddress(why) => Self::PortalUnavailable(why.to_owned()),
            RenewalError::Store(error) => Self::Broken(error.to_string()),
            RenewalError::TaskFailed(text) => Self::Broken(text),
        }
    }
}

impl From<StoreError> for RenewalError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl Renewals {
    pub(super) fn new(
        facts_writer: PortalFactsWriter,
        store: Store,
        oauth: OAuth,
        clock: SharedClock,
        background: Background,
    ) -> Self {
        Self {
            store,
            oauth,
            clock,
            facts_writer,
            recent: RecentRenewals::default(),
            single_flight: SingleFlight::new(background),
        }
    }

    /// Makes sure that the row has another pair than `spent`. Callers at the same time share the renewal, also a
    /// failed one, so that a server that is down is not asked once for each caller.
    pub(super) async fn renew(
        self: &Arc<Self>,
        portal: &Portal,
        spent: &Authorization,
    ) -> Result<(), RenewalError> {
        let (renewals, server) = (Arc::clone(self), portal.auth_server.clone());
        let renew_once = |(principal, pair): (Principal, PairVersion)| async move {
            renewals.renew_once(&server, &principal, pair).await
        };
        let key = (spent.principal.clone(), (spent.generation, spent.version));
        self.single_flight.run_once(key, renew_once, |broken| Err(RenewalError::TaskFailed(broken))).await
    }

    async fn renew_once(
        &self,
        server: &AuthServer,
        principal: &Principal,
        pair: PairVersion,
    ) -> Result<(), RenewalError> {
        let generation = pair.0;
        let Some(renewal) = self.acquire_lease(principal, pair).await? else { return Ok(()) };
        let Some(refresh) = &renewal.refresh else {
            return self.end_authorization(principal, &renewal, GoneReason::NoRefreshToken).await;
        };
        if renewal.tries > 1 {
            tracing::warn!(portal.member_id = %principal.member_id, user.id = %principal.user_id, tries = renewal.tries,
                "an earlier renewal has no result; its refresh token is used once more");
        }
        let answer = tokio::select! {
            answer = self.oauth.refresh_anywhere(server, refresh, self.clock.now()) => answer,
            never = self.keep_lease(principal, &renewal) => match never {},
        };
        let answer = answer
            .map_err(|error| self.recent.explain_refused_client(error, server, principal, self.clock.now()));
        metrics::counter!("eraser_refreshes_total", "outcome" => outcome_label(&answer)).increment(1);
        match answer {
            Ok(grant) if self.is_for_user(server, &grant, principal).await => {
                if !self.store.finish_renewal(principal, &renewal, &grant.pair).await? {
                    tracing::info!(portal.member_id = %principal.member_id,
                        "a newer pair was stored during the renewal");
                }
                // The pair is stored. The facts in the answer are saved if possible.
                self.recent.record(server, &principal.member_id, self.clock.now());
                self.facts_writer.save_or_log(principal, generation, &AnswerFacts::from(&grant)).await;
                Ok(())
            }
            Ok(_foreign) => self.end_authorization(principal, &renewal, GoneReason::ForeignPair).await,
            Err(error) if error.ends_the_grant() => {
                let lost_before = renewal.tries > 1;
                let reason = if lost_before { GoneReason::LostRenewal } else { GoneReason::Refused };
                self.end_authorization(principal, &renewal, reason).await
            }
            Err(error) => {
                let may_be_spent = error.may_have_run();
                tracing::warn!(portal.member_id = %principal.member_id, user.id = %principal.user_id, %error, may_be_spent,
                    "no new pair; the stored one is kept");
                self.store.give_up_renewal(principal, &renewal, may_be_spent).await?;
                if matches!(error, OauthError::Refused(OauthRefusal::PaymentRequired)) {
                    let member_id = principal.member_id.clone();
                    self.facts_writer.mark_unpaid(&InstallationId { member_id, generation }).await;
                }
                Err(RenewalError::Oauth(Arc::new(error)))
            }
        }
    }

    /// Waits for the lease. `None` when the row has changed, so that no renewal is needed.
    async fn acquire_lease(
        &self,
        principal: &Principal,
        pair: PairVersion,
    ) -> Result<Option<Renewal>, RenewalError> {
        // Each renewal has a lease owner of its own: a lease that an earlier one left behind is not its lease.
        let owner = uuid::Uuid::now_v7().simple().to_string();
        let waiting = async {
            loop {
                if let Some(renewal) = self.store.begin_renewal(principal, pair, &owner, LEASE).await? {
                    return Ok(Some(renewal));
                }
                let stored = self.store.find_authorization(principal).await?;
                let unchanged = |stored: &Authorization| {
                    (stored.generation, stored.version) == pair && stored.state == AuthorizationState::Alive
                };
                if !stored.as_ref().is_some_and(unchanged) {
                    return Ok(None);
                }
                self.clock.sleep(LOOK_EVERY).await;
            }
        };
        within(&self.clock, WAIT, waiting).await.unwrap_or(Err(RenewalError::TimedOut))
    }

    /// Extends the lease as long as this is polled.
    async fn keep_lease(&self, principal: &Principal, renewal: &Renewal) -> Infallible {
        loop {
            self.clock.sleep(EXTEND_EVERY).await;
            if let Err(error) = self.store.extend_lease(principal, renewal, LEASE).await {
                // If another process takes the lease meanwhile, the first new pair is stored.
                tracing::warn!(portal.member_id = %principal.member_id, %error, "the lease was not extended");
            }
        }
    }

    /// Whether the new pair belongs to this user. The refresh token came through a browser, so it may be another
    /// user's. If the answer does not name the user, `app.info` is asked. A pair without a known user is dropped.
    async fn is_for_user(&self, server: &AuthServer, grant: &Grant, principal: &Principal) -> bool {
        let user = if grant.user_id.is_some() {
            grant.user_id
        } else {
            let info = self.oauth.app_info(server, &grant.pair.access).await.ok();
            let ours = |info: &AppInfo| {
                info.client_id == self.oauth.client_id() && info.member_id == principal.member_id
            };
            info.filter(ours).map(|info| info.user_id)
        };
        grant.member_id == principal.member_id && user == Some(principal.user_id)
    }

    /// Ends the authorization, unless a newer pair was stored.
    async fn end_authorization(
        &self,
        principal: &Principal,
        renewal: &Renewal,
        reason: GoneReason,
    ) -> Result<(), RenewalError> {
        if self.store.end_authorization(principal, renewal, reason).await? {
            tracing::warn!(portal.member_id = %principal.member_id, user.id = %principal.user_id, ?reason,
                "the authorization has ended; the user has to open the app again");
            return Err(RenewalError::Gone);
        }
        self.store.give_up_renewal(principal, renewal, true).await?;
        Ok(())
    }
}

/// The label for metrics.
fn outcome_label(answer: &Result<Grant, OauthError>) -> &'static str {
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
