//! Contacts as the desktop shows them: only those that the person at it may read.

use super::html::{Html, fill};
use crate::clock::iso;
use crate::crm::{Contact, Crm};
use crate::lock;
use crate::portal::{Portal, PortalData, User};

/// How many contacts a page of the list shows.
pub(super) const PAGE_SIZE: usize = 20;
const TONES: u64 = 6;

/// One contact, ready to be shown.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) phones: Vec<String>,
    pub(super) emails: Vec<String>,
    pub(super) company: String,
    pub(super) responsible: String,
    pub(super) created_at: String,
    pub(super) deals: usize,
    pub(super) activities: usize,
}

/// The contacts `from` and later that the user may read, `PAGE_SIZE` at most.
pub(super) fn list(portal: &Portal, user: &User, from: usize) -> Vec<Entry> {
    let data = lock(&portal.core.data);
    readable(&data.crm, user).skip(from).take(PAGE_SIZE).map(|contact| entry(&data, contact)).collect()
}

/// How many contacts the user may read.
pub(super) fn count(portal: &Portal, user: &User) -> usize {
    readable(&lock(&portal.core.data).crm, user).count()
}

/// The contact, if it exists and the user may read it: a portal does not tell these two apart.
pub(super) fn find(portal: &Portal, user: &User, id: u64) -> Option<Entry> {
    let data = lock(&portal.core.data);
    let contact = readable(&data.crm, user).find(|contact| contact.id == id)?;
    Some(entry(&data, contact))
}

fn readable<'a>(crm: &'a Crm, user: &'a User) -> impl Iterator<Item = &'a Contact> {
    crm.contacts().values().filter(|contact| contact.category == 0 && user.may_read(contact.assigned_by))
}

fn entry(data: &PortalData, contact: &Contact) -> Entry {
    let crm = &data.crm;
    let values = |multi: &str| {
        contact.multi.get(multi).into_iter().flatten().map(|multi| multi.value.clone()).collect::<Vec<_>>()
    };
    let name = format!("{} {}", contact.text("NAME"), contact.text("LAST_NAME"));
    let company = contact.company_ids.first().and_then(|id| crm.companies.get(id));
    let hangs_on = |bindings: &[(u64, u64)]| bindings.contains(&(crate::crm::CONTACT_TYPE, contact.id));
    Entry {
        id: contact.id,
        name: Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or("Unnamed").to_owned(),
        phones: values("PHONE"),
        emails: values("EMAIL"),
        company: company.map(|company| company.title.clone()).unwrap_or_default(),
        responsible: data.users.get(&contact.assigned_by).map(full_name).unwrap_or_default(),
        created_at: iso(contact.created_at)
            .replace('T', " ")
            .chars()
            .take("2026-01-01 00:00".len())
            .collect(),
        deals: crm.deals.values().filter(|deal| deal.contact_ids.contains(&contact.id)).count(),
        activities: crm.activities.values().filter(|activity| hangs_on(&activity.bindings)).count(),
    }
}

pub(super) fn full_name(user: &User) -> String {
    format!("{} {}", user.name, user.last_name).trim().to_owned()
}

/// Up to two letters that stand for a name.
pub(super) fn initials(name: &str) -> Html {
    let letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    Html::text(&letters.take(2).flat_map(char::to_uppercase).collect::<String>())
}

/// The colour of an avatar.
pub(super) fn tone(id: u64) -> Html {
    Html::text(&(id % TONES).to_string())
}

/// Text of a person's or company's making: it keeps its own direction of writing to itself.
pub(super) fn foreign_text(text: &str) -> Html {
    fill("<bdi>{{text}}</bdi>", &[("text", Html::text(text))])
}
