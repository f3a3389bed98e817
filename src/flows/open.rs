//! Opening: whose page is this? Everything in the request is a claim. The authorization server says whose token it
//! is and where that portal lives; the portal says who the user is and whether an administrator. Only a
//! [`Verified`] opening is ever stored.

use std::time::Duration;

use sha2::{Digest, Sha256};

use super::Flows;
use super::failure::Failure;
use super::verified_tokens::VerifiedToken;
use crate::bitrix::error::{RefusalKind, RestError, Transport};
use crate::bitrix::inbound::FramePost;
use crate::bitrix::oauth::{AppInfo, OauthError, OauthRefusal};
use crate::bitrix::rest::Caller;
use crate::bitrix::users::{self, Profile};
use crate::domain::ids::MemberId;
use crate::domain::obstacle::Obstacle;
use crate::domain::portal::{AuthServer, Portal, PortalHost, PortalStatus};
use crate::domain::secret::{AccessToken, ApplicationToken, RefreshToken};
use crate::domain::security::SecurityEvent;
use crate::domain::token::{AuthorizationState, Principal, TokenPair};
use crate::store::StoreError;
use crate::store::portals::PortalFacts;

/// What somebody says about themselves when they open a page or renew a session.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The portal's host.
    pub domain: PortalHost,
    /// The portal's permanent key; a renewal may leave it out.
    pub member_id: Option<MemberId>,
    /// The user's token.
    pub access_token: AccessToken,
    /// The key to the next pair.
    pub refresh_token: Option<RefreshToken>,
    /// The token's lifetime in seconds.
    pub expires_in: Option<u32>,
    /// The authorization server to ask.
    pub auth_server: Option<AuthServer>,
    /// The secret of the portal's events.
    pub application_token: Option<ApplicationToken>,
    /// Whether it brings back a portal that has left. A session that is renewed does not: it goes on with what a page has
    /// begun.
    pub may_return: bool,
}

impl Claim {
    /// The same for equal claims alone. Neither its secrets nor anything else can be read from it.
    fn fingerprint(&self) -> [u8; 32] {
        let text = |part: Option<String>| part.unwrap_or_default();
        let parts = [
            self.domain.to_string(),
            text(self.member_id.as_ref().map(MemberId::to_string)),
            text(self.expires_in.map(|seconds| seconds.to_string())),
            self.may_return.to_string(),
            text(self.auth_server.as_ref().map(AuthServer::origin)),
            self.access_token.expose().to_owned(),
            text(self.refresh_token.as_ref().map(|token| token.expose().to_owned())),
            text(self.application_token.as_ref().map(|token| token.expose().to_owned())),
        ];
        // None of the parts holds a line's end.
        Sha256::digest(parts.join("\n")).into()
    }
}

impl From<FramePost> for Claim {
    fn from(post: FramePost) -> Self {
        Self {
            domain: post.domain,
            member_id: Some(post.member_id),
            access_token: post.access_token,
            refresh_token: Some(post.refresh_token),
            expires_in: post.expires_in,
            auth_server: post.auth_server,
            application_token: post.application_token,
            may_return: true,
        }
    }
}

/// A claim that the authorization server and the portal have confirmed.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The portal as it was stored when the claim came, or when the authorization server said whose the claim is.
    pub(super) known: Option<Portal>,
    facts: PortalFacts,
    pair: TokenPair,
    /// The portal's user.
    pub profile: Profile,
}

/// An opened page: the portal as stored and who looks at it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The portal.
    pub portal: Portal,
    /// Who looks at it.
    pub profile: Profile,
}

/// Why a page does not open.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OpenError {
    /// The request is not what it says it is.
    #[error("not verified: {0}")]
    Unverified(&'static str),
    /// The token is a valid one, but of another app.
    #[error("the token was given to another app")]
    ForeignApp,
    /// The app is not installed on the portal any more, or the portal is gone.
    #[error("the app or the portal was removed")]
    Removed,
    /// Something stands between this service and the portal, and will until somebody clears it away.
    #[error("the portal is out of reach: {0:?}")]
    OutOfReach(Obstacle),
    /// Anything that a person may try again.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl Verified {
    /// The user that was confirmed.
    #[must_use]
    pub fn principal(&self) -> Principal {
        Principal { member_id: self.facts.member_id.clone(), user_id: self.profile.id }
    }

    /// Whether a payment is open, so that the portal answers nothing.
    pub(super) fn is_unpaid(&self) -> bool {
        self.facts.unpaid
    }

    /// The user at work for the installation that was stored.
    pub(super) fn caller(&self, portal: &Portal) -> Caller {
        Caller::user(self.facts.endpoint.clone(), self.pair.access.clone())
            .for_principal(self.principal(), Some(portal.generation))
    }
}

impl Flows {
    /// Finds out whether a claim is true. Stores nothing, and calls no address that an authorization server of the
    /// configured list has not named.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn verify(&self, claim: Claim) -> Result<Verified, OpenError> {
        let verified = self.find_out(claim).await;
        if let Err(OpenError::Unverified(_) | OpenError::ForeignApp) = &verified {
            SecurityEvent::VerificationFailed.record("a token is not what it was said to be");
        }
        verified
    }

    async fn find_out(&self, claim: Claim) -> Result<Verified, OpenError> {
        let known = match &claim.member_id {
            Some(member_id) => self.store.find_portal(member_id).await?,
            None => None,
        };
        let (server, info) = self.ask_authorization_server(&claim, known.as_ref()).await?;
        check_info(&claim, &info, self.oauth.client_id())?;
        // Read before the portal is asked: a token that it still knows then is one of this installation.
        let known = match &claim.member_id {
            Some(_) => known,
            None => self.store.find_portal(&info.member_id).await?,
        };
        if !claim.may_return && known.as_ref().is_some_and(|known| !is_installed(known)) {
            return Err(OpenError::Removed);
        }
        let principal = Principal { member_id: info.member_id.clone(), user_id: info.user_id };
        let generation = known.as_ref().filter(|known| is_installed(known)).map(|known| known.generation);
        let caller = Caller::user(info.endpoint.clone(), claim.access_token.clone())
            .for_principal(principal.clone(), generation);
        let (profile, unpaid) = match users::profile(&self.rest, &caller).await {
            Ok(profile) => (profile, false),
            Err(error) if is_about_payment(&error) && known.as_ref().is_some_and(is_installed) => {
                (Some(Profile::unknown(info.user_id)), true)
            }
            Err(error) => {
                let refusal = from_profile_error(error);
                if let (OpenError::Failure(failure), Some(known)) = (&refusal, &known) {
                    self.audit_refused_opening(principal, known, failure).await;
                }
                return Err(refusal);
            }
        };
        let profile = profile.filter(|profile| profile.id == info.user_id);
        let profile = profile.ok_or(OpenError::Unverified("the portal names another user"))?;
        let lifetime = claim.expires_in.map(|left| self.clock.now().plus(Duration::from_secs(left.into())));
        Ok(Verified {
            known,
            pair: TokenPair {
                access: claim.access_token,
                refresh: claim.refresh_token,
                expires_at: info.expires_at.or(lifetime),
            },
            facts: PortalFacts {
                member_id: info.member_id,
                endpoint: info.endpoint,
                auth_server: server,
                licence: info.licence,
                scope: info.scope,
                // It comes through a browser: an employee must not be able to replace it.
                application_token: claim.application_token.filter(|_| profile.admin),
                unpaid,
            },
            profile,
        })
    }

    /// Verifies and remembers: the portal is active, the user's pair is stored. What was verified minutes ago is not
    /// asked about again, and equal claims at the same time are one.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(&self, claim: Claim) -> Result<Opened, OpenError> {
        let opened = if let Some(opened) = self.recall(&claim).await? {
            opened
        } else {
            let (flows, key) = (self.clone(), claim.fingerprint());
            let open = |_| async move { flows.open_afresh(claim).await };
            let broken = |broken| Err(Failure::Broken(broken).into());
            self.openings.run_once(key, open, broken).await?
        };
        self.resume_jobs_after_visit(&opened).await;
        Ok(opened)
    }

    /// The same, but the authorization server and the portal are asked in any case.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub(super) async fn open_afresh(&self, claim: Claim) -> Result<Opened, OpenError> {
        let verified = self.verify(claim).await?;
        let portal = self.save_verified(&verified, PortalStatus::Active).await?;
        let Verified { facts, pair, known, profile } = verified;
        // Of a portal that has left meanwhile, or is not paid for, nothing is believed without asking.
        if !facts.unpaid && known.is_none_or(|known| known.generation == portal.generation) {
            let verified_token = VerifiedToken {
                member_id: facts.member_id,
                generation: portal.generation,
                endpoint: facts.endpoint,
                auth_server: facts.auth_server,
                profile: profile.clone(),
            };
            self.verified_tokens.insert(&pair.access, pair.expires_at, verified_token, self.clock.now());
        }
        Ok(Opened { portal, profile })
    }

    /// What the claim opens by what was verified minutes ago. Nothing is stored then: the rows hold what the first opening
    /// stored, or something newer. Whatever the rows do not bear out is asked about.
    async fn recall(&self, claim: &Claim) -> Result<Option<Opened>, OpenError> {
        let Some(verified_token) = self.verified_tokens.get(&claim.access_token, self.clock.now()) else {
            return Ok(None);
        };
        let is_same_claim =
            claim.member_id.as_ref().is_none_or(|claimed| *claimed == verified_token.member_id)
                && claim.auth_server.as_ref().is_none_or(|claimed| *claimed == verified_token.auth_server)
                && claim.domain.matches(&verified_token.endpoint.host());
        if !is_same_claim {
            return Ok(None);
        }
        let is_same = |portal: &Portal| {
            portal.status == PortalStatus::Active
                && portal.generation == verified_token.generation
                && portal.unpaid_since.is_none()
                && portal.endpoint == verified_token.endpoint
        };
        let Some(portal) = self.store.find_portal(&verified_token.member_id).await?.filter(is_same) else {
            self.verified_tokens.forget(&claim.access_token);
            return Ok(None);
        };
        // A new secret of the portal's events is believed from an administrator, and whether somebody is one now is the
        // portal's word.
        let brings_news = verified_token.profile.admin
            && claim.application_token.is_some()
            && claim.application_token != portal.application_token;
        let principal = Principal { member_id: verified_token.member_id, user_id: verified_token.profile.id };
        let stored = self.store.find_authorization(&principal).await?;
        let is_stored = stored.is_some_and(|stored| {
            stored.state == AuthorizationState::Alive
                && (claim.refresh_token.is_none() || stored.pair.refresh.is_some())
        });
        Ok((is_stored && !brings_news).then_some(Opened { portal, profile: verified_token.profile }))
    }

    /// Stores what was verified, unless the portal has left meanwhile.
    pub(super) async fn save_verified(
        &self,
        verified: &Verified,
        status: PortalStatus,
    ) -> Result<Portal, OpenError> {
        let (facts, user) = ((&verified.facts, status), (verified.profile.id, &verified.pair));
        let verified_tokens = self.store.save_opening(verified.known.as_ref(), facts, user).await?;
        verified_tokens.ok_or(OpenError::Removed)
    }

    /// The server that the request names, if it is one of ours; else the one that is known for the portal, then the
    /// others, as long as the one before does not know the token or cannot be reached.
    async fn ask_authorization_server(
        &self,
        claim: &Claim,
        known: Option<&Portal>,
    ) -> Result<(AuthServer, AppInfo), OpenError> {
        let trusted = self.oauth.servers();
        let candidates: Vec<AuthServer> = match &claim.auth_server {
            Some(named) if trusted.contains(named) => vec![named.clone()],
            Some(_) => return Err(OpenError::Unverified("the authorization server is not one of ours")),
            None => self.oauth.candidates(known.map(|portal| &portal.auth_server)).cloned().collect(),
        };
        let _permit = self.claim_limiter.acquire().await?;
        let mut outage = None;
        for server in candidates {
            match self.oauth.app_info(&server, &claim.access_token).await {
                Ok(info) => return Ok((server, info)),
                Err(OauthError::Refused(OauthRefusal::UnknownToken)) => {}
                // Another server may know the token; if none does, this one was not asked.
                Err(error @ OauthError::Transport(Transport::NotSent(_))) => outage = Some(error),
                Err(error) => return Err(from_info_error(error)),
            }
        }
        Err(outage.map_or(UNKNOWN_TOKEN, from_info_error))
    }
}

const UNKNOWN_TOKEN: OpenError = OpenError::Unverified("no authorization server knows the token");

/// The three comparisons that make a token's owner the sender of the request. The first keeps tokens of other apps
/// out: b24restdocs api-reference/events/safe-event-handlers.md.
fn check_info(claim: &Claim, info: &AppInfo, client_id: &str) -> Result<(), OpenError> {
    if info.client_id != client_id {
        return Err(OpenError::ForeignApp);
    }
    if claim.member_id.as_ref().is_some_and(|claimed| *claimed != info.member_id) {
        return Err(OpenError::Unverified("the token belongs to another portal"));
    }
    if !claim.domain.matches(&info.endpoint.host()) {
        return Err(OpenError::Unverified("the portal lives elsewhere"));
    }
    Ok(())
}

fn from_info_error(error: OauthError) -> OpenError {
    match error {
        OauthError::Refused(OauthRefusal::UnknownToken | OauthRefusal::GrantGone) => UNKNOWN_TOKEN,
        OauthError::Refused(OauthRefusal::AppRemoved) => OpenError::Removed,
        other => OpenError::Failure(other.into()),
    }
}

/// A portal that is not paid for answers nothing, but past work on it is stored here, and whose token it is the
/// authorization server has said: the page opens, for somebody who is no administrator as far as anybody knows.
fn is_about_payment(error: &RestError) -> bool {
    matches!(error.refusal(), Some(RefusalKind::PaymentRequired | RefusalKind::PlanRestricted))
}

fn is_installed(portal: &Portal) -> bool {
    portal.status != PortalStatus::Removed
}

/// The first call to a portal: what stands in the way shows here.
fn from_profile_error(error: RestError) -> OpenError {
    if let RestError::Transport(transport) = &error
        && let Some(obstacle) = transport.obstacle()
    {
        return OpenError::OutOfReach(obstacle);
    }
    match error.refusal() {
        Some(RefusalKind::TokenExpired | RefusalKind::TokenInvalid | RefusalKind::Unauthorized) => {
            OpenError::Unverified("the portal does not know the token")
        }
        Some(RefusalKind::AppRemoved | RefusalKind::PortalDeleted) => OpenError::Removed,
        Some(RefusalKind::MethodMissing) => OpenError::OutOfReach(Obstacle::NoSuchMethod),
        _ => OpenError::Failure(error.into()),
    }
}
