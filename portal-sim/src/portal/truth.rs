//! The ground truth: what the CRM holds, what was really deleted by whom, and every call.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Portal;
use crate::crm::{Activity, Company, Deal, Trust};
use crate::events::EventDelivery;
use crate::flights::Flights;
use crate::journal::Call;
use crate::lock;
use crate::php::{Php, text};

/// One real deletion of a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Deletion {
    /// Which contact.
    pub contact_id: u64,
    /// As whom.
    pub user_id: u64,
    /// With which access token or webhook secret.
    pub access_token_or_webhook: String,
    /// By which method.
    pub method: String,
    /// When, in unix seconds.
    pub at: f64,
}

/// One contact that was really added over REST.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// The `ORIGIN_ID` that it was added with.
    pub origin: Option<String>,
    /// Its number.
    pub contact_id: u64,
    /// As whom.
    pub user_id: u64,
    /// By which method.
    pub method: String,
    /// When, in unix seconds.
    pub at: f64,
}

/// One message from the application to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its number; later ones are greater.
    pub id: u64,
    /// Who was told.
    pub user_id: u64,
    /// As whom.
    pub sender: u64,
    /// What was said.
    pub message: String,
    /// What a later message replaces it by.
    pub tag: Option<String>,
}

impl Portal {
    /// The messages that users have now.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        lock(&self.core.data).notices.clone()
    }

    /// The contact as `crm.contact.get` shows it to an administrator.
    #[must_use]
    pub fn contact(&self, id: u64) -> Option<Value> {
        lock(&self.core.data).crm.contact(id).map(|contact| contact.full().to_json())
    }

    /// The numbers of all contacts, ascending.
    #[must_use]
    pub fn contact_ids(&self) -> Vec<u64> {
        lock(&self.core.data).crm.contacts().keys().copied().collect()
    }

    /// What the application keeps for a user under a name.
    #[must_use]
    pub fn user_option(&self, user_id: u64, name: &str) -> Option<String> {
        let data = lock(&self.core.data);
        data.app.user_options.get(&user_id).and_then(|held| held.get(name)).map(text)
    }

    /// Adds a contact with fields as `crm.contact.add` takes them, and gives its number.
    #[expect(clippy::must_use_candidate, reason = "the change is the point, the answer is a by-product")]
    pub fn add_contact(&self, fields: &Value) -> u64 {
        let now = self.world.clock.now();
        let fields = Php::from_json(fields).array_mut().clone();
        lock(&self.core.data).crm.add_contact(&fields, 1, now)
    }

    /// Changes a contact's fields, the read-only ones too where they are stored.
    pub fn change_contact(&self, id: u64, fields: &Value) {
        let fields = Php::from_json(fields).array_mut().clone();
        let crm = &mut lock(&self.core.data).crm;
        if let Some(mut contact) = crm.contact(id).cloned() {
            contact.assign(&fields, Trust::Owner);
            crm.insert_contact(contact);
        }
    }

    /// Lets the portal break, with status 500, on each request that is to print this contact; its number alone is
    /// still told.
    pub fn set_unreadable(&self, id: u64, unreadable: bool) {
        let mut data = lock(&self.core.data);
        if unreadable {
            data.unreadable.insert(id);
        } else {
            data.unreadable.remove(&id);
        }
    }

    /// Lets lists of contacts ignore conditions on these fields, as a portal does with names that it does not know.
    pub fn ignore_conditions(&self, fields: &[&str]) {
        lock(&self.core.data).ignored = fields.iter().map(|field| (*field).to_owned()).collect();
    }

    /// Removes a contact as another person or application would: no entry among the deletions.
    #[expect(clippy::must_use_candidate, reason = "the change is the point, the answer is a by-product")]
    pub fn remove_contact(&self, id: u64) -> bool {
        lock(&self.core.data).crm.remove_contact(id)
    }

    /// Adds a deal, the first contact being its primary one, and gives its number.
    #[expect(clippy::must_use_candidate, reason = "the change is the point, the answer is a by-product")]
    pub fn add_deal(&self, contact_ids: &[u64], open: bool) -> u64 {
        let now = self.world.clock.now();
        let crm = &mut lock(&self.core.data).crm;
        let deal = Deal::new(crm.next_deal_id(), contact_ids, open, now);
        crm.insert_deal(deal)
    }

    /// The contacts that have an open deal.
    #[must_use]
    pub fn contacts_with_open_deals(&self) -> BTreeSet<u64> {
        let data = lock(&self.core.data);
        let open = data.crm.deals.values().filter(|deal| deal.open);
        open.flat_map(|deal| deal.contact_ids.iter().copied()).collect()
    }

    /// Adds an activity that belongs to the contact, and gives its number.
    #[expect(clippy::must_use_candidate, reason = "the change is the point, the answer is a by-product")]
    pub fn add_activity(&self, contact_id: u64) -> u64 {
        let now = self.world.clock.now();
        let crm = &mut lock(&self.core.data).crm;
        let activity = Activity::new(crm.next_activity_id(), contact_id, now);
        crm.insert_activity(activity)
    }

    /// Adds a company and gives its number.
    #[expect(clippy::must_use_candidate, reason = "the change is the point, the answer is a by-product")]
    pub fn add_company(&self, title: &str) -> u64 {
        let crm = &mut lock(&self.core.data).crm;
        let company = Company { id: crm.next_company_id(), title: title.to_owned(), assigned_by: 1 };
        crm.insert_company(company)
    }

    /// The real deletions, in order.
    #[must_use]
    pub fn deletions(&self) -> Vec<Deletion> {
        lock(&self.core.data).deletions.clone()
    }

    /// How many requests, or commands in batches, asked for the deletion of this contact, executed or not:
    /// refused, cut and unauthorized ones count too; ids from `$result[…]` do not.
    #[must_use]
    pub fn delete_requests(&self, contact_id: u64) -> usize {
        lock(&self.core.data).delete_requests.get(&contact_id).copied().unwrap_or_default()
    }

    /// How many times the deletion of this contact was really tried: the call got past every limit and check of the
    /// token, whatever came out. More than once means that somebody sent it again without looking.
    #[must_use]
    pub fn delete_runs(&self, contact_id: u64) -> usize {
        lock(&self.core.data).delete_runs.get(&contact_id).copied().unwrap_or_default()
    }

    /// The contacts that were really added over REST, in order.
    #[must_use]
    pub fn additions(&self) -> Vec<Addition> {
        lock(&self.core.data).additions.clone()
    }

    /// How many contacts there are; quick, whatever their number.
    #[must_use]
    pub fn contact_count(&self) -> usize {
        lock(&self.core.data).crm.contact_count()
    }

    /// How many calls of a method there were, in batches too; `*`: all requests, batches counting once. Quick.
    #[must_use]
    pub fn call_count(&self, method: &str) -> usize {
        self.core.journal.count(method)
    }

    /// The requests of this method (`*`: of any) under way, as the caller sees them: from the arrival to the
    /// answer, which may be the gateway's.
    #[must_use]
    pub fn flights(&self, method: &str) -> Flights {
        self.core.journal.flights(method, false)
    }

    /// The requests of this method (`*`: of any) that the portal works on: without those in the queue, with those
    /// whose caller has given up.
    #[must_use]
    pub fn workload(&self, method: &str) -> Flights {
        self.core.journal.flights(method, true)
    }

    /// Every call in order: requests to `batch` and the commands inside them, each on its own.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.core.journal.list()
    }

    /// The calls of one method, in order.
    #[must_use]
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        self.core.journal.list_of(method)
    }

    /// The events that were posted, in the order their answers came.
    #[must_use]
    pub fn event_deliveries(&self) -> Vec<EventDelivery> {
        self.core.outbox.deliveries()
    }

    /// Waits until no event is on its way any more.
    pub async fn events_settled(&self) {
        self.core.outbox.settled().await;
    }
}
