//! Whether the app is still on a portal: the authorization server knows, asked with the token of any user.

use super::Flows;
use super::failure::Failure;
use super::renewal::Ending;
use crate::bitrix::oauth::{OauthError, OauthRefusal};
use crate::domain::portal::Portal;
use crate::domain::token::Authorization;

/// What the authorization server says about the app on a portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Presence {
    /// It is there.
    Installed,
    /// It is there, but its installation was not finished.
    Unfinished,
    /// It is not there any more.
    Removed,
    /// The pair that was asked with is over, or the refusal can mean several things: that says nothing about the app.
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
        if stored.generation != portal.generation {
            // It has left and come back: about the installation that is meant that pair says nothing.
            return Ok(Presence::Unknown);
        }
        if let Some(presence) = self.ask_presence(portal, &stored).await? {
            return Ok(presence);
        }
        match self.access.renew_now(portal, &stored).await {
            Ok(()) => {}
            Err(Ending::Gone) => return Ok(Presence::Unknown),
            // Portals are forgotten on the strength of this: only the server's plain word counts.
            Err(Ending::Oauth(error)) if says(&error, OauthRefusal::AppRemoved) => {
                return Ok(Presence::Removed);
            }
            Err(Ending::Oauth(error)) if says(&error, OauthRefusal::PerhapsRemoved) => {
                return Ok(Presence::Unknown);
            }
            Err(ending) => return Err(ending.into()),
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

fn says(error: &OauthError, refusal: OauthRefusal) -> bool {
    matches!(error, OauthError::Refused(said) if *said == refusal)
}
