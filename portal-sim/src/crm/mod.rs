//! The CRM of one portal: contacts, companies, deals and activities, and how they hang together.

mod contact;
mod contact_schema;
mod entry;
mod filter;
mod list;
mod multi;
mod origins;
mod schema;

use std::collections::{BTreeMap, HashMap};

pub(crate) use contact::{Contact, Trust};
pub(crate) use contact_schema::{CHOICES, CONTACT, CUSTOM_CHOICE, CUSTOM_SWITCH, CUSTOM_TEXT};
pub(crate) use entry::{Activity, Company, Deal};
pub(crate) use filter::{Condition, Operator, read_date, split_key};
pub(crate) use list::{ListRequest, PAGE_SIZE, Start, page_of};
pub(crate) use multi::Multi;
use origins::Origins;
pub(crate) use schema::{ACTIVITY, COMPANY, DEAL, Field, Kind, Record, printed};

use crate::php::PhpArray;

/// Type numbers of the CRM.
pub(crate) const DEAL_TYPE: u64 = 2;
pub(crate) const CONTACT_TYPE: u64 = 3;

/// All entries.
#[derive(Debug, Default)]
pub(crate) struct Crm {
    contacts: BTreeMap<u64, Contact>,
    origins: Origins,
    pub(crate) companies: BTreeMap<u64, Company>,
    pub(crate) deals: BTreeMap<u64, Deal>,
    pub(crate) activities: BTreeMap<u64, Activity>,
    /// What hangs on a contact, to find it quickly.
    contact_deals: HashMap<u64, Vec<u64>>,
    contact_activities: HashMap<u64, Vec<u64>>,
    last_contact: u64,
    last_company: u64,
    last_deal: u64,
    last_activity: u64,
    last_multi: u64,
}

impl Crm {
    /// All contacts, by their numbers.
    pub(crate) fn contacts(&self) -> &BTreeMap<u64, Contact> {
        &self.contacts
    }

    pub(crate) fn contact(&self, id: u64) -> Option<&Contact> {
        self.contacts.get(&id)
    }

    pub(crate) fn contact_count(&self) -> usize {
        self.contacts.len()
    }

    /// The numbers among which all contacts are that pass these conditions, where an index knows.
    pub(crate) fn narrowed(&self, conditions: &[Condition]) -> Option<Vec<u64>> {
        self.origins.narrowed(conditions)
    }

    /// Adds a contact with fields in the REST form; numbers are never used twice.
    pub(crate) fn add_contact(&mut self, fields: &PhpArray, user_id: u64, now: f64) -> u64 {
        let id = self.next_contact_id();
        let mut contact = Contact::new(id, user_id, now);
        contact.assign(fields, Trust::Owner);
        self.insert_contact(contact)
    }

    /// Stores a contact, new or changed.
    pub(crate) fn insert_contact(&mut self, mut contact: Contact) -> u64 {
        for multi in contact.multi.values_mut().flatten().filter(|multi| multi.id == 0) {
            self.last_multi += 1;
            multi.id = self.last_multi;
        }
        let id = contact.id;
        self.origins.add(&contact);
        if let Some(former) = self.contacts.insert(id, contact) {
            self.origins.replace(&former, &self.contacts[&id]);
        }
        id
    }

    /// Removes a contact with what belongs to it alone; deals and shared activities lose the binding.
    pub(crate) fn remove_contact(&mut self, id: u64) -> bool {
        let Some(contact) = self.contacts.remove(&id) else { return false };
        self.origins.remove(&contact);
        for deal in self.contact_deals.remove(&id).unwrap_or_default() {
            if let Some(deal) = self.deals.get_mut(&deal) {
                deal.contact_ids.retain(|bound| *bound != id);
            }
        }
        for number in self.contact_activities.remove(&id).unwrap_or_default() {
            let Some(activity) = self.activities.get_mut(&number) else { continue };
            activity.bindings.retain(|bound| *bound != (CONTACT_TYPE, id));
            if activity.bindings.is_empty() {
                self.activities.remove(&number);
            }
        }
        true
    }

    pub(crate) fn insert_deal(&mut self, deal: Deal) -> u64 {
        let id = deal.id;
        for contact in &deal.contact_ids {
            self.contact_deals.entry(*contact).or_default().push(id);
        }
        self.deals.insert(id, deal);
        id
    }

    /// Binds a deal to these contacts, the first being the primary one, instead of those before.
    pub(crate) fn bind_deal(&mut self, id: u64, contact_ids: Vec<u64>) {
        let Some(deal) = self.deals.get_mut(&id) else { return };
        for former in std::mem::take(&mut deal.contact_ids) {
            if let Some(deals) = self.contact_deals.get_mut(&former) {
                deals.retain(|deal| *deal != id);
            }
        }
        for contact in &contact_ids {
            self.contact_deals.entry(*contact).or_default().push(id);
        }
        deal.contact_ids = contact_ids;
    }

    /// The deals of these contacts, in order of their numbers, once for each of the contacts that is bound.
    pub(crate) fn deals_of(&self, contact_ids: &[u64]) -> Vec<&Deal> {
        let mut wanted = contact_ids.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut ids: Vec<u64> =
            wanted.iter().filter_map(|id| self.contact_deals.get(id)).flatten().copied().collect();
        ids.sort_unstable();
        ids.iter().filter_map(|id| self.deals.get(id)).collect()
    }

    pub(crate) fn insert_company(&mut self, company: Company) -> u64 {
        let id = company.id;
        self.companies.insert(id, company);
        id
    }

    pub(crate) fn insert_activity(&mut self, activity: Activity) -> u64 {
        let id = activity.id;
        for (_, contact) in activity.bindings.iter().filter(|bound| bound.0 == CONTACT_TYPE) {
            self.contact_activities.entry(*contact).or_default().push(id);
            if let Some(mut contact) = self.contact(*contact).cloned() {
                contact.last_activity_at = Some(activity.created_at);
                self.insert_contact(contact);
            }
        }
        self.activities.insert(id, activity);
        id
    }

    pub(crate) fn next_contact_id(&mut self) -> u64 {
        next(&mut self.last_contact)
    }

    pub(crate) fn next_company_id(&mut self) -> u64 {
        next(&mut self.last_company)
    }

    pub(crate) fn next_deal_id(&mut self) -> u64 {
        next(&mut self.last_deal)
    }

    pub(crate) fn next_activity_id(&mut self) -> u64 {
        next(&mut self.last_activity)
    }
}

fn next(last: &mut u64) -> u64 {
    *last += 1;
    *last
}
