//! Reading and changing the CRM of a portal from a test.

use std::collections::BTreeSet;

use serde_json::Value;

use super::handle::Portal;
use crate::crm::{Activity, Company, Deal, WriteMode};
use crate::php::Php;

impl Portal {
    /// The contact as `crm.contact.get` prints it for an administrator.
    #[must_use]
    pub fn contact(&self, id: u64) -> Option<Value> {
        self.data().crm.contact(id).map(|contact| contact.full().to_json())
    }

    /// The numbers of all contacts, ascending.
    #[must_use]
    pub fn contact_ids(&self) -> Vec<u64> {
        self.data().crm.contacts().keys().copied().collect()
    }

    /// How many contacts there are. It is fast for any number of contacts.
    #[must_use]
    pub fn contact_count(&self) -> usize {
        self.data().crm.contact_count()
    }

    /// Adds a contact with fields as `crm.contact.add` takes them, and returns its number.
    #[expect(clippy::must_use_candidate, reason = "callers want the change and may ignore the answer")]
    pub fn add_contact(&self, fields: &Value) -> u64 {
        let fields = Php::from_json(fields).array_mut().clone();
        self.data().crm.add_contact(&fields, 1, self.now())
    }

    /// Changes a contact's fields, also the read-only fields that are stored.
    pub fn change_contact(&self, id: u64, fields: &Value) {
        let fields = Php::from_json(fields).array_mut().clone();
        let crm = &mut self.data().crm;
        if let Some(mut contact) = crm.contact(id).cloned() {
            contact.assign(&fields, WriteMode::Unrestricted);
            crm.insert_contact(contact);
        }
    }

    /// Removes a contact as if another person or application did it: it is not among the deletions.
    #[expect(clippy::must_use_candidate, reason = "callers want the change and may ignore the answer")]
    pub fn remove_contact(&self, id: u64) -> bool {
        self.data().crm.remove_contact(id)
    }

    /// Lets each request that prints this contact fail with status 500. Requests for its number alone still work.
    pub fn set_unreadable(&self, id: u64, unreadable: bool) {
        let mut data = self.data();
        if unreadable {
            data.unreadable.insert(id);
        } else {
            data.unreadable.remove(&id);
        }
    }

    /// Lets lists of contacts ignore conditions on these fields, as a portal does with unknown names.
    pub fn ignore_conditions(&self, fields: &[&str]) {
        self.data().ignored = fields.iter().map(|field| (*field).to_owned()).collect();
    }

    /// Adds a deal and returns its number. The first contact is the main one.
    #[expect(clippy::must_use_candidate, reason = "callers want the change and may ignore the answer")]
    pub fn add_deal(&self, contact_ids: &[u64], open: bool) -> u64 {
        let crm = &mut self.data().crm;
        let deal = Deal::new(crm.next_deal_id(), contact_ids, open, self.now());
        crm.insert_deal(deal)
    }

    /// The contacts that have an open deal.
    #[must_use]
    pub fn contacts_with_open_deals(&self) -> BTreeSet<u64> {
        let data = self.data();
        let open = data.crm.deals.values().filter(|deal| deal.open);
        open.flat_map(|deal| deal.contact_ids.iter().copied()).collect()
    }

    /// Adds an activity that is linked to the contact, and returns its number.
    #[expect(clippy::must_use_candidate, reason = "callers want the change and may ignore the answer")]
    pub fn add_activity(&self, contact_id: u64) -> u64 {
        let crm = &mut self.data().crm;
        let activity = Activity::new(crm.next_activity_id(), contact_id, self.now());
        crm.insert_activity(activity)
    }

    /// Adds a company and returns its number.
    #[expect(clippy::must_use_candidate, reason = "callers want the change and may ignore the answer")]
    pub fn add_company(&self, title: &str) -> u64 {
        let crm = &mut self.data().crm;
        let company = Company { id: crm.next_company_id(), title: title.to_owned(), assigned_by: 1 };
        crm.insert_company(company)
    }
}
