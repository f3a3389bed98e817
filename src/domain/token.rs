//! Token pairs, and the authorizations that users of portals gave this app.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use super::clock::UnixTime;
use super::ids::{MemberId, UserId};
use super::secret::{AccessToken, RefreshToken};

/// An access token, its expiry and its refresh token.
#[derive(Clone, Debug)]
pub struct TokenPair {
    /// The access token. It is sent with each call to the portal.
    pub access: AccessToken,
    /// The refresh token. It is sent only to the authorization server. `None` when a page renewed its session without a
    /// refresh token.
    pub refresh: Option<RefreshToken>,
    /// When the access token expires. `None` if the platform did not say: the token is then used until a call refuses
    /// it.
    pub expires_at: Option<UnixTime>,
}

/// The owner of an authorization. It belongs to one user of a portal, never to the whole portal.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Principal {
    /// The portal.
    pub member_id: MemberId,
    /// The user whose rights the tokens carry.
    pub user_id: UserId,
}

/// A stored token pair. Its version is used for compare-and-swap.
#[derive(Clone, Debug)]
pub struct Authorization {
    /// Portal and user.
    pub principal: Principal,
    /// The portal's installation that it belongs to.
    pub generation: i64,
    /// The tokens.
    pub pair: TokenPair,
    /// Grows by one with every change of the pair or its state.
    pub version: i64,
    /// Whether the pair can still be used.
    pub state: AuthorizationState,
}

/// Whether a stored pair can still be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AuthorizationState {
    /// Usable, perhaps after a renewal.
    Alive,
    /// It cannot be renewed. The user has to open the app again.
    Gone(GoneReason),
}

/// Why an authorization has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GoneReason {
    /// The platform refused the refresh token, because it has expired or was revoked.
    Refused,
    /// The refresh token was refused after a renewal without an answer. That renewal had used it up.
    LostRenewal,
    /// The renewal returned a pair of another portal or user.
    ForeignPair,
    /// The access token was refused, and there is no refresh token to renew it with.
    NoRefreshToken,
}

/// A refresh token is valid for 180 days (b24restdocs settings/oauth/auto-renewal.md). A renewal one month before its
/// end leaves time for an outage. It is also rare enough: the same page warns of polling for unused tokens.
const SILENCE: Duration = Duration::from_hours(150 * 24);
/// Spreads the renewals of pairs that were stored at the same time, for example after a restored backup.
const SPREAD: Duration = Duration::from_hours(24);

impl Principal {
    /// When a pair that is stored now is renewed if it is not renewed earlier.
    #[must_use]
    pub fn keep_alive_at(&self, now: UnixTime) -> UnixTime {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        now.plus(SILENCE).plus(Duration::from_secs(hasher.finish() % SPREAD.as_secs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keep_alive_times_are_spread_over_a_day() {
        let due: Vec<i64> = (1..=1000)
            .map(|user| {
                let member_id = MemberId::parse("9f0c").unwrap();
                let user_id = UserId::new(user).unwrap();
                Principal { member_id, user_id }.keep_alive_at(UnixTime(0)).0 - 150 * 86_400
            })
            .collect();
        assert!(due.iter().all(|at| (0..86_400).contains(at)));
        for hour in 0..24 {
            let crowd = due.iter().filter(|at| **at / 3600 == hour).count();
            assert!((10..=80).contains(&crowd), "{crowd} in hour {hour}");
        }
    }
}
