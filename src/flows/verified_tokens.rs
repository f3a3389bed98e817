//! Caches tokens that were verified within minutes, so that a page that is posted again, retried or opened in several
//! tabs costs no call. Only successes are cached. Each use is compared with the rows (`open`), so an uninstallation
//! or a new installation ends it at once, in every process.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::bitrix::users::Profile;
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;
use crate::domain::portal::{AuthServer, Endpoint};
use crate::domain::secret::AccessToken;

/// How long a verified token is cached. Each action checks the user's rights anyway.
const VALID_FOR: Duration = Duration::from_mins(5);
/// Most tokens in the cache. Beyond, the one that expires first is dropped.
const MOST: usize = 10_000;

/// What was verified about a token.
#[derive(Clone)]
pub(super) struct VerifiedToken {
    /// The portal.
    pub(super) member_id: MemberId,
    /// The installation that the token was verified for.
    pub(super) generation: i64,
    /// The address of the portal's REST API.
    pub(super) endpoint: Endpoint,
    /// The authorization server that verified the token.
    pub(super) auth_server: AuthServer,
    /// The user of the token.
    pub(super) profile: Profile,
}

/// Verified tokens by their hash.
#[derive(Default)]
pub(super) struct VerifiedTokens(Mutex<HashMap<[u8; 32], (UnixTime, VerifiedToken)>>);

impl fmt::Debug for VerifiedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedTokens").finish_non_exhaustive()
    }
}

impl VerifiedTokens {
    /// Finds a token that was verified within minutes.
    pub(super) fn get(&self, token: &AccessToken, now: UnixTime) -> Option<VerifiedToken> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tokens
            .get(&token.fingerprint())
            .filter(|(until, _)| now < *until)
            .map(|(_, verified_token)| verified_token.clone())
    }

    /// Caches a token for some minutes, never longer than it is valid.
    pub(super) fn insert(
        &self,
        token: &AccessToken,
        ends: Option<UnixTime>,
        verified_token: VerifiedToken,
        now: UnixTime,
    ) {
        let minutes = now.plus(VALID_FOR);
        let until = ends.map_or(minutes, |ends| ends.min(minutes));
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= MOST {
            tokens.retain(|_, (until, _)| now < *until);
        }
        if tokens.len() >= MOST
            && let Some(first) = tokens.iter().min_by_key(|(_, (until, _))| *until).map(|(key, _)| *key)
        {
            tokens.remove(&first);
        }
        tokens.insert(token.fingerprint(), (until, verified_token));
    }

    /// Drops a token that the rows do not confirm.
    pub(super) fn forget(&self, token: &AccessToken) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&token.fingerprint());
    }

    /// Drops expired tokens, and those of a portal that has left.
    pub(super) fn forget_portal(&self, portal: &MemberId, now: UnixTime) {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.retain(|_, (until, verified_token)| now < *until && verified_token.member_id != *portal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserId;

    fn token(number: usize) -> AccessToken {
        AccessToken::parse(&format!("token-{number}")).unwrap()
    }

    fn verified_token(portal: &str) -> VerifiedToken {
        VerifiedToken {
            member_id: MemberId::parse(portal).unwrap(),
            generation: 1,
            endpoint: Endpoint::parse("https://a.example/rest/").unwrap(),
            auth_server: AuthServer::parse("https://oauth.example/").unwrap(),
            profile: Profile::unknown(UserId::new(1).unwrap()),
        }
    }

    #[test]
    fn a_verified_token_expires_after_minutes_and_with_the_token() {
        let tokens = VerifiedTokens::default();
        tokens.insert(&token(1), Some(UnixTime(10_000)), verified_token("a"), UnixTime(0));
        tokens.insert(&token(2), Some(UnixTime(60)), verified_token("a"), UnixTime(0));
        tokens.insert(&token(3), None, verified_token("a"), UnixTime(0));
        let known = |number, at| tokens.get(&token(number), UnixTime(at)).is_some();
        assert!(known(1, 299) && !known(1, 300));
        assert!(known(2, 59) && !known(2, 60));
        assert!(known(3, 299) && !known(3, 300) && !known(4, 0));
    }

    #[test]
    fn the_number_of_verified_tokens_is_bounded() {
        let tokens = VerifiedTokens::default();
        for number in 0..MOST + 50 {
            let at = UnixTime(i64::try_from(number / 100).unwrap());
            tokens.insert(&token(number), None, verified_token("a"), at);
        }
        assert_eq!(tokens.0.lock().unwrap().len(), MOST);
        assert!(tokens.get(&token(MOST + 49), UnixTime(100)).is_some(), "the newest stays");
        tokens.insert(&token(1), None, verified_token("b"), UnixTime(10_000));
        assert_eq!(tokens.0.lock().unwrap().len(), 1, "expired tokens are dropped first");
    }

    #[test]
    fn tokens_of_a_portal_are_dropped_with_it() {
        let tokens = VerifiedTokens::default();
        tokens.insert(&token(1), None, verified_token("a"), UnixTime(0));
        tokens.insert(&token(2), None, verified_token("b"), UnixTime(0));
        tokens.forget_portal(&MemberId::parse("a").unwrap(), UnixTime(1));
        assert!(tokens.get(&token(1), UnixTime(1)).is_none());
        assert!(tokens.get(&token(2), UnixTime(1)).is_some());
        tokens.forget(&token(2));
        assert!(tokens.get(&token(2), UnixTime(1)).is_none());
    }
}
