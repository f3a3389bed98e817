//! Users of a portal and their CRM rights.

/// Which contacts a right covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// The contacts for which the user is responsible.
    Own,
    /// All contacts.
    All,
    /// No contacts.
    None,
}

/// A user of a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The user's number.
    pub id: u64,
    /// First name.
    pub name: String,
    /// Family name.
    pub last_name: String,
    /// Whether the user is an administrator of the portal. An administrator has all CRM rights.
    pub admin: bool,
    /// Whether the user is employed; `false` after a dismissal.
    pub active: bool,
    /// Which CRM entries the user may read.
    pub read: Rights,
    /// Which CRM entries the user may delete.
    pub delete: Rights,
    /// For whom the user may add CRM entries.
    pub add: Rights,
}

impl User {
    /// An ordinary user with all CRM rights.
    #[must_use]
    pub fn new(id: u64, name: &str, last_name: &str) -> Self {
        let (name, last_name) = (name.to_owned(), last_name.to_owned());
        let all = Rights::All;
        Self { id, name, last_name, admin: false, active: true, read: all, delete: all, add: all }
    }

    pub(crate) fn may_read(&self, assigned_by: u64) -> bool {
        self.covers(self.read, assigned_by)
    }

    /// The right to delete needs the right to read.
    pub(crate) fn may_delete(&self, assigned_by: u64) -> bool {
        self.covers(self.delete, assigned_by) && self.may_read(assigned_by)
    }

    pub(crate) fn may_add(&self, assigned_by: u64) -> bool {
        self.covers(self.add, assigned_by)
    }

    pub(crate) fn may_delete_all(&self) -> bool {
        self.admin || self.delete == Rights::All && self.read == Rights::All
    }

    pub(crate) fn may_read_all(&self) -> bool {
        self.admin || self.read == Rights::All
    }

    pub(crate) fn may_read_any(&self) -> bool {
        self.admin || self.read != Rights::None
    }

    fn covers(&self, rights: Rights, assigned_by: u64) -> bool {
        self.admin
            || match rights {
                Rights::All => true,
                Rights::Own => assigned_by == self.id,
                Rights::None => false,
            }
    }
}
