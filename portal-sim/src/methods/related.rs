//! What hangs on contacts, as the first API generation lists it: deals, activities, companies, directories.

use super::id_param;
use crate::crm::{
    ACTIVITY, Activity, COMPANY, Company, DEAL, Deal, Field, Kind, ListRequest, Record, printed,
};
use crate::lock;
use crate::php::{Php, PhpArray, int, php};
use crate::portal::User;
use crate::rest::{Outcome, Reply, RestError, Session};

fn row(fields: &[Field], record: &impl Record, names: impl Iterator<Item = &'static str>) -> Php {
    let field = |name| fields.iter().find(|field: &&Field| field.name == name);
    let pair = |name: &'static str| Some((name.to_owned(), printed(field(name)?.kind, &record.value(name))));
    Php::Array(PhpArray::of(names.filter_map(pair).collect()))
}

fn full(fields: &'static [Field], record: &impl Record) -> Php {
    let shown = fields.iter().filter(|field| field.kind != Kind::NoColumn);
    row(fields, record, shown.map(|field| field.name))
}

/// `crm.deal.list`: its `CONTACT_ID` means the primary contact only.
pub(super) fn deals(session: &mut Session, params: &PhpArray) -> Outcome {
    let request = ListRequest::parse(DEAL, params);
    let data = lock(&session.portal.core.data);
    let user = readers(data.acting(session.access.user_id))?;
    let page = request.run(&data.crm.deals, |deal: &Deal| user.may_read(deal.assigned_by));
    let rows = page.rows.iter().map(|deal| row(DEAL, *deal, request.select.iter().copied()));
    Ok(Reply { result: Php::list(rows), next: page.next, total: Some(page.total) })
}

pub(super) fn deal(session: &mut Session, params: &PhpArray) -> Outcome {
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    let found = u64::try_from(id_param(params)).ok().and_then(|id| data.crm.deals.get(&id));
    match found {
        Some(deal) if user.may_read(deal.assigned_by) => Ok(full(DEAL, deal).into()),
        None if user.may_read_all() => Err(RestError::nameless("Not found")),
        _ => Err(RestError::access_denied()),
    }
}

/// `crm.activity.list`: `OWNER_ID` means the owner, `BINDINGS` any entry it hangs on.
pub(super) fn activities(session: &mut Session, params: &PhpArray) -> Outcome {
    let request = ListRequest::parse(ACTIVITY, params);
    let bound = bindings(params);
    let data = lock(&session.portal.core.data);
    let user = readers(data.acting(session.access.user_id))?;
    let hangs =
        |activity: &Activity| bound.is_empty() || activity.bindings.iter().any(|one| bound.contains(one));
    let page = request.run(&data.crm.activities, |one| hangs(one) && user.may_read(one.responsible));
    let rows = page.rows.iter().map(|activity| row(ACTIVITY, *activity, request.select.iter().copied()));
    Ok(Reply { result: Php::list(rows), next: page.next, total: Some(page.total) })
}

fn bindings(params: &PhpArray) -> Vec<(u64, u64)> {
    let filter = params.get("filter").or_else(|| params.get("FILTER"));
    let Some(list) = filter.and_then(|filter| filter.get("BINDINGS")).and_then(Php::as_array) else {
        return Vec::new();
    };
    let number = |one: &Php, name: &str| u64::try_from(one.get(name).map_or(0, int)).unwrap_or_default();
    list.values().map(|one| (number(one, "OWNER_TYPE_ID"), number(one, "OWNER_ID"))).collect()
}

pub(super) fn companies(session: &mut Session, params: &PhpArray) -> Outcome {
    let request = ListRequest::parse(COMPANY, params);
    let data = lock(&session.portal.core.data);
    let user = readers(data.acting(session.access.user_id))?;
    let page = request.run(&data.crm.companies, |one: &Company| user.may_read(one.assigned_by));
    let rows = page.rows.iter().map(|company| row(COMPANY, *company, request.select.iter().copied()));
    Ok(Reply { result: Php::list(rows), next: page.next, total: Some(page.total) })
}

pub(super) fn company(session: &mut Session, params: &PhpArray) -> Outcome {
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    let found = u64::try_from(id_param(params)).ok().and_then(|id| data.crm.companies.get(&id));
    match found {
        Some(company) if user.may_read(company.assigned_by) => Ok(full(COMPANY, company).into()),
        None if user.may_read_all() => Err(RestError::nameless("Not found")),
        _ => Err(RestError::access_denied()),
    }
}

/// `crm.contact.company.items.get`: numbers are numbers here.
pub(super) fn contact_companies(session: &mut Session, params: &PhpArray) -> Outcome {
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    let found = u64::try_from(id_param(params)).ok().and_then(|id| data.crm.contacts.get(&id));
    let contact = match found {
        Some(contact) if user.may_read(contact.assigned_by) => contact,
        None if user.may_read_all() => return Err(RestError::nameless("Not found.")),
        _ => return Err(RestError::new(403, "ACCESS_DENIED", "Access denied.")),
    };
    let rows = contact.company_ids.iter().enumerate().map(|(at, id)| {
        php! {
            "COMPANY_ID" => *id,
            "SORT" => 10 * (at + 1),
            "ROLE_ID" => 0_i64,
            "IS_PRIMARY" => if at == 0 { "Y" } else { "N" },
        }
    });
    Ok(Php::list(rows).into())
}

/// `crm.status.list`: sources and contact types.
pub(super) fn statuses(_: &mut Session, params: &PhpArray) -> Outcome {
    const ALL: [(&str, &str, &str); 7] = [
        ("SOURCE", "CALL", "Call"),
        ("SOURCE", "EMAIL", "E-mail"),
        ("SOURCE", "WEB", "Website"),
        ("SOURCE", "TRADE_SHOW", "Exhibition"),
        ("CONTACT_TYPE", "CLIENT", "Clients"),
        ("CONTACT_TYPE", "SUPPLIER", "Suppliers"),
        ("CONTACT_TYPE", "PARTNER", "Partners"),
    ];
    let filter = params.get("filter").or_else(|| params.get("FILTER"));
    let entity = filter.and_then(|filter| filter.get("ENTITY_ID")).map(crate::php::text);
    let rows =
        ALL.iter().zip(1_u64..).filter(|(status, _)| entity.as_deref().is_none_or(|name| name == status.0));
    let rows: Vec<Php> = rows
        .map(|((entity, code, name), id)| {
            php! { "ID" => id.to_string(), "ENTITY_ID" => *entity, "STATUS_ID" => *code, "NAME" => *name, "SORT" => (10 * id).to_string() }
        })
        .collect();
    let total = rows.len();
    Ok(Reply { result: Php::list(rows), next: None, total: Some(total) })
}

fn readers(user: User) -> Result<User, RestError> {
    if user.may_read_any() { Ok(user) } else { Err(RestError::access_denied()) }
}
