//! Identifies an installation, because a portal can leave and come back during a call.

use super::ids::MemberId;
use super::portal::Portal;

/// One installation of the app on a portal. It ends when the portal leaves. If the portal comes back, that is a new
/// installation.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct InstallationId {
    /// The portal.
    pub member_id: MemberId,
    /// The number of the installation.
    pub generation: i64,
}

impl Portal {
    /// The current installation, as it was read.
    #[must_use]
    pub fn installation(&self) -> InstallationId {
        InstallationId { member_id: self.member_id.clone(), generation: self.generation }
    }
}
