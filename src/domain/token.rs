//! Token pairs and the authorization that a user of a portal has given this app.

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
    /// The tokens.
    pub pair: TokenPair,
    /// Grows by one with every change of the row.
    pub version: i64,
    /// Whether the pair can still be used.
    pub state: AuthorizationState,
}

/// Whether a stored pair can still be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AuthorizationState {
    /// Usable, perhaps after a renewal.
    Alive,
    /// The platform refused the renewal: the user has to open the app again.
    Gone,
}
