//! Security events for operators. Each kind has one name, in the log as `security.event` and in the metrics. They
//! contain no tokens, no client addresses and no personal data.

use super::ids::MemberId;

/// An event that an attack could cause, or that ends existing access.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SecurityEvent {
    /// A page, a session or a connection was requested with a token that does not belong to what the request says.
    VerificationFailed,
    /// An event was refused because of a wrong application token or an unknown portal.
    EventRefused,
    /// A session was refused: this service did not sign it, or its installation has ended.
    SessionRefused,
    /// A sender exceeded a rate limit.
    LimitReached,
    /// A portal's address is in a private network.
    AddressRefused,
    /// A form on another site tried to start a connection.
    ForeignForm,
    /// All data about a portal was deleted, and its sessions have ended.
    PortalWiped,
    /// All data about a portal's users was deleted, and its sessions have ended.
    PortalRetired,
}

impl SecurityEvent {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::VerificationFailed,
        Self::EventRefused,
        Self::SessionRefused,
        Self::LimitReached,
        Self::AddressRefused,
        Self::ForeignForm,
        Self::PortalWiped,
        Self::PortalRetired,
    ];

    /// The name in the log and in the metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VerificationFailed => "verification_failed",
            Self::EventRefused => "event_refused",
            Self::SessionRefused => "session_refused",
            Self::LimitReached => "limit_reached",
            Self::AddressRefused => "address_refused",
            Self::ForeignForm => "foreign_form",
            Self::PortalWiped => "portal_wiped",
            Self::PortalRetired => "portal_retired",
        }
    }

    /// Logs and counts the event. `what` is a fixed text with details.
    pub fn record(self, what: &'static str) {
        tracing::warn!(security.event = self.as_str(), "{what}");
        self.count();
    }

    /// The same for a portal.
    pub fn record_for(self, portal: &MemberId, what: &'static str) {
        tracing::warn!(security.event = self.as_str(), portal.member_id = %portal, "{what}");
        self.count();
    }

    fn count(self) {
        metrics::counter!("eraser_security_events_total", "event" => self.as_str()).increment(1);
    }
}
