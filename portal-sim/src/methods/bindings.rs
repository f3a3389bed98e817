//! Which companies a contact belongs to and which contacts a deal has: reading and writing the bindings
//! (`CCrmEntityBindingProxy` in `yuliai/bitrix-modules crm/classes/general/restservice.php`).

use super::id_param;
use crate::lock;
use crate::php::{Php, PhpArray, int, php, text};
use crate::portal::PortalData;
use crate::rest::{Outcome, RestError, Session};

/// `crm.contact.company.items.get`: numbers are numbers here.
pub(super) fn companies(session: &mut Session, params: &PhpArray) -> Outcome {
    let data = lock(&session.portal.core.data);
    let id = contact_of(session, &data, params)?;
    let held = data.crm.contact(id).map(|contact| contact.company_ids.as_slice()).unwrap_or_default();
    Ok(printed("COMPANY_ID", held).into())
}

/// `crm.contact.company.items.set`: these companies instead of those before.
pub(super) fn set_companies(session: &mut Session, params: &PhpArray) -> Outcome {
    let mut data = lock(&session.portal.core.data);
    let id = contact_of(session, &data, params)?;
    let wanted = given_items(params, "COMPANY_ID")?;
    bind_companies(&mut data, id, wanted);
    Ok(true.into())
}

/// `crm.contact.company.add`: `false` when the company is bound already.
pub(super) fn add_company(session: &mut Session, params: &PhpArray) -> Outcome {
    let mut data = lock(&session.portal.core.data);
    let id = contact_of(session, &data, params)?;
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
pub(super) fn contacts(session: &mut Session, params: &PhpArray) -> Outcome {
    let data = lock(&session.portal.core.data);
    let id = deal_of(session, &data, params)?;
    Ok(printed("CONTACT_ID", &data.crm.deals[&id].contact_ids).into())
}

/// `crm.deal.contact.items.set`.
pub(super) fn set_contacts(session: &mut Session, params: &PhpArray) -> Outcome {
    let mut data = lock(&session.portal.core.data);
    let id = deal_of(session, &data, params)?;
    let wanted = given_items(params, "CONTACT_ID")?;
    check_readable(session, &data, &wanted)?;
    data.crm.bind_deal(id, wanted);
    Ok(true.into())
}

/// `crm.deal.contact.add`: `false` when the contact is bound already.
pub(super) fn add_contact(session: &mut Session, params: &PhpArray) -> Outcome {
    let mut data = lock(&session.portal.core.data);
    let id = deal_of(session, &data, params)?;
    let held = data.crm.deals[&id].contact_ids.clone();
    let Some(wanted) = with_one_more(held, params, "CONTACT_ID")? else { return Ok(false.into()) };
    check_readable(session, &data, &wanted)?;
    data.crm.bind_deal(id, wanted);
    Ok(true.into())
}

fn contact_of(session: &Session, data: &PortalData, params: &PhpArray) -> Result<u64, RestError> {
    let id = owner_id(params)?;
    let user = data.acting(session.access.user_id);
    match data.crm.contact(id) {
        Some(contact) if user.may_read(contact.assigned_by) => Ok(id),
        None if user.may_read_all() => Err(RestError::nameless("Not found.")),
        _ => Err(no_access()),
    }
}

fn deal_of(session: &Session, data: &PortalData, params: &PhpArray) -> Result<u64, RestError> {
    let id = owner_id(params)?;
    let user = data.acting(session.access.user_id);
    match data.crm.deals.get(&id) {
        Some(deal) if user.may_read(deal.assigned_by) => Ok(id),
        Some(_) => Err(no_access()),
        None if user.may_read_any() => Err(RestError::nameless("Not found.")),
        None => Err(RestError::access_denied()),
    }
}

/// A contact that is not there cannot be read either.
fn check_readable(session: &Session, data: &PortalData, contacts: &[u64]) -> Result<(), RestError> {
    let user = data.acting(session.access.user_id);
    let readable = |id| data.crm.contact(id).is_some_and(|contact| user.may_read(contact.assigned_by));
    if contacts.iter().all(|id| readable(*id)) { Ok(()) } else { Err(no_access()) }
}

fn no_access() -> RestError {
    RestError::new(403, "ACCESS_DENIED", "Access denied.")
}

fn owner_id(params: &PhpArray) -> Result<u64, RestError> {
    let id = u64::try_from(id_param(params)).ok().filter(|id| *id > 0);
    id.ok_or_else(|| RestError::nameless("The parameter ownerEntityID is invalid or not defined."))
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

/// The numbers under `items`, the one that is marked as primary first.
fn given_items(params: &PhpArray, name: &str) -> Result<Vec<u64>, RestError> {
    let items = params.get("items").or_else(|| params.get("ITEMS")).and_then(Php::as_array);
    let items = items.ok_or_else(|| RestError::nameless("The parameter items must be array."))?;
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

fn with_one_more(mut held: Vec<u64>, params: &PhpArray, name: &str) -> Result<Option<Vec<u64>>, RestError> {
    let fields = params.get("fields").or_else(|| params.get("FIELDS"));
    let fields = fields.filter(|fields| fields.as_array().is_some());
    let fields = fields.ok_or_else(|| RestError::nameless("The parameter 'fields' must be array."))?;
    let id = bound_id(fields, name);
    let id = id.ok_or_else(|| RestError::nameless("The parameter 'fields' is not valid."))?;
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
