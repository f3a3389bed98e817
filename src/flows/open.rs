//! Opens a page of the app. Everything in the request is an unverified claim. The authorization server says whose
//! token it is and at which address that portal is. The portal says who the user is and whether they are an
//! administrator. Only a [`VerifiedOpening`] opening is stored.

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

/// What a request says about its sender when a page is opened or a session is renewed.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The portal's host.
    pub domain: PortalHost,
    /// The portal's permanent key; the renewal of a session may omit it.
    pub member_id: Option<MemberId>,
    /// The user's token.
    pub access_token: AccessToken,
    /// The refresh token of the pair.
    pub refresh_token: Option<RefreshToken>,
    /// The token's lifetime in seconds.
    pub expires_in: Option<u32>,
    /// The authorization server to ask.
    pub auth_server: Option<AuthServer>,
    /// The secret of the portal's events.
    pub application_token: Option<ApplicationToken>,
    /// Whether the claim may bring back a portal that has left. The renewal of a session may not, because it only
    /// continues what a page began.
    pub may_return: bool,
}

impl Claim {
    /// A hash that is equal only for equal claims. It reveals nothing about them.
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
        // None of the parts contains a line break.
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
pub struct VerifiedOpening {
    /// The portal as it was stored when the claim arrived, or when the authorization server named the portal.
    pub(super) known: Option<Portal>,
    facts: PortalFacts,
    pair: TokenPair,
    /// The portal's user.
    pub profile: Profile,
}

/// An opened page.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The portal.
    pub portal: Portal,
    /// The user who opened it.
    pub profile: Profile,
}

/// Why a page does not open.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OpenError {
    /// The claim could not be verified.
    #[error("not verified: {0}")]
    Unverified(&'static str),
    /// The token is valid, but belongs to another app.
    #[error("the token was given to another app")]
    ForeignApp,
    /// The app was removed from the portal, or the portal was deleted.
    #[error("the app or the portal was removed")]
    Removed,
    /// This service cannot reach the portal until a person removes the obstacle.
    #[error("the portal cannot be reached: {0:?}")]
    OutOfReach(Obstacle),
    /// Any other error. The user may try again.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl VerifiedOpening {
    /// The user that was confirmed.
    #[must_use]
    pub fn principal(&self) -> Principal {
        Principal { member_id: self.facts.member_id.clone(), user_id: self.profile.id }
    }

    /// Whether the portal is unpaid, so that it answers no calls.
    pub(super) fn is_unpaid(&self) -> bool {
        self.facts.unpaid
    }

    /// The caller for this user in the stored installation.
    pub(super) fn caller(&self, portal: &Portal) -> Caller {
        Caller::user(self.facts.endpoint.clone(), self.pair.access.clone())
            .for_principal(self.principal(), Some(portal.generation))
    }
}

impl Flows {
    /// Verifies a claim. Stores nothing, and calls only addresses that an authorization server of the configured list
    /// has named.
    pub async fn verify(&self, claim: Claim) -> Result<VerifiedOpening, OpenError> {
        let verified = self.verify_claim(claim).await;
        if let Err(OpenError::Unverified(_) | OpenError::ForeignApp) = &verified {
            SecurityEvent::VerificationFailed.record("a claim could not be verified");
        }
        verified
    }

    async fn verify_claim(&self, claim: Claim) -> Result<VerifiedOpening, OpenError> {
        let known = match &claim.member_id {
            Some(member_id) => self.store.find_portal(member_id).await?,
            None => None,
        };
        let (server, info) = self.ask_authorization_server(&claim, known.as_ref()).await?;
        check_info(&claim, &info, self.oauth.client_id())?;
        // The row is read before the portal is asked, so a token that the portal then accepts belongs to this
        // installation.
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
        Ok(VerifiedOpening {
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
                // The application token comes through a browser. Only administrators may replace it.
                application_token: claim.application_token.filter(|_| profile.admin),
                unpaid,
            },
            profile,
        })
    }

    /// Verifies a claim and stores it: the portal becomes active and the user's pair is saved. A token that was
    /// verified within minutes is not verified again, and equal claims at the same time share one verification.
    pub async fn open(&self, claim: Claim) -> Result<Opened, OpenError> {
        let opened = if let Some(opened) = self.open_verified(&claim).await? {
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

    /// The same, but always asks the authorization server and the portal.
    pub(super) async fn open_afresh(&self, claim: Claim) -> Result<Opened, OpenError> {
        let verified = self.verify(claim).await?;
        let portal = self.save_verified(&verified, PortalStatus::Active).await?;
        let VerifiedOpening { facts, pair, known, profile } = verified;
        // If the portal has left meanwhile or is unpaid, the next claim has to be verified again.
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

    /// Opens a page with a token that was verified within minutes. Nothing is stored, because the rows contain what
    /// the first opening stored, or something newer. `None`: the rows do not confirm the claim, so it has to be
    /// verified.
    async fn open_verified(&self, claim: &Claim) -> Result<Option<Opened>, OpenError> {
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
        // A new application token is accepted only from an administrator, and only the portal knows who is one now.
        let has_new_secret = verified_token.profile.admin
            && claim.application_token.is_some()
            && claim.application_token != portal.application_token;
        let principal = Principal { member_id: verified_token.member_id, user_id: verified_token.profile.id };
        let stored = self.store.find_authorization(&principal).await?;
        let is_stored = stored.is_some_and(|stored| {
            stored.state == AuthorizationState::Alive
                && (claim.refresh_token.is_none() || stored.pair.refresh.is_some())
        });
        Ok((is_stored && !has_new_secret).then_some(Opened { portal, profile: verified_token.profile }))
    }

    /// Stores a verified claim, unless the portal has left meanwhile.
    pub(super) async fn save_verified(
        &self,
        verified: &VerifiedOpening,
        status: PortalStatus,
    ) -> Result<Portal, OpenError> {
        let (facts, user) = ((&verified.facts, status), (verified.profile.id, &verified.pair));
        let portal = self.store.save_opening(verified.known.as_ref(), facts, user).await?;
        portal.ok_or(OpenError::Removed)
    }

    /// Asks the server that the request names, if it is in the configured list. Otherwise asks the portal's known
    /// server first and then the others, as long as the previous one does not know the token or cannot be reached.
    async fn ask_authorization_server(
        &self,
        claim: &Claim,
        known: Option<&Portal>,
    ) -> Result<(AuthServer, AppInfo), OpenError> {
        let trusted = self.oauth.servers();
        let candidates: Vec<AuthServer> = match &claim.auth_server {
            Some(named) if trusted.contains(named) => vec![named.clone()],
            Some(_) => {
                return Err(OpenError::Unverified("the authorization server is not in the configured list"));
            }
            None => self.oauth.candidates(known.map(|portal| &portal.auth_server)).cloned().collect(),
        };
        let _permit = self.claim_limiter.acquire().await?;
        let mut outage = None;
        for server in candidates {
            match self.oauth.app_info(&server, &claim.access_token).await {
                Ok(info) => return Ok((server, info)),
                Err(OauthError::Refused(OauthRefusal::UnknownToken)) => {}
                // Another server may know the token. If none does, the outage is the error, because this server was
                // not asked.
                Err(error @ OauthError::Transport(Transport::NotSent(_))) => outage = Some(error),
                Err(error) => return Err(from_info_error(error)),
            }
        }
        Err(outage.map_or(UNKNOWN_TOKEN, from_info_error))
    }
}

const UNKNOWN_TOKEN: OpenError = OpenError::Unverified("no authorization server knows the token");

/// Checks with three comparisons that the token's owner sent the request. The first one rejects tokens of other apps
/// (b24restdocs api-reference/events/safe-event-handlers.md).
fn check_info(claim: &Claim, info: &AppInfo, client_id: &str) -> Result<(), OpenError> {
    if info.client_id != client_id {
        return Err(OpenError::ForeignApp);
    }
    if claim.member_id.as_ref().is_some_and(|claimed| *claimed != info.member_id) {
        return Err(OpenError::Unverified("the token belongs to another portal"));
    }
    if !claim.domain.matches(&info.endpoint.host()) {
        return Err(OpenError::Unverified("the portal has another address"));
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

/// Whether the portal answers nothing because it is unpaid. The page opens all the same, since past jobs are stored
/// here and the authorization server has named the user. The user then counts as no administrator.
fn is_about_payment(error: &RestError) -> bool {
    matches!(error.refusal(), Some(RefusalKind::PaymentRequired | RefusalKind::PlanRestricted))
}

fn is_installed(portal: &Portal) -> bool {
    portal.status != PortalStatus::Removed
}

/// Maps the error of the first call to a portal, which shows obstacles between this service and the portal.
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
