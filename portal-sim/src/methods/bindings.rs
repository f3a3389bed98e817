//! The companies of a contact and the contacts of a deal: reading and writing the links
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
    let held = data.crm.contact(id).map(|contact| contact.company_ids.as_slice()).unwrap_or_default();
    Ok(printed("COMPANY_ID", held).into())
}

/// `crm.contact.company.items.set`: replaces the companies of a contact.
pub(super) fn set_companies(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut data = context.data();
    let id = contact_of(context, &data, params)?;
    let wanted = given_items(params, "COMPANY_ID")?;
    bind_companies(&mut data, id, wanted);
    Ok(true.into())
}

/// `crm.contact.company.add`: answers `false` if the company is linked already.
pub(super) fn add_company(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut data = context.data();
    let id = contact_of(context, &data, params)?;
    let held = data.crm.contact(id).map(|contact| contact.company_ids.clone()).unwrap_or_default();
    let Some(wanted) = with_one_more(held, params, "COMPANY_ID")? else { return Ok(false.into()) };
    bind_companies(&mut data, id, wanted);
    Ok(true.into())
}

fn bind_companies(data: &mut PortalData, contact: u64, companies: Vec<u64>) {
    if let Some(mut contact) = data.crm.contact(contact).cloned() {
        contact.company_ids = companies;
        data.crm.insert_contact(contact);
    }
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
    let wanted = given_items(params, "CONTACT_ID")?;
    check_readable(context, &data, &wanted)?;
    data.crm.bind_deal(id, wanted);
    Ok(true.into())
}

/// `crm.deal.contact.add`: answers `false` if the contact is linked already.
pub(super) fn add_contact(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let mut data = context.data();
    let id = deal_of(context, &data, params)?;
    let held = data.crm.deals[&id].contact_ids.clone();
    let Some(wanted) = with_one_more(held, params, "CONTACT_ID")? else { return Ok(false.into()) };
    check_readable(context, &data, &wanted)?;
    data.crm.bind_deal(id, wanted);
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
        let Some(id) = bound_id(item, name) else { continue };
        if ids.contains(&id) {
            continue;
        }
        if is_primary(item) { ids.insert(0, id) } else { ids.push(id) }
    }
    Ok(ids)
}

/// Adds the number in `fields`; `None` if it is there already.
fn with_one_more(mut held: Vec<u64>, params: &PhpArray, name: &str) -> Result<Option<Vec<u64>>, RestError> {
    let fields = either_case(params, "fields");
    let fields = fields.filter(|fields| fields.as_array().is_some());
    let fields = fields.ok_or_else(|| RestError::without_code("The parameter 'fields' must be array."))?;
    let id = bound_id(fields, name);
    let id = id.ok_or_else(|| RestError::without_code("The parameter 'fields' is not valid."))?;
    if held.contains(&id) {
        return Ok(None);
    }
    if is_primary(fields) {
        held.insert(0, id);
    } else {
        held.push(id);
    }
    Ok(Some(held))
}

fn bound_id(item: &Php, name: &str) -> Option<u64> {
    item.get(name).and_then(|id| u64::try_from(int(id)).ok()).filter(|id| *id > 0)
}

fn is_primary(item: &Php) -> bool {
    item.get("IS_PRIMARY").is_some_and(|flag| text(flag) == "Y")
}
