//! The links of contacts to companies and deals: reading and writing them
//! (`CCrmEntityBindingProxy` in `yuliai/bitrix-modules crm/classes/general/restservice.php`).

use super::context::{Context, Outcome};
use super::error::RestError;
use super::params::{self, either_case};
use crate::php::{Php, PhpArray, int, php, text};
use crate::world::PortalData;

/// `crm.contact.company.items.get`. It prints numbers as numbers.
pub(super) fn get_companies(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let data = context.data();
    let id = contact_of(context, &data, params)?;
    let companies = data.crm.contact(id).map(|contact| contact.company_ids.as_slice()).unwrap_or_default();
    Ok(printed("COMPANY_ID", companies).into())
}

/// `crm.contact.company.items.set`: replaces the companies of a contact.
pub(super) fn set_companies(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut data = context.data();
    let id = contact_of(context, &data, params)?;
    let ids = given_items(params, "COMPANY_ID")?;
    set_companies_of(&mut data, id, ids);
    Ok(true.into())
}

/// `crm.contact.company.add`: answers `false` if the company is linked already.
pub(super) fn add_company(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut data = context.data();
    let id = contact_of(context, &data, params)?;
    let companies = data.crm.contact(id).map(|contact| contact.company_ids.clone()).unwrap_or_default();
    let Some(ids) = with_one_more(companies, params, "COMPANY_ID")? else { return Ok(false.into()) };
    set_companies_of(&mut data, id, ids);
    Ok(true.into())
}

fn set_companies_of(data: &mut PortalData, contact: u64, companies: Vec<u64>) {
    if let Some(mut contact) = data.crm.contact(contact).cloned() {
        contact.company_ids = companies;
        data.crm.insert_contact(contact);
    }
}

/// `crm.company.contact.items.get` (`b24restdocs
/// api-reference/crm/companies/contacts/crm-company-contact-items-get.md`).
pub(super) fn get_contacts_of_company(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let data = context.data();
    let id = company_of(context, &data, params)?;
    Ok(printed("CONTACT_ID", &data.crm.contacts_of_company(id)).into())
}

/// `crm.deal.contact.items.get`.
pub(super) fn get_contacts(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let data = context.data();
    let id = deal_of(context, &data, params)?;
    Ok(printed("CONTACT_ID", &data.crm.deals[&id].contact_ids).into())
}

/// `crm.deal.contact.items.set`: replaces the contacts of a deal.
pub(super) fn set_contacts(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut data = context.data();
    let id = deal_of(context, &data, params)?;
    let ids = given_items(params, "CONTACT_ID")?;
    check_readable(context, &data, &ids)?;
    data.crm.bind_deal(id, ids);
    Ok(true.into())
}

/// `crm.deal.contact.add`: answers `false` if the contact is linked already.
pub(super) fn add_contact(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut data = context.data();
    let id = deal_of(context, &data, params)?;
    let contacts = data.crm.deals[&id].contact_ids.clone();
    let Some(ids) = with_one_more(contacts, params, "CONTACT_ID")? else { return Ok(false.into()) };
    check_readable(context, &data, &ids)?;
    data.crm.bind_deal(id, ids);
    Ok(true.into())
}

/// The contact whose companies are meant, if the user may read it.
fn contact_of(context: &Context<'_>, data: &PortalData, params: &PhpArray) -> Result<u64, RestError> {
    let id = owner_id(params)?;
    let user = context.user(data);
    match data.crm.contact(id) {
        Some(contact) if user.may_read(contact.assigned_by) => Ok(id),
        None if user.may_read_all() => Err(RestError::without_code("Not found.")),
        _ => Err(no_access()),
    }
}

/// The company whose contacts are meant, if the user may read it.
fn company_of(context: &Context<'_>, data: &PortalData, params: &PhpArray) -> Result<u64, RestError> {
    let id = owner_id(params)?;
    let user = context.user(data);
    match data.crm.companies.get(&id) {
        Some(company) if user.may_read(company.assigned_by) => Ok(id),
        None if user.may_read_all() => Err(RestError::without_code("Not found.")),
        _ => Err(no_access()),
    }
}

/// The deal whose contacts are meant, if the user may read it.
fn deal_of(context: &Context<'_>, data: &PortalData, params: &PhpArray) -> Result<u64, RestError> {
    let id = owner_id(params)?;
    let user = context.user(data);
    match data.crm.deals.get(&id) {
        Some(deal) if user.may_read(deal.assigned_by) => Ok(id),
        Some(_) => Err(no_access()),
        None if user.may_read_any() => Err(RestError::without_code("Not found.")),
        None => Err(RestError::access_denied()),
    }
}

/// The user must be allowed to read all these contacts. A contact that does not exist cannot be read either.
fn check_readable(context: &Context<'_>, data: &PortalData, contacts: &[u64]) -> Result<(), RestError> {
    let user = context.user(data);
    let readable = |id| data.crm.contact(id).is_some_and(|contact| user.may_read(contact.assigned_by));
    if contacts.iter().all(|id| readable(*id)) { Ok(()) } else { Err(no_access()) }
}

fn no_access() -> RestError {
    RestError::new(403, "ACCESS_DENIED", "Access denied.")
}

fn owner_id(params: &PhpArray) -> Result<u64, RestError> {
    params::positive_id(params)
        .ok_or_else(|| RestError::without_code("The parameter ownerEntityID is invalid or not defined."))
}

/// The links as they are printed. The first one is the main link.
fn printed(name: &str, ids: &[u64]) -> Php {
    Php::list(ids.iter().enumerate().map(|(at, id)| {
        php! {
            name => *id,
            "SORT" => 10 * (at + 1),
            "ROLE_ID" => 0_i64,
            "IS_PRIMARY" => if at == 0 { "Y" } else { "N" },
        }
    }))
}

/// The numbers in `items`. The one that is marked as main comes first.
fn given_items(params: &PhpArray, name: &str) -> Result<Vec<u64>, RestError> {
    let items = either_case(params, "items").and_then(Php::as_array);
    let items = items.ok_or_else(|| RestError::without_code("The parameter items must be array."))?;
    let mut ids = Vec::new();
    for item in items.values() {
        let Some(id) = linked_id(item, name) else { continue };
        if ids.contains(&id) {
            continue;
        }
        if is_primary(item) { ids.insert(0, id) } else { ids.push(id) }
    }
    Ok(ids)
}

/// Adds the number in `fields`; `None` if it is there already.
fn with_one_more(mut linked: Vec<u64>, params: &PhpArray, name: &str) -> Result<Option<Vec<u64>>, RestError> {
    let fields = either_case(params, "fields");
    let fields = fields.filter(|fields| fields.as_array().is_some());
    let fields = fields.ok_or_else(|| RestError::without_code("The parameter 'fields' must be array."))?;
    let id = linked_id(fields, name);
    let id = id.ok_or_else(|| RestError::without_code("The parameter 'fields' is not valid."))?;
    if linked.contains(&id) {
        return Ok(None);
    }
    if is_primary(fields) {
        linked.insert(0, id);
    } else {
        linked.push(id);
    }
    Ok(Some(linked))
}

fn linked_id(item: &Php, name: &str) -> Option<u64> {
    item.get(name).and_then(|id| u64::try_from(int(id)).ok()).filter(|id| *id > 0)
}

fn is_primary(item: &Php) -> bool {
    item.get("IS_PRIMARY").is_some_and(|flag| text(flag) == "Y")
}
