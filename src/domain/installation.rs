//! Which installation is meant: a portal can leave and come back while a call is under way.

use super::ids::MemberId;
use super::portal::Portal;

/// One installation of the app on a portal. It ends when the portal leaves; when it comes back, that is another one.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct InstallationId {
    /// The portal.
    pub member_id: MemberId,
    /// Which of its installations.
    pub generation: i64,
}

impl Portal {
    /// The installation that was looked at.
    #[must_use]
    pub fn installation(&self) -> InstallationId {
        InstallationId { member_id: self.member_id.clone(), generation: self.generation }
    }
}
