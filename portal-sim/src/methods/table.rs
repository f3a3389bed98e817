//! The table of all methods.

use super::context::{Method, Run};
use super::{
    bindings, contact_fields, contacts, deletion, directories, duplicates, events, items, linked, notices,
    options, placements, system, users,
};
use crate::php::Php;

const CRM: Option<&str> = Some("crm");
const PLACEMENT: Option<&str> = Some("placement");
const USER: Option<&str> = Some("user_brief");
const IM: Option<&str> = Some("im");

/// All methods but `batch`, in the order in which `methods` lists them.
pub(crate) const METHODS: &[Method] = &[
    method("profile", None, system::profile),
    method("scope", None, system::scope),
    method("app.info", None, system::app_info),
    method("method.get", None, system::method_get),
    method("methods", None, system::methods),
    method("server.time", None, system::server_time),
    method("user.admin", None, users::admin),
    method("user.current", USER, users::current),
    method("user.get", USER, users::get),
    method("user.search", USER, users::search),
    method("im.notify.system.add", IM, notices::add),
    method("events", None, events::list),
    for_apps("event.bind", None, events::bind),
    for_apps("event.unbind", None, events::unbind),
    for_apps("event.get", None, events::get),
    for_apps("placement.list", PLACEMENT, placements::list),
    for_apps("placement.bind", PLACEMENT, placements::bind),
    for_apps("placement.unbind", PLACEMENT, placements::unbind),
    for_apps("placement.get", PLACEMENT, placements::get),
    for_apps("app.option.get", None, options::get_app),
    for_apps("app.option.set", None, options::set_app),
    for_apps("user.option.get", None, options::get_user),
    for_apps("user.option.set", None, options::set_user),
    method("crm.contact.list", CRM, contacts::list),
    method("crm.contact.get", CRM, contacts::get),
    method("crm.contact.fields", CRM, contact_fields::describe),
    method("crm.contact.add", CRM, contacts::add),
    method("crm.contact.update", CRM, contacts::update),
    method("crm.contact.delete", CRM, deletion::delete_contact),
    method("crm.contact.company.items.get", CRM, bindings::get_companies),
    method("crm.contact.company.items.set", CRM, bindings::set_companies),
    method("crm.contact.company.add", CRM, bindings::add_company),
    method("crm.item.list", CRM, items::list),
    method("crm.item.get", CRM, items::get),
    method("crm.item.add", CRM, items::add),
    method("crm.item.delete", CRM, deletion::delete_item),
    method("crm.deal.list", CRM, linked::list_deals),
    method("crm.deal.get", CRM, linked::get_deal),
    method("crm.deal.contact.items.get", CRM, bindings::get_contacts),
    method("crm.deal.contact.items.set", CRM, bindings::set_contacts),
    method("crm.deal.contact.add", CRM, bindings::add_contact),
    method("crm.activity.list", CRM, linked::list_activities),
    method("crm.company.list", CRM, linked::list_companies),
    method("crm.company.get", CRM, linked::get_company),
    method("crm.company.contact.items.get", CRM, bindings::get_contacts_of_company),
    method("crm.status.list", CRM, directories::list),
    method("crm.duplicate.findbycomm", CRM, duplicates::find),
];

const fn method(name: &'static str, scope: Option<&'static str>, run: Run) -> Method {
    Method { name, scope, only_for_apps: false, run }
}

/// A method that webhooks may not call.
const fn for_apps(name: &'static str, scope: Option<&'static str>, run: Run) -> Method {
    Method { name, scope, only_for_apps: true, run }
}

/// The method with this name in lower case.
pub(crate) fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.name == name)
}

pub(crate) fn exists(name: &str) -> bool {
    find(name).is_some()
}

/// What a method answers to say only that it succeeded.
pub(crate) fn success(name: &str) -> Php {
    if name == "crm.item.delete" { Php::empty() } else { true.into() }
}
