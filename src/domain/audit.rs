//! What is written down about who did what: ids, never contact data.

use super::ids::ContactId;
use super::token::Principal;

/// One line of the audit.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// Who did it, on which portal.
    pub principal: Principal,
    /// What was done.
    pub action: AuditAction,
    /// To which contact, where it is about one.
    pub contact_id: Option<ContactId>,
    /// How it ended, as a problem code or an outcome.
    pub outcome: &'static str,
    /// The request that did it, for support.
    pub request_id: String,
}

/// Kinds of actions that are written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AuditAction {
    /// The app was installed, or its handlers bound again.
    Install,
    /// One contact was to be deleted.
    DeleteContact,
    /// A user connected the portal in a browser tab.
    Connect,
    /// The portal was found at a new address.
    MovePortal,
}

impl AuditAction {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Install => "install",
            Self::DeleteContact => "delete_contact",
            Self::Connect => "connect",
            Self::MovePortal => "move_portal",
        }
    }
}
