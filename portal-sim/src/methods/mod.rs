//! The methods a portal knows, with the scope each needs.
#![expect(clippy::unnecessary_wraps, reason = "all methods share one signature")]

mod bindings;
mod contact_fields;
mod contacts;
mod deletion;
mod duplicates;
mod events;
mod items;
mod notices;
mod options;
mod placements;
mod related;
mod system;
mod users;

use std::time::Duration;

use crate::php::{Php, PhpArray, int};
use crate::rest::{Outcome, Session};

pub(crate) use deletion::{cost, note_requests};

/// One method.
pub(crate) struct Method {
    /// The scope that it needs, if any.
    pub(crate) scope: Option<&'static str>,
    /// Webhooks may not call it.
    pub(crate) only_for_apps: bool,
    pub(crate) run: fn(&mut Session, &PhpArray) -> Outcome,
}

type Run = fn(&mut Session, &PhpArray) -> Outcome;

const CRM: Option<&str> = Some("crm");
const PLACEMENT: Option<&str> = Some("placement");
const USER: Option<&str> = Some("user_brief");
const IM: Option<&str> = Some("im");

/// Name, scope, for apps only, code.
const METHODS: &[(&str, Option<&str>, bool, Run)] = &[
    ("profile", None, false, system::profile),
    ("scope", None, false, system::scope),
    ("app.info", None, false, system::app_info),
    ("method.get", None, false, system::method_get),
    ("methods", None, false, system::methods),
    ("server.time", None, false, system::server_time),
    ("user.admin", None, false, users::admin),
    ("user.current", USER, false, users::current),
    ("user.get", USER, false, users::get),
    ("user.search", USER, false, users::search),
    ("im.notify.system.add", IM, false, notices::add),
    ("events", None, false, events::list),
    ("event.bind", None, true, events::bind),
    ("event.unbind", None, true, events::unbind),
    ("event.get", None, true, events::get),
    ("placement.list", PLACEMENT, true, placements::list),
    ("placement.bind", PLACEMENT, true, placements::bind),
    ("placement.unbind", PLACEMENT, true, placements::unbind),
    ("placement.get", PLACEMENT, true, placements::get),
    ("app.option.get", None, true, options::get_app),
    ("app.option.set", None, true, options::set_app),
    ("user.option.get", None, true, options::get_user),
    ("user.option.set", None, true, options::set_user),
    ("crm.contact.list", CRM, false, contacts::list),
    ("crm.contact.get", CRM, false, contacts::get),
    ("crm.contact.fields", CRM, false, contact_fields::describe),
    ("crm.contact.add", CRM, false, contacts::add),
    ("crm.contact.update", CRM, false, contacts::update),
    ("crm.contact.delete", CRM, false, deletion::delete_contact),
    ("crm.contact.company.items.get", CRM, false, bindings::companies),
    ("crm.contact.company.items.set", CRM, false, bindings::set_companies),
    ("crm.contact.company.add", CRM, false, bindings::add_company),
    ("crm.item.list", CRM, false, items::list),
    ("crm.item.get", CRM, false, items::get),
    ("crm.item.add", CRM, false, items::add),
    ("crm.item.delete", CRM, false, deletion::delete_item),
    ("crm.deal.list", CRM, false, related::deals),
    ("crm.deal.get", CRM, false, related::deal),
    ("crm.deal.contact.items.get", CRM, false, bindings::contacts),
    ("crm.deal.contact.items.set", CRM, false, bindings::set_contacts),
    ("crm.deal.contact.add", CRM, false, bindings::add_contact),
    ("crm.activity.list", CRM, false, related::activities),
    ("crm.company.list", CRM, false, related::companies),
    ("crm.company.get", CRM, false, related::company),
    ("crm.status.list", CRM, false, related::statuses),
    ("crm.duplicate.findbycomm", CRM, false, duplicates::find),
];

/// The method with this name in lower case.
pub(crate) fn find(name: &str) -> Option<Method> {
    let (_, scope, only_for_apps, run) = METHODS.iter().find(|method| method.0 == name)?;
    Some(Method { scope: *scope, only_for_apps: *only_for_apps, run: *run })
}

pub(crate) fn exists(name: &str) -> bool {
    METHODS.iter().any(|method| method.0 == name)
}

fn names() -> impl Iterator<Item = &'static str> {
    METHODS.iter().map(|method| method.0)
}

/// What a method answers when it only says that it succeeded.
pub(crate) fn empty_success(name: &str) -> Php {
    if name == "crm.item.delete" { Php::empty() } else { true.into() }
}

/// The parameter in capitals or small letters.
fn id_param(params: &PhpArray) -> i64 {
    params.get("ID").or_else(|| params.get("id")).map_or(0, int)
}

/// The scripted cost of a method.
pub(crate) fn configured_cost(session: &Session, method: &str) -> Duration {
    session.portal.tuned(|tuning| tuning.costs.get(method).copied().unwrap_or_default())
}
