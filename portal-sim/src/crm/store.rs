//! The CRM of one portal: contacts, companies, deals and activities, and their links to each other.

use std::collections::{BTreeMap, HashMap};

use super::contact::{Contact, WriteMode};
use super::filter::Condition;
use super::linked::{Activity, Company, Deal};
use super::origins::OriginIndex;
use super::schema::CONTACT_TYPE;
use crate::php::PhpArray;

/// All CRM entries of one portal.
#[derive(Debug, Default)]
pub(crate) struct Crm {
    contacts: BTreeMap<u64, Contact>,
    origins: OriginIndex,
    pub(crate) companies: BTreeMap<u64, Company>,
    pub(crate) deals: BTreeMap<u64, Deal>,
    pub(crate) activities: BTreeMap<u64, Activity>,
    /// Indexes: the deals and activities of each contact.
    contact_deals: HashMap<u64, Vec<u64>>,
    contact_activities: HashMap<u64, Vec<u64>>,
    last_contact: u64,
    last_company: u64,
    last_deal: u64,
    last_activity: u64,
    last_multi: u64,
}

impl Crm {
    /// All contacts by number.
    pub(crate) fn contacts(&self) -> &BTreeMap<u64, Contact> {
        &self.contacts
    }

    pub(crate) fn contact(&self, id: u64) -> Option<&Contact> {
        self.contacts.get(&id)
    }

    pub(crate) fn contact_count(&self) -> usize {
        self.contacts.len()
    }

    /// The contacts that an index finds for these conditions: all matches and maybe more. `None` without an index.
    pub(crate) fn narrowed(&self, conditions: &[Condition]) -> Option<Vec<u64>> {
        self.origins.narrowed(conditions)
    }

    /// Adds a contact with fields in the form of REST. A number is never used twice.
    pub(crate) fn add_contact(&mut self, fields: &PhpArray, user_id: u64, now: f64) -> u64 {
        let id = self.next_contact_id();
        let mut contact = Contact::new(id, user_id, now);
        contact.assign(fields, WriteMode::Unrestricted);
        self.insert_contact(contact)
    }

    /// Stores a new or changed contact.
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

    /// Removes a contact, and the activities that are linked to it alone. Deals and other activities lose the link.
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

    /// Replaces the contacts of a deal. The first one is the main contact.
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

    /// The deals of these contacts by number. A deal occurs once for each of its contacts.
    pub(crate) fn deals_of(&self, contact_ids: &[u64]) -> Vec<&Deal> {
        let mut contacts = contact_ids.to_vec();
        contacts.sort_unstable();
        contacts.dedup();
        let mut ids: Vec<u64> =
            contacts.iter().filter_map(|id| self.contact_deals.get(id)).flatten().copied().collect();
        ids.sort_unstable();
        ids.iter().filter_map(|id| self.deals.get(id)).collect()
    }

    /// The contacts of a company, by number.
    pub(crate) fn contacts_of_company(&self, company_id: u64) -> Vec<u64> {
        let linked = self.contacts.values().filter(|contact| contact.company_ids.contains(&company_id));
        linked.map(|contact| contact.id).collect()
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
