//! What hangs on contacts, as the first API generation lists it: deals, activities, companies, directories.

use super::id_param;
use crate::crm::{
    ACTIVITY, Activity, COMPANY, Company, DEAL, Deal, Field, Kind, ListRequest, Record, printed,
};
use crate::lock;
use crate::php::{Php, PhpArray, int, php, text};
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
    let page = request.run(&data.crm.deals, None, |deal: &Deal| user.may_read(deal.assigned_by));
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
    let page = request.run(&data.crm.activities, None, |one| hangs(one) && user.may_read(one.responsible));
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
    let page = request.run(&data.crm.companies, None, |one: &Company| user.may_read(one.assigned_by));
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

/// `crm.status.list`: the directories of sources, contact types and salutations, without pages.
/// They are for whoever may read anything of the CRM.
pub(super) fn statuses(session: &mut Session, params: &PhpArray) -> Outcome {
    const ALL: [(&str, &str, &str); 12] = [
        ("SOURCE", "CALL", "Call"),
        ("SOURCE", "EMAIL", "E-mail"),
        ("SOURCE", "WEB", "Website"),
        ("SOURCE", "TRADE_SHOW", "Exhibition"),
        ("SOURCE", "PARTNER", "Existing client"),
        ("SOURCE", "OTHER", "Other"),
        ("CONTACT_TYPE", "CLIENT", "Clients"),
        ("CONTACT_TYPE", "SUPPLIER", "Suppliers"),
        ("CONTACT_TYPE", "PARTNER", "Partners"),
        ("HONORIFIC", "HNR_EN_1", "Mr."),
        ("HONORIFIC", "HNR_EN_2", "Mrs."),
        ("HONORIFIC", "HNR_EN_3", "Ms."),
    ];
    readers(lock(&session.portal.core.data).acting(session.access.user_id))?;
    let filter = params.get("filter").or_else(|| params.get("FILTER")).and_then(Php::as_array);
    let wanted = |name: &str| match filter.and_then(|filter| filter.get(name)) {
        Some(Php::Array(_)) => Err(RestError::nameless(&format!("Filter by {name} must be a string"))),
        given => Ok(given.map(text)),
    };
    let (entity, status) = (wanted("ENTITY_ID")?, wanted("STATUS_ID")?);
    let fits = |wanted: &Option<String>, held: &str| wanted.as_deref().is_none_or(|wanted| wanted == held);
    let rows = ALL.iter().zip(1_u64..).filter(|(row, _)| fits(&entity, row.0) && fits(&status, row.1));
    let rows: Vec<Php> = rows
        .map(|(row, id)| {
            php! {
                "ID" => id.to_string(),
                "ENTITY_ID" => row.0,
                "STATUS_ID" => row.1,
                "NAME" => row.2,
                "NAME_INIT" => "",
                "SORT" => (10 * id).to_string(),
                "SYSTEM" => "N",
                "CATEGORY_ID" => Php::Null,
                "COLOR" => Php::Null,
                "SEMANTICS" => Php::Null,
            }
        })
        .collect();
    let total = rows.len();
    Ok(Reply { result: Php::list(rows), next: None, total: Some(total) })
}

fn readers(user: User) -> Result<User, RestError> {
    if user.may_read_any() { Ok(user) } else { Err(RestError::access_denied()) }
}
