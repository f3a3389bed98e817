//! Token pairs and the authorization that a user of a portal has given this app.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use super::clock::UnixTime;
use super::ids::{MemberId, UserId};
use super::secret::{AccessToken, RefreshToken};

/// An access token, how long it lives, and the key to the next pair.
#[derive(Clone, Debug)]
pub struct TokenPair {
    /// Sent with each call to the portal.
    pub access: AccessToken,
    /// Sent to the authorization server alone. Absent when a page renewed its session without handing one over.
    pub refresh: Option<RefreshToken>,
    /// When the access token is over; `None` when the platform did not say: it is used until a call refuses it.
    pub expires_at: Option<UnixTime>,
}

/// Whose authorization it is: a grant belongs to a portal and one of its users, never to the portal as a whole.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Principal {
    /// The portal.
    pub member_id: MemberId,
    /// The user whose rights the tokens carry.
    pub user_id: UserId,
}

/// A stored token pair with the version that a compare-and-swap needs.
#[derive(Clone, Debug)]
pub struct Authorization {
    /// Portal and user.
    pub principal: Principal,
    /// The portal's installation that it came in with.
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
    /// It cannot be renewed: the user has to open the app again.
    Gone(GoneReason),
}

/// Why an authorization is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GoneReason {
    /// The platform refused the refresh token: it ran out or was revoked.
    Refused,
    /// It was refused after a renewal whose answer never came in: that one had spent it.
    LostRenewal,
    /// The renewal brought a pair of somebody else.
    ForeignPair,
    /// The access token was refused, and there is no refresh token to renew it with.
    NoRefreshToken,
}

/// A refresh token lives for 180 days (b24restdocs settings/oauth/auto-renewal.md). A month before its end is early
/// enough to survive an outage, and rare enough not to be the idle polling that the same page warns of.
const SILENCE: Duration = Duration::from_hours(150 * 24);
/// Pairs that came in at the same hour, as after a restored backup, are not all renewed at the same hour.
const SPREAD: Duration = Duration::from_hours(24);

impl Principal {
    /// When a pair that came in now is renewed for its own sake, if nothing else renews it before.
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
