//! `invalid_client` means a wrong secret, or that the app is not installed on that one portal any more (b24restdocs
//! settings/oauth/error-codes.md). What tells them apart: with a wrong secret nobody's renewal succeeds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::bitrix::oauth::{OauthError, OauthRefusal};
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;
use crate::domain::portal::AuthServer;
use crate::domain::token::Principal;

/// How long a renewal proves that the app's id and secret are right.
const VALID_FOR: Duration = Duration::from_hours(24);

/// Renewals that succeeded recently: for each authorization server those of the last two portals.
#[derive(Debug, Default)]
pub(super) struct RecentRenewals(Mutex<HashMap<String, Vec<RecentRenewal>>>);

#[derive(Clone, Debug)]
struct RecentRenewal {
    portal: MemberId,
    until: UnixTime,
}

impl RecentRenewals {
    /// The server has renewed a pair of this portal.
    pub(super) fn record(&self, server: &AuthServer, portal: &MemberId, now: UnixTime) {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let renewals = servers.entry(server.origin()).or_default();
        renewals.retain(|renewal| renewal.portal != *portal);
        renewals.insert(0, RecentRenewal { portal: portal.clone(), until: now.plus(VALID_FOR) });
        renewals.truncate(2);
    }

    /// Says what a refused client means: a wrong secret, or, if other portals are served, an app that this portal removed. The latter is a
    /// guess (a secret may have been changed since): good for telling a person, never for forgetting anything.
    pub(super) fn explain_refused_client(
        &self,
        error: OauthError,
        server: &AuthServer,
        principal: &Principal,
        now: UnixTime,
    ) -> OauthError {
        match error {
            OauthError::Refused(OauthRefusal::ClientRefused)
                if self.serves_others(server, principal, now) =>
            {
                OauthError::Refused(OauthRefusal::PerhapsRemoved)
            }
            OauthError::Refused(OauthRefusal::ClientRefused) => {
                OauthError::Refused(OauthRefusal::WrongClient)
            }
            other => other,
        }
    }

    fn serves_others(&self, server: &AuthServer, principal: &Principal, now: UnixTime) -> bool {
        let servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let renewals = servers.get(&server.origin()).map(Vec::as_slice).unwrap_or_default();
        renewals.iter().any(|renewal| renewal.portal != principal.member_id && now < renewal.until)
    }
}
