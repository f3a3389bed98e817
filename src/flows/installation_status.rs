//! Finds out whether the app is still installed on a portal. The authorization server answers this for the token of
//! any user.

use super::Flows;
use super::failure::Failure;
use super::renewal::RenewalError;
use crate::bitrix::oauth::{OauthError, OauthRefusal};
use crate::domain::portal::Portal;
use crate::domain::token::{Authorization, AuthorizationState};

/// What the authorization server says about the app on a portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum InstallationStatus {
    /// The app is installed.
    Installed,
    /// The app is there, but its installation was not finished.
    Unfinished,
    /// The app was removed.
    Removed,
    /// The pair has ended, or the refusal has several possible causes. This proves nothing about the app.
    Unknown,
    /// There is no pair of any user to ask with. This proves nothing.
    NobodyToAsk,
}

impl Flows {
    /// Asks without a renewal, so that no refresh token is spent. The request may come from anyone.
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

    /// Asks with the newest pair. If the access token is unknown, the pair is renewed, because the token may only
    /// have expired. An unverified request must not cause this, since it spends the refresh token.
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
            // A removed portal's data is deleted, so only a clear answer of the server counts.
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

    /// A pair of this installation. A later installation's pair says nothing about it.
    async fn any_authorization(&self, portal: &Portal) -> Result<Option<Authorization>, Failure> {
        let stored = self.store.find_any_authorization(&portal.member_id).await?;
        Ok(stored.filter(|stored| stored.generation == portal.generation))
    }

    /// Asks the server once. `None`: it does not know the token.
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
    matches!(error, OauthError::Refused(actual) if *actual == refusal)
}
