//! The settings that a portal's administrators choose. Without a choice the defaults apply. A [`Settings`] never
//! contains a value out of bounds.

mod change;

use std::collections::BTreeSet;

use serde::Serialize;

use super::ids::UserId;

pub use change::{FieldError, FieldFault};

/// Most contacts in one job. No setting can exceed it.
pub const MOST_CONTACTS_PER_JOB: u32 = 100_000;

/// The settings of one portal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Settings {
    /// Who may delete. The portal's rights apply too.
    pub who_may_delete: WhoMayDelete,
    /// The users who may delete if only chosen users may.
    pub chosen_users: BTreeSet<UserId>,
    /// The portal's method that deletes contacts.
    pub method: DeleteMethod,
    /// From this many contacts on, the user must type the number.
    pub confirm_from: u32,
    /// Most contacts in one job.
    pub max_contacts_per_job: u32,
    /// Most contacts that one user may delete in 24 hours, if that is limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_contacts_per_day: Option<u32>,
    /// What happens to contacts with an open deal.
    pub open_deals: OpenDeals,
    /// For how many days copies of deleted contacts are kept; 0: no copies.
    pub snapshot_days: u32,
    /// Where the app appears besides its main page.
    pub widgets: Widgets,
    /// For how many days the audit is kept.
    pub audit_days: u32,
    /// For how many days the log of calls is kept.
    pub request_log_days: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            who_may_delete: WhoMayDelete::Everyone,
            chosen_users: BTreeSet::new(),
            method: DeleteMethod::Contact,
            confirm_from: 100,
            max_contacts_per_job: MOST_CONTACTS_PER_JOB,
            max_contacts_per_day: None,
            open_deals: OpenDeals::Ask,
            snapshot_days: 30,
            widgets: Widgets::default(),
            audit_days: 365,
            request_log_days: 14,
        }
    }
}

impl Settings {
    /// Whether a job keeps contacts with open deals. `wished`: whether its user asked to delete them too.
    #[must_use]
    pub fn keeps_open_deals(&self, wished: bool) -> bool {
        match self.open_deals {
            OpenDeals::Keep => true,
            OpenDeals::Ask => !wished,
            OpenDeals::Delete => false,
        }
    }
}

/// Settings with their version. Each change increases it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VersionedSettings {
    /// The settings.
    pub settings: Settings,
    /// 0 before the first change.
    pub version: i64,
}

/// Who may delete with this app. The portal's rights apply too.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WhoMayDelete {
    /// Every user that the portal allows.
    Everyone,
    /// The portal's administrators.
    Administrators,
    /// Only the chosen users. An administrator who is not chosen may not delete.
    Chosen,
}

/// The portal's two ways to delete a contact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum DeleteMethod {
    /// The method made for contacts.
    #[serde(rename = "crm.contact.delete")]
    Contact,
    /// The method for all CRM items. It distinguishes a missing contact from a forbidden one.
    #[serde(rename = "crm.item.delete")]
    Item,
}

/// What happens to contacts with an open deal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OpenDeals {
    /// They are kept.
    Keep,
    /// They are kept unless the user decides otherwise for this deletion.
    Ask,
    /// They are deleted like other contacts.
    Delete,
}

/// The app's widgets in the portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Widgets {
    /// The button on a contact's card.
    pub contact_card: bool,
    /// The entry in the contact list's menu.
    pub contact_list: bool,
    /// The entry above the contact list. It is left out of the JSON when it is wanted, so that clients that know only
    /// two widgets still work.
    #[serde(skip_serializing_if = "is_true")]
    pub contact_toolbar: bool,
}

impl Widgets {
    /// No widgets.
    pub const NONE: Self = Self { contact_card: false, contact_list: false, contact_toolbar: false };
}

impl Default for Widgets {
    fn default() -> Self {
        Self { contact_card: true, contact_list: true, contact_toolbar: true }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_true(value: &bool) -> bool {
    *value
}
