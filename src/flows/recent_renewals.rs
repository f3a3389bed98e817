//! Tells the two meanings of `invalid_client` apart: a wrong secret, or an app that was removed from this portal
//! (b24restdocs settings/oauth/error-codes.md). With a wrong secret no portal's renewal succeeds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::bitrix::oauth::{OauthError, OauthRefusal};
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;
use crate::domain::portal::AuthServer;
use crate::domain::token::Principal;

/// How long a renewal proves that the client id and secret are right.
const VALID_FOR: Duration = Duration::from_hours(24);

/// Recent renewals that succeeded: those of the last two portals for each authorization server.
#[derive(Debug, Default)]
pub(super) struct RecentRenewals(Mutex<HashMap<String, Vec<RecentRenewal>>>);

#[derive(Clone, Debug)]
struct RecentRenewal {
    portal: MemberId,
    until: UnixTime,
}

impl RecentRenewals {
    /// Records that the server has renewed a pair of this portal.
    pub(super) fn record(&self, server: &AuthServer, portal: &MemberId, now: UnixTime) {
        let mut servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let renewals = servers.entry(server.origin()).or_default();
        renewals.retain(|renewal| renewal.portal != *portal);
        renewals.insert(0, RecentRenewal { portal: portal.clone(), until: now.plus(VALID_FOR) });
        renewals.truncate(2);
    }

    /// Explains a refused client. If the server has recently renewed a pair of another portal, the app was perhaps
    /// removed from this one; otherwise the secret is wrong. The first answer is a guess, because the secret may have
    /// changed since. It may be shown to a user, but no data may be deleted because of it.
    pub(super) fn explain_refused_client(
        &self,
        error: OauthError,
        server: &AuthServer,
        principal: &Principal,
        now: UnixTime,
    ) -> OauthError {
        match error {
            OauthError::Refused(OauthRefusal::ClientRefused)
                if self.has_renewed_others(server, principal, now) =>
            {
                OauthError::Refused(OauthRefusal::PerhapsRemoved)
            }
            OauthError::Refused(OauthRefusal::ClientRefused) => {
                OauthError::Refused(OauthRefusal::WrongClient)
            }
            other => other,
        }
    }

    fn has_renewed_others(&self, server: &AuthServer, principal: &Principal, now: UnixTime) -> bool {
        let servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let renewals = servers.get(&server.origin()).map(Vec::as_slice).unwrap_or_default();
        renewals.iter().any(|renewal| renewal.portal != principal.member_id && now < renewal.until)
    }
}
