//! What a portal's administrators decide about the app. The defaults are those of somebody who has decided nothing;
//! a value that is out of bounds never becomes a [`Settings`].

mod change;

use std::collections::BTreeSet;

use serde::Serialize;

use super::ids::UserId;

pub use change::{FieldError, FieldFault};

/// Most contacts that one job may hold, whatever an administrator wishes.
pub const MOST_CONTACTS_PER_JOB: u32 = 100_000;

/// The settings of one portal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Settings {
    /// Who may delete, within the rights that the portal gives.
    pub who_may_delete: WhoMayDelete,
    /// The users who may delete when only chosen ones may.
    pub chosen_users: BTreeSet<UserId>,
    /// Which method of the portal deletes a contact.
    pub method: DeleteMethod,
    /// From how many contacts on the number has to be typed.
    pub confirm_from: u32,
    /// Most contacts in one job.
    pub max_contacts_per_job: u32,
    /// Most contacts that one person deletes in 24 hours, where that is limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_contacts_per_day: Option<u32>,
    /// What happens to contacts with an open deal.
    pub open_deals: OpenDeals,
    /// How long deleted contacts can be looked at and brought back; 0: they are not kept.
    pub snapshot_days: u32,
    /// Where the app shows up besides its own page.
    pub widgets: Widgets,
    /// How long the audit is kept.
    pub audit_days: u32,
    /// How long the log of calls to the portal is kept.
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
    /// Whether a job keeps contacts with open deals; `wished` is what its maker said about them.
    #[must_use]
    pub fn keeps_open_deals(&self, wished: bool) -> bool {
        match self.open_deals {
            OpenDeals::Keep => true,
            OpenDeals::Ask => !wished,
            OpenDeals::Delete => false,
        }
    }
}

/// Settings with the number of their version, which every change raises.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VersionedSettings {
    /// The settings.
    pub settings: Settings,
    /// 0 as long as nobody has saved any.
    pub version: i64,
}

/// Who may delete with this app. The portal's own rights hold besides.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WhoMayDelete {
    /// Whoever the portal lets.
    Everyone,
    /// The portal's administrators.
    Administrators,
    /// The chosen users and nobody else, administrators included.
    Chosen,
}

/// The portal's two ways to delete a contact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum DeleteMethod {
    /// The method made for contacts.
    #[serde(rename = "crm.contact.delete")]
    Contact,
    /// The method for CRM items of any kind, which tells a missing contact from a forbidden one.
    #[serde(rename = "crm.item.delete")]
    Item,
}

/// What happens to contacts with an open deal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OpenDeals {
    /// They are kept.
    Keep,
    /// They are kept unless the person says otherwise for this deletion.
    Ask,
    /// They are deleted like any other.
    Delete,
}

/// The app's widgets in the portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Widgets {
    /// The button on a contact's card.
    pub contact_card: bool,
    /// The entry in the contact list's menu.
    pub contact_list: bool,
    /// The entry above the contact list. Left out where it is wanted: so clients that know two widgets read on.
    #[serde(skip_serializing_if = "is_true")]
    pub contact_toolbar: bool,
}

impl Widgets {
    /// None at all.
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
