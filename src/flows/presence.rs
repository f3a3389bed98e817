//! Whether the app is still on a portal: the authorization server knows, asked with the token of any user.

use super::Flows;
use super::failure::Failure;
use crate::bitrix::oauth::{OauthError, OauthRefusal};
use crate::domain::portal::Portal;
use crate::domain::token::{Authorization, AuthorizationState};

/// What the authorization server says about the app on a portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Presence {
    /// It is there.
    Installed,
    /// It is there, but its installation was not finished.
    Unfinished,
    /// It is not there any more.
    Removed,
    /// The pair that was asked with is over, which says nothing about the app.
    Unknown,
    /// No user's pair is left to ask with.
    NobodyToAsk,
}

impl Flows {
    /// Asks with the freshest pair. An access token may only be over; the refresh token tells the rest, through the door
    /// that stores its answer.
    pub(super) async fn presence(&self, portal: &Portal) -> Result<Presence, Failure> {
        let Some(stored) = self.store.find_any_authorization(&portal.member_id).await? else {
            return Ok(Presence::NobodyToAsk);
        };
        if let Some(presence) = self.ask_presence(portal, &stored).await? {
            return Ok(presence);
        }
        match self.access.renew_now(portal, &stored).await {
            Ok(()) => {}
            // The row tells a removed app, which leaves the pair alone, from a pair that is over.
            Err(Failure::PortalUnauthorized) => {
                let after = self.store.find_authorization(&stored.principal).await?;
                let is_over = after.is_some_and(|after| after.state != AuthorizationState::Alive);
                return Ok(if is_over { Presence::Unknown } else { Presence::Removed });
            }
            Err(failure) => return Err(failure),
        }
        let Some(renewed) = self.store.find_authorization(&stored.principal).await? else {
            return Ok(Presence::NobodyToAsk);
        };
        Ok(self.ask_presence(portal, &renewed).await?.unwrap_or(Presence::Unknown))
    }

    /// `None` when the server does not know the token.
    async fn ask_presence(
        &self,
        portal: &Portal,
        stored: &Authorization,
    ) -> Result<Option<Presence>, Failure> {
        let usual = &portal.auth_server;
        let server = self.oauth.candidates(Some(usual)).next().unwrap_or(usual);
        match self.oauth.app_info(server, &stored.pair.access).await {
            Ok(info) if info.installed == Some(false) => Ok(Some(Presence::Unfinished)),
            Ok(_) => Ok(Some(Presence::Installed)),
            Err(OauthError::Refused(OauthRefusal::AppRemoved)) => Ok(Some(Presence::Removed)),
            Err(OauthError::Refused(OauthRefusal::UnknownToken)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
