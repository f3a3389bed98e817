//! Handles the portal's events about the app itself. A first event is trusted only if the authorization server knows
//! its token. Later events contain the portal's application token; an uninstallation contains nothing else
//! (b24restdocs api-reference/events/safe-event-handlers.md).

use std::time::Duration;

use super::Flows;
use super::failure::Failure;
use super::installation_status::InstallationStatus;
use super::open::{Claim, OpenError};
use super::removals::WAIT_FOR_ANSWER;
use crate::bitrix::inbound::{Event, EventPost};
use crate::domain::clock::UnixTime;
use crate::domain::portal::{Portal, PortalStatus};

/// How old an event may be to prove something by itself. It is not documented how long the platform may hold an event
/// back. The longest known time is a day (b24restdocs api-reference/events/index.md, and a recipe of the JS SDK). A
/// handled delivery is stored for longer than this time.
const OLDEST: Duration = Duration::from_hours(6 * 24);
/// How far the clock of a portal may be ahead.
const AHEAD: Duration = Duration::from_mins(5);
/// The least time between two questions about one portal that unverified events cause.
const BETWEEN_QUESTIONS: Duration = Duration::from_hours(1);

/// Why an event is refused.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// The portal is unknown, or the event does not come from it.
    #[error("not authentic: {0}")]
    NotAuthentic(&'static str),
    /// The event could not be verified or stored.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<crate::store::StoreError> for EventError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl Flows {
    /// Handles an event. An event that arrives again changes nothing. The work ends even if the sender closes the
    /// connection, because portals do not retry a delivery.
    pub async fn receive(&self, post: EventPost) -> Result<(), EventError> {
        let flows = self.clone();
        let task = self.background.spawn(async move { flows.handle(post).await });
        task.await.map_err(|broken| Failure::Broken(broken.to_string()))?
    }

    async fn handle(&self, post: EventPost) -> Result<(), EventError> {
        if self.store.has_seen(&post.digest).await? {
            return Ok(());
        }
        let portal = self.store.find_portal(&post.member_id).await?;
        match post.event {
            Event::Installed => self.handle_installed(post, portal).await,
            Event::Uninstalled { clean } => match portal {
                Some(portal) if portal.status != PortalStatus::Removed => {
                    self.handle_uninstalled(&post, &portal, clean).await
                }
                // A portal that has left keeps its settings for a year (`retention`), even if this event asks to
                // delete them, because an event without a known application token cannot be verified.
                _ => Err(EventError::NotAuthentic("no such installation")),
            },
            Event::Other => match portal {
                Some(portal) if has_token_of(&post, &portal) => Ok(()),
                _ => Err(EventError::NotAuthentic("unknown portal or wrong token")),
            },
        }
    }

    /// If the authorization server knows the event's token, the portal becomes known and its application token
    /// trusted, also a changed one. Without a token, the portal must be known already.
    async fn handle_installed(&self, post: EventPost, portal: Option<Portal>) -> Result<(), EventError> {
        let known = portal.is_some_and(|portal| has_token_of(&post, &portal));
        let digest = post.digest;
        let member_id = post.member_id.clone();
        match claim_of(post) {
            Some(claim) => self.open_afresh(claim).await.map(drop).map_err(|error| match error {
                OpenError::Failure(failure) => EventError::Failure(failure),
                OpenError::OutOfReach(_) => {
                    EventError::Failure(Failure::PortalUnavailable(error.to_string()))
                }
                _ => EventError::NotAuthentic("the token could not be verified"),
            })?,
            None if known => {}
            None => return Err(EventError::NotAuthentic("neither a token nor a known application token")),
        }
        Ok(self.store.save_seen(&member_id, &digest).await?)
    }

    async fn handle_uninstalled(
        &self,
        post: &EventPost,
        portal: &Portal,
        clean: bool,
    ) -> Result<(), EventError> {
        if portal.application_token.is_none() {
            self.require_removal_without_token(portal).await?;
        } else if !has_token_of(post, portal) {
            return Err(EventError::NotAuthentic("wrong application token"));
        } else if !self.is_about_present_installation(post, portal)
            && !self.is_removal_confirmed(post, portal).await?
        {
            return Ok(());
        }
        let meant = portal.installation();
        let is_done = if clean {
            self.store.wipe_portal(&meant).await?
        } else {
            self.store.retire_portal(&meant, Some(&post.digest)).await?
        };
        if !is_done {
            tracing::info!(portal.member_id = %portal.member_id,
                "an uninstallation arrived after its installation had ended");
            return Ok(());
        }
        self.verified_tokens.forget_portal(&portal.member_id, self.clock.now());
        tracing::info!(portal.member_id = %portal.member_id, clean, "uninstalled");
        self.run_removals(WAIT_FOR_ANSWER).await;
        Ok(())
    }

    /// Whether the time of the event proves that it is about the present installation. An event from before a
    /// reinstallation may arrive after it, and a stolen event may arrive at any time.
    fn is_about_present_installation(&self, post: &EventPost, portal: &Portal) -> bool {
        let now = self.clock.now();
        let is_fresh = |at: &UnixTime| now.minus(OLDEST) <= *at && *at <= now.plus(AHEAD);
        post.at.filter(is_fresh).is_some_and(|at| at >= portal.installed_at)
    }

    /// Whether the app was removed, for an authentic event that may be about an earlier installation. Each delivery
    /// is checked once. If the answer is unclear, the portal is checked daily (`unproven_removals`). The unproven
    /// removal is stored before the server is asked, because portals do not repeat a delivery.
    async fn is_removal_confirmed(&self, post: &EventPost, portal: &Portal) -> Result<bool, EventError> {
        let installation = portal.installation();
        self.store.set_removal_unproven(&installation, true).await?;
        let _permit = self.claim_limiter.acquire().await?;
        let status = self.installation_status(portal).await?;
        tracing::info!(portal.member_id = %portal.member_id, presence = ?status,
            "an uninstallation may be about an earlier installation");
        match status {
            InstallationStatus::Removed => return Ok(true),
            InstallationStatus::Installed | InstallationStatus::Unfinished => {
                self.store.set_removal_unproven(&installation, false).await?;
            }
            InstallationStatus::Unknown | InstallationStatus::NobodyToAsk => {}
        }
        self.store.save_seen(&portal.member_id, &post.digest).await?;
        Ok(false)
    }

    /// Accepts an uninstallation from a portal whose application token is unknown only if the authorization server
    /// says that the app was removed. Anyone can send such an event, so the server is asked once an hour at most, and
    /// no pair is renewed. No answer is no proof; the daily check finds removals that could not be proved
    /// (`unproven_removals`).
    async fn require_removal_without_token(&self, portal: &Portal) -> Result<(), EventError> {
        let _permit = self.claim_limiter.acquire().await?;
        let an_hour_ago = self.clock.now().minus(BETWEEN_QUESTIONS);
        if !self.store.claim_event_check(&portal.installation(), an_hour_ago).await? {
            return Err(EventError::NotAuthentic(
                "the authorization server was already asked within the last hour",
            ));
        }
        match self.installation_status_without_renewal(portal).await? {
            InstallationStatus::Removed => Ok(()),
            InstallationStatus::Installed | InstallationStatus::Unfinished => {
                Err(EventError::NotAuthentic("the app is still installed"))
            }
            InstallationStatus::Unknown | InstallationStatus::NobodyToAsk => Err(EventError::NotAuthentic(
                "the authorization server does not say whether the app is still installed",
            )),
        }
    }
}

fn has_token_of(post: &EventPost, portal: &Portal) -> bool {
    post.application_token.is_some() && post.application_token == portal.application_token
}

/// The claim of the user who caused the event, as if they had opened a page.
fn claim_of(post: EventPost) -> Option<Claim> {
    Some(Claim {
        domain: post.endpoint?.host(),
        member_id: Some(post.member_id),
        access_token: post.access_token?,
        refresh_token: post.refresh_token,
        expires_in: post.expires_in,
        auth_server: post.auth_server,
        application_token: post.application_token,
        may_return: true,
    })
}
