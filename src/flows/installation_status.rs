//! Whether the app is still installed on a portal. The authorization server says it, asked with the token of any user.

use super::Flows;
use super::failure::Failure;
use super::renewal::RenewalError;
use crate::bitrix::oauth::{OauthError, OauthRefusal};
use crate::domain::portal::Portal;
use crate::domain::token::{Authorization, AuthorizationState};

/// What the authorization server says about the app on a portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum InstallationStatus {
    /// It is there.
    Installed,
    /// It is there, but its installation was not finished.
    Unfinished,
    /// It is not there any more.
    Removed,
    /// The pair that was asked with is over, or the refusal can mean several things: that says nothing about the app.
    Unknown,
    /// No user's pair is left to ask with. That is no proof of anything.
    NobodyToAsk,
}

impl Flows {
    /// The status as far as it can be known without a renewal: no refresh token is spent. The request may come from a stranger.
    pub(super) async fn installation_status_without_renewal(
        &self,
        portal: &Portal,
    ) -> Result<InstallationStatus, Failure> {
        let Some(stored) = self.any_authorization(portal).await? else {
            return Ok(InstallationStatus::NobodyToAsk);
        };
        let status = self.ask_installation_status(portal, &stored).await?;
        Ok(status.unwrap_or(match stored.state {
            AuthorizationState::Alive => InstallationStatus::Unknown,
            AuthorizationState::Gone(_) => InstallationStatus::NobodyToAsk,
        }))
    }

    /// Asks with the freshest pair. An access token may only be over; the refresh token tells the rest, through the door
    /// that stores its answer. Never for somebody who has proved nothing: that spends the refresh token.
    pub(super) async fn installation_status(&self, portal: &Portal) -> Result<InstallationStatus, Failure> {
        let Some(stored) = self.any_authorization(portal).await? else {
            return Ok(InstallationStatus::NobodyToAsk);
        };
        if let Some(status) = self.ask_installation_status(portal, &stored).await? {
            return Ok(status);
        }
        if stored.state != AuthorizationState::Alive {
            return Ok(InstallationStatus::NobodyToAsk);
        }
        match self.access.renew_now(portal, &stored).await {
            Ok(()) => {}
            Err(RenewalError::Gone) => return Ok(InstallationStatus::Unknown),
            // Portals are forgotten on the strength of this: only the server's plain word counts.
            Err(RenewalError::Oauth(error)) if is_refusal(&error, OauthRefusal::AppRemoved) => {
                return Ok(InstallationStatus::Removed);
            }
            Err(RenewalError::Oauth(error)) if is_refusal(&error, OauthRefusal::PerhapsRemoved) => {
                return Ok(InstallationStatus::Unknown);
            }
            Err(error) => return Err(error.into()),
        }
        let Some(renewed) = self.store.find_authorization(&stored.principal).await? else {
            return Ok(InstallationStatus::NobodyToAsk);
        };
        Ok(self.ask_installation_status(portal, &renewed).await?.unwrap_or(InstallationStatus::Unknown))
    }

    /// A pair of the installation that is meant: a later one's says nothing about it.
    async fn any_authorization(&self, portal: &Portal) -> Result<Option<Authorization>, Failure> {
        let stored = self.store.find_any_authorization(&portal.member_id).await?;
        Ok(stored.filter(|stored| stored.generation == portal.generation))
    }

    /// `None` when the server does not know the token.
    async fn ask_installation_status(
        &self,
        portal: &Portal,
        stored: &Authorization,
    ) -> Result<Option<InstallationStatus>, Failure> {
        let usual = &portal.auth_server;
        let server = self.oauth.candidates(Some(usual)).next().unwrap_or(usual);
        match self.oauth.app_info(server, &stored.pair.access).await {
            Ok(info) if info.installed == Some(false) => Ok(Some(InstallationStatus::Unfinished)),
            Ok(_) => Ok(Some(InstallationStatus::Installed)),
            Err(OauthError::Refused(OauthRefusal::AppRemoved)) => Ok(Some(InstallationStatus::Removed)),
            Err(OauthError::Refused(OauthRefusal::UnknownToken)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

fn is_refusal(error: &OauthError, refusal: OauthRefusal) -> bool {
    matches!(error, OauthError::Refused(said) if *said == refusal)
}
