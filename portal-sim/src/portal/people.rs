//! The users of a portal and their rights.

use super::handle::Portal;
use crate::world::{Rights, User, webhook_secret};

impl Portal {
    /// All users, by number.
    #[must_use]
    pub fn users(&self) -> Vec<User> {
        self.data().users.values().cloned().collect()
    }

    /// The user with this number; panics if there is none.
    #[must_use]
    pub fn user(&self, id: u64) -> User {
        self.find_user(id).unwrap_or_else(|| panic!("portal {} has no user {id}", self.domain()))
    }

    /// The user with this number, if there is one.
    #[must_use]
    pub fn find_user(&self, id: u64) -> Option<User> {
        self.data().users.get(&id).cloned()
    }

    /// Adds a user, or replaces the user with the same number.
    pub fn add_user(&self, user: User) {
        let secret = webhook_secret(&self.core.member_id, user.id);
        let mut data = self.data();
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

    /// Makes a user an administrator or an ordinary user.
    pub fn set_admin(&self, user_id: u64, admin: bool) {
        self.change_user(user_id, |user| user.admin = admin);
    }

    /// Dismisses a user. Calls then answer `authorization_error`, and refreshes answer `invalid_grant`.
    pub fn dismiss(&self, user_id: u64) {
        self.change_user(user_id, |user| user.active = false);
    }

    /// Employs a dismissed user again. The user's tokens work again.
    pub fn reinstate(&self, user_id: u64) {
        self.change_user(user_id, |user| user.active = true);
    }

    /// Changes whether a user may use the application. Without access, calls answer `user_access_error`.
    pub fn set_app_access(&self, user_id: u64, allowed: bool) {
        let mut data = self.data();
        if allowed {
            data.without_app_access.remove(&user_id);
        } else {
            data.without_app_access.insert(user_id);
        }
    }

    pub(crate) fn may_use_app(&self, user_id: u64) -> bool {
        !self.data().without_app_access.contains(&user_id)
    }

    fn change_user(&self, user_id: u64, change: impl FnOnce(&mut User)) {
        if let Some(user) = self.data().users.get_mut(&user_id) {
            change(user);
        }
    }
}
