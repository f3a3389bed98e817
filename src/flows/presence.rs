//! Whether the app is still on a portal: the authorization server knows, asked with the token of any user.

use super::Flows;
use super::failure::Failure;
use super::renewal::Ending;
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
    /// The pair that was asked with is over, or the refusal can mean several things: that says nothing about the app.
    Unknown,
    /// No user's pair is left to ask with. That is no proof of anything.
    NobodyToAsk,
}

impl Flows {
    /// What can be known without spending anything: an access token is only shown. Whoever asks may be a stranger.
    pub(super) async fn presence_unspent(&self, portal: &Portal) -> Result<Presence, Failure> {
        let Some(stored) = self.any_authorization(portal).await? else { return Ok(Presence::NobodyToAsk) };
        let presence = self.ask_presence(portal, &stored).await?;
        Ok(presence.unwrap_or(match stored.state {
            AuthorizationState::Alive => Presence::Unknown,
            AuthorizationState::Gone(_) => Presence::NobodyToAsk,
        }))
    }

    /// Asks with the freshest pair. An access token may only be over; the refresh token tells the rest, through the door
    /// that stores its answer. Never for somebody who has proved nothing: that spends the refresh token.
    pub(super) async fn presence(&self, portal: &Portal) -> Result<Presence, Failure> {
        let Some(stored) = self.any_authorization(portal).await? else { return Ok(Presence::NobodyToAsk) };
        if let Some(presence) = self.ask_presence(portal, &stored).await? {
            return Ok(presence);
        }
        if stored.state != AuthorizationState::Alive {
            return Ok(Presence::NobodyToAsk);
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

    /// A pair of the installation that is meant: a later one's says nothing about it.
    async fn any_authorization(&self, portal: &Portal) -> Result<Option<Authorization>, Failure> {
        let stored = self.store.find_any_authorization(&portal.member_id).await?;
        Ok(stored.filter(|stored| stored.generation == portal.generation))
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
