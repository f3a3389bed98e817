//! The part of a portal that calls change: people, CRM, the installation, and the records of what happened.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::installation::Installation;
use super::people::{Rights, User};
use super::records::{Addition, Deletion, Notice};
use crate::crm::Crm;

/// The condition of a portal as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortalState {
    /// The portal works.
    Active,
    /// REST answers `PORTAL_DELETED`; the authorization server answers 404.
    Deleted,
    /// `PAYMENT_REQUIRED`.
    PaymentRequired,
    /// REST answers `APPLICATION_NOT_FOUND`; the authorization server answers `NOT_INSTALLED`.
    AppRemoved,
    /// `OVERLOAD_LIMIT`: the application is blocked because it caused too much load.
    Overloaded,
    /// The plan does not include REST: `ACCESS_DENIED` with 401.
    PlanRestricted,
}

/// The data of one portal.
#[derive(Debug)]
pub(crate) struct PortalData {
    pub(crate) state: PortalState,
    pub(crate) users: BTreeMap<u64, User>,
    pub(crate) without_app_access: BTreeSet<u64>,
    /// Secrets of inbound webhooks, by user.
    pub(crate) webhooks: BTreeMap<u64, String>,
    pub(crate) crm: Crm,
    pub(crate) app: Installation,
    pub(crate) deletions: Vec<Deletion>,
    pub(crate) additions: Vec<Addition>,
    /// How often the deletion of each contact was requested.
    pub(crate) delete_requests: HashMap<u64, usize>,
    /// How often the deletion of each contact was tried.
    pub(crate) delete_runs: HashMap<u64, usize>,
    /// The notices that users have now. A notice with the same tag replaces the earlier one.
    pub(crate) notices: Vec<Notice>,
    /// How many notices were ever sent.
    pub(crate) notices_sent: u64,
    /// Contacts that the portal cannot print: requests for them fail with status 500.
    pub(crate) unreadable: BTreeSet<u64>,
    /// Fields of contacts for which lists ignore conditions.
    pub(crate) ignored: BTreeSet<String>,
}

impl PortalData {
    /// The user with this number, or a dismissed user without rights if there is none.
    pub(crate) fn user(&self, user_id: u64) -> User {
        self.users.get(&user_id).cloned().unwrap_or_else(|| User {
            active: false,
            read: Rights::None,
            delete: Rights::None,
            add: Rights::None,
            ..User::new(user_id, "", "")
        })
    }
}
