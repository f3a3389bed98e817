//! The people of a portal and what the CRM's roles let them do.

use super::{Portal, PortalData};
use crate::lock;

/// Which contacts a right covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// Those one is responsible for.
    Own,
    /// All.
    All,
    /// None.
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
    /// Whether the user administers the portal: then all CRM rights are given.
    pub admin: bool,
    /// Whether the user still works here.
    pub active: bool,
    /// Which CRM entries the user may read.
    pub read: Rights,
    /// Which CRM entries the user may delete.
    pub delete: Rights,
    /// For whom the user may add CRM entries.
    pub add: Rights,
}

impl User {
    /// A user who may read and delete all.
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

impl Portal {
    /// All users, by number.
    #[must_use]
    pub fn users(&self) -> Vec<User> {
        lock(&self.core.data).users.values().cloned().collect()
    }

    /// The user with this number; panics when there is none.
    #[must_use]
    pub fn user(&self, id: u64) -> User {
        self.find_user(id).unwrap_or_else(|| panic!("portal {} has no user {id}", self.domain()))
    }

    /// The user with this number.
    #[must_use]
    pub fn find_user(&self, id: u64) -> Option<User> {
        lock(&self.core.data).users.get(&id).cloned()
    }

    /// Adds a user, or replaces the one with the same number.
    pub fn add_user(&self, user: User) {
        let secret = super::seed::webhook_secret(&self.core.member_id, user.id);
        let mut data = lock(&self.core.data);
        data.webhooks.insert(user.id, secret);
        data.users.insert(user.id, user);
    }

    /// Changes which CRM entries a user may read and delete.
    pub fn set_rights(&self, user_id: u64, read: Rights, delete: Rights) {
        self.change_user(user_id, |user| (user.read, user.delete) = (read, delete));
    }

    /// Changes for whom a user may add CRM entries.
    pub fn set_add_right(&self, user_id: u64, add: Rights) {
        self.change_user(user_id, |user| user.add = add);
    }

    /// Makes a user an administrator, or no longer.
    pub fn set_admin(&self, user_id: u64, admin: bool) {
        self.change_user(user_id, |user| user.admin = admin);
    }

    /// Dismisses a user: the tokens answer `authorization_error`, refreshes `invalid_grant`.
    pub fn dismiss(&self, user_id: u64) {
        self.change_user(user_id, |user| user.active = false);
    }

    /// Takes a dismissed user back; the tokens work again.
    pub fn reinstate(&self, user_id: u64) {
        self.change_user(user_id, |user| user.active = true);
    }

    /// Says whether a user may use the application; without, calls answer `user_access_error`.
    pub fn set_app_access(&self, user_id: u64, allowed: bool) {
        let mut data = lock(&self.core.data);
        if allowed {
            data.without_app_access.remove(&user_id);
        } else {
            data.without_app_access.insert(user_id);
        }
    }

    pub(crate) fn may_use_app(&self, user_id: u64) -> bool {
        !lock(&self.core.data).without_app_access.contains(&user_id)
    }

    fn change_user(&self, user_id: u64, change: impl FnOnce(&mut User)) {
        if let Some(user) = lock(&self.core.data).users.get_mut(&user_id) {
            change(user);
        }
    }
}

impl PortalData {
    /// The user, or somebody without any right when there is none.
    pub(crate) fn acting(&self, user_id: u64) -> User {
        self.users.get(&user_id).cloned().unwrap_or_else(|| User {
            active: false,
            read: Rights::None,
            delete: Rights::None,
            add: Rights::None,
            ..User::new(user_id, "", "")
        })
    }
}
