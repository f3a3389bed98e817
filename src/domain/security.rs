//! What an operator watches for: each kind of event has one name, in the log as `security.event` and in the metrics.
//! Neither tokens nor client addresses nor anything about a person stands there.

use super::ids::MemberId;

/// Something that an attack would cause, or that ends what somebody could do before.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SecurityEvent {
    /// A page, a session or a connection was claimed with a token that is not what it says it is.
    VerificationFailed,
    /// An event was refused: the wrong application token, or a portal that is not known.
    EventRefused,
    /// A session that this service did not sign, or one of an installation that has ended.
    SessionRefused,
    /// Somebody asked more often than anybody may.
    LimitReached,
    /// A portal's address leads into a private network.
    AddressRefused,
    /// A form on another site tried to begin a connection.
    ForeignForm,
    /// Everything about a portal was forgotten, and its sessions have ended.
    PortalWiped,
    /// Everything about a portal's users was forgotten, and its sessions have ended.
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

    /// The name to search for.
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

    /// Writes it to the log and counts it. `what` says more, in words of this program alone.
    pub fn record(self, what: &'static str) {
        tracing::warn!(security.event = self.as_str(), "{what}");
        self.count();
    }

    /// The same about a portal.
    pub fn record_for(self, portal: &MemberId, what: &'static str) {
        tracing::warn!(security.event = self.as_str(), portal.member_id = %portal, "{what}");
        self.count();
    }

    fn count(self) {
        metrics::counter!("eraser_security_events_total", "event" => self.as_str()).increment(1);
    }
}
