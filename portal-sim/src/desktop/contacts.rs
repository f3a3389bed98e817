//! The contacts that the desktop shows: those that the person at the desktop may read.

use super::html::{Html, fill};
use crate::clock::iso;
use crate::crm::{CONTACT_TYPE, Contact, Crm};
use crate::portal::Portal;
use crate::world::{PortalData, User};

/// How many contacts a page of the list shows.
pub(super) const PAGE_SIZE: usize = 20;
const TONES: u64 = 6;

/// One contact as it is shown.
#[derive(Debug)]
pub(super) struct ShownContact {
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

/// The contacts that the user may read, from this position, at most `PAGE_SIZE`.
pub(super) fn list(portal: &Portal, user: &User, from: usize) -> Vec<ShownContact> {
    let data = portal.data();
    readable(&data.crm, user).skip(from).take(PAGE_SIZE).map(|contact| shown(&data, contact)).collect()
}

/// How many contacts the user may read.
pub(super) fn count(portal: &Portal, user: &User) -> usize {
    readable(&portal.data().crm, user).count()
}

/// The contact, if it exists and the user may read it. A portal does not say which of the two is the reason.
pub(super) fn find(portal: &Portal, user: &User, id: u64) -> Option<ShownContact> {
    let data = portal.data();
    let contact = readable(&data.crm, user).find(|contact| contact.id == id)?;
    Some(shown(&data, contact))
}

fn readable<'a>(crm: &'a Crm, user: &'a User) -> impl Iterator<Item = &'a Contact> {
    crm.contacts().values().filter(|contact| contact.category == 0 && user.may_read(contact.assigned_by))
}

fn shown(data: &PortalData, contact: &Contact) -> ShownContact {
    let crm = &data.crm;
    let values = |multi: &str| {
        contact.multi.get(multi).into_iter().flatten().map(|multi| multi.value.clone()).collect::<Vec<_>>()
    };
    let name = format!("{} {}", contact.text("NAME"), contact.text("LAST_NAME"));
    let company = contact.company_ids.first().and_then(|id| crm.companies.get(id));
    let is_linked = |bindings: &[(u64, u64)]| bindings.contains(&(CONTACT_TYPE, contact.id));
    ShownContact {
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
        activities: crm.activities.values().filter(|activity| is_linked(&activity.bindings)).count(),
    }
}

pub(super) fn full_name(user: &User) -> String {
    format!("{} {}", user.name, user.last_name).trim().to_owned()
}

/// The initials of a name, at most two letters.
pub(super) fn initials(name: &str) -> Html {
    let letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    Html::text(&letters.take(2).flat_map(char::to_uppercase).collect::<String>())
}

/// The number of an avatar's colour.
pub(super) fn tone(id: u64) -> Html {
    Html::text(&(id % TONES).to_string())
}

/// Text from outside. Its direction of writing does not affect the text around it.
pub(super) fn isolated_text(text: &str) -> Html {
    fill("<bdi>{{text}}</bdi>", &[("text", Html::text(text))])
}
