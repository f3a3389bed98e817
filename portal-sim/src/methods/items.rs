//! `crm.item.*` for contacts (3) and deals (2): names in camel case, numbers as numbers, and a filter that
//! refuses what it does not know (`yuliai/bitrix-modules crm/lib/controller/validator/filter.php`).

use super::contacts::create;
use super::id_param;
use crate::clock::iso;
use crate::crm::{CONTACT_TYPE, Contact, DEAL_TYPE, Deal, Kind, Record, Trust, printed};
use crate::lock;
use crate::php::{Php, PhpArray, int, php, text, truthy};
use crate::rest::{Outcome, RestError, Session};

mod filter;
mod names;
mod query;

use names::{Name, names_of};
use query::Query;

fn entity_type(params: &PhpArray) -> Result<u64, RestError> {
    let kind = u64::try_from(params.get("entityTypeId").map_or(0, int)).unwrap_or_default();
    if [DEAL_TYPE, CONTACT_TYPE].contains(&kind) {
        Ok(kind)
    } else {
        Err(RestError::new(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported"))
    }
}

pub(super) fn list(session: &mut Session, params: &PhpArray) -> Outcome {
    let kind = entity_type(params)?;
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
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

pub(super) fn get(session: &mut Session, params: &PhpArray) -> Outcome {
    let kind = entity_type(params)?;
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    let id = u64::try_from(id_param(params)).unwrap_or_default();
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

pub(super) fn add(session: &mut Session, params: &PhpArray) -> Outcome {
    let kind = entity_type(params)?;
    let Some(fields) = params.get("fields").and_then(Php::as_array) else {
        return Err(RestError::argument("fields", "Argument 'fields' must be array"));
    };
    if kind == CONTACT_TYPE {
        let id = create(session, &upper_case(kind, fields), Trust::Caller)
            .map_err(|denied| RestError::new(400, "ACCESS_DENIED", &denied.text))?;
        let data = lock(&session.portal.core.data);
        let item = data.crm.contact(id).map_or(Php::Null, |contact| item(kind, contact, None));
        return Ok(php! { "item" => item }.into());
    }
    let now = session.portal.world.clock.now();
    let mut data = lock(&session.portal.core.data);
    let mut deal = deal_from(data.crm.next_deal_id(), fields, now);
    deal.assigned_by = session.access.user_id;
    let item = item(kind, &deal, None);
    data.crm.insert_deal(deal);
    Ok(php! { "item" => item }.into())
}

fn deal_from(id: u64, fields: &PhpArray, now: f64) -> Deal {
    let number = |value: &Php| u64::try_from(int(value)).unwrap_or_default();
    let bound =
        fields.get("contactIds").and_then(Php::as_array).map(|ids| ids.values().map(number).collect());
    let primary = || fields.get("contactId").map(number).into_iter().collect::<Vec<u64>>();
    let closed = fields.get("closed").is_some_and(|closed| text(closed) == "Y" || *closed == Php::Bool(true));
    let mut deal = Deal::new(id, &bound.unwrap_or_else(primary), !closed, now);
    if let Some(title) = fields.get("title").filter(|title| truthy(title)) {
        deal.title = text(title);
    }
    deal
}

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

fn item(kind: u64, record: &impl Record, select: Option<&[String]>) -> Php {
    let wanted = |name: &&Name| {
        name.camel == "id" || select.is_none_or(|select| select.iter().any(|wanted| wanted == name.camel))
    };
    let pairs = names_of(kind).iter().filter(wanted).map(|name| {
        let value = record.value(name.column);
        let shown = match (name.kind, value) {
            (Kind::Date, Php::Float(unix)) => iso(unix).into(),
            (Kind::Number | Kind::Link, Php::Null) => 0_i64.into(),
            (Kind::Day | Kind::Many, value) => printed(name.kind, &value),
            (_, other) => other,
        };
        (name.camel.to_owned(), shown)
    });
    Php::Array(PhpArray::of(pairs.collect()))
}

fn multi_fields(contact: &Contact) -> Php {
    let all = contact.multi.iter().flat_map(|(kind, list)| list.iter().map(move |multi| (*kind, multi)));
    Php::list(all.map(|(kind, multi)| {
        php! {
            "id" => multi.id,
            "typeId" => kind,
            "valueType" => multi.value_type.as_str(),
            "value" => multi.value.as_str(),
        }
    }))
}
