//! `crm.item.*` for contacts (type 3) and deals (type 2): names in camel case, numbers as numbers, and a filter that
//! refuses unknown names (`yuliai/bitrix-modules crm/lib/controller/validator/filter.php`).

mod filter;
mod names;
mod printing;
mod query;

use super::context::{Context, Outcome};
use super::creation::create_contact;
use super::error::RestError;
use super::params::{self, number};
use crate::crm::{CONTACT_TYPE, Contact, DEAL_TYPE, Deal, WriteMode};
use crate::php::{Php, PhpArray, int, php, text, truthy};
use names::names_of;
use printing::{item, multi_fields};
use query::Query;

/// The type of the items: a contact or a deal.
fn entity_type(params: &PhpArray) -> Result<u64, RestError> {
    let kind = number(params, "entityTypeId");
    if [DEAL_TYPE, CONTACT_TYPE].contains(&kind) {
        Ok(kind)
    } else {
        Err(RestError::new(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported"))
    }
}

/// `crm.item.list`.
pub(super) fn list(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let kind = entity_type(params)?;
    let data = context.data();
    let user = context.user(&data);
    if !user.may_read_any() {
        return Err(RestError::new(400, "ACCESS_DENIED", "Access denied"));
    }
    let query = Query::parse(kind, params)?;
    if kind == DEAL_TYPE {
        let bound = query.bound.as_deref().map(|ids| data.crm.deals_of(ids));
        let visible = |deal: &Deal| user.may_read(deal.assigned_by);
        query.answer(query.rows(&data.crm.deals, bound, visible), |_| Php::Null)
    } else {
        let visible = |contact: &Contact| user.may_read(contact.assigned_by);
        query.answer(query.rows(data.crm.contacts(), None, visible), multi_fields)
    }
}

/// `crm.item.get`.
pub(super) fn get(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let kind = entity_type(params)?;
    let data = context.data();
    let user = context.user(&data);
    let id = u64::try_from(params::id(params)).unwrap_or_default();
    let not_found = || RestError::new(400, "NOT_FOUND", "Item was not found");
    let (responsible, mut item) = if kind == DEAL_TYPE {
        let deal = data.crm.deals.get(&id).ok_or_else(not_found)?;
        (deal.assigned_by, item(kind, deal, None))
    } else {
        let contact = data.crm.contact(id).ok_or_else(not_found)?;
        let mut item = item(kind, contact, None);
        item.array_mut().set("fm", multi_fields(contact));
        (contact.assigned_by, item)
    };
    if !user.may_read(responsible) {
        return Err(RestError::new(400, "ACCESS_DENIED", "Access denied"));
    }
    item.array_mut().set("entityTypeId", kind);
    Ok(php! { "item" => item }.into())
}

/// `crm.item.add`.
pub(super) fn add(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let kind = entity_type(params)?;
    let Some(fields) = params.get("fields").and_then(Php::as_array) else {
        return Err(RestError::argument("fields", "Argument 'fields' must be array"));
    };
    if kind == CONTACT_TYPE {
        let id = create_contact(context, &upper_case(kind, fields), WriteMode::Ordinary)
            .map_err(|denied| RestError::new(400, "ACCESS_DENIED", &denied.text))?;
        let data = context.data();
        let item = data.crm.contact(id).map_or(Php::Null, |contact| item(kind, contact, None));
        return Ok(php! { "item" => item }.into());
    }
    let now = context.portal.now();
    let mut data = context.data();
    let mut deal = deal_from(data.crm.next_deal_id(), fields, now);
    deal.assigned_by = context.caller.user_id;
    let item = item(kind, &deal, None);
    data.crm.insert_deal(deal);
    Ok(php! { "item" => item }.into())
}

/// A new deal with these fields.
fn deal_from(id: u64, fields: &PhpArray, now: f64) -> Deal {
    let number = |value: &Php| u64::try_from(int(value)).unwrap_or_default();
    let bound =
        fields.get("contactIds").and_then(Php::as_array).map(|ids| ids.values().map(number).collect());
    let main = || fields.get("contactId").map(number).into_iter().collect::<Vec<u64>>();
    let closed = fields.get("closed").is_some_and(|closed| text(closed) == "Y" || *closed == Php::Bool(true));
    let mut deal = Deal::new(id, &bound.unwrap_or_else(main), !closed, now);
    if let Some(title) = fields.get("title").filter(|title| truthy(title)) {
        deal.title = text(title);
    }
    deal
}

/// The fields under the names of the first API generation.
fn upper_case(kind: u64, fields: &PhpArray) -> PhpArray {
    let mut upper = PhpArray::default();
    for (name, value) in fields.iter() {
        if let Some(known) = names_of(kind).iter().find(|known| known.camel == name) {
            upper.set(known.column, value.clone());
        }
    }
    for multi in fields.get("fm").and_then(Php::as_array).into_iter().flat_map(PhpArray::values) {
        let part = |name: &str| multi.get(name).cloned().unwrap_or(Php::Null);
        let entry = php! { "VALUE" => part("value"), "VALUE_TYPE" => part("valueType") };
        upper.slot(text(&part("typeId"))).array_mut().push(entry);
    }
    upper
}
